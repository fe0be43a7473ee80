// The graph of a shop with three markets: pounds and English, euros and German, dollars from the columns of the same
// catalog. The French press is not sold in Germany, and the teapot has no price in dollars.
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const OTHERS = Array.from({ length: 12 }, (_, number) => `P${number}`);
const line = (number, sku, price) => [number, `2026-01-${10 + (number % 9)}`, sku, 1, price];
const orders = Array.from({ length: 60 }, (_, number) => [
  line(number, "KETTLE", "30.00"),
  ...(number % 2 ? [line(number, "CUP", "9.00")] : [line(number, "PRESS", "20.00")]),
  ...(number % 3 ? [line(number, "TEAPOT", "25.00")] : []),
  line(number, OTHERS[number % 12], "5.00"),
]);
const HOME = [
  ["sku", "title", "price", "link", "price usd"],
  ["KETTLE", "Kettle", "30.00", "/p/kettle", "41.00"],
  ["CUP", "Cup", "9.00", "/p/cup", "12.50"],
  ["PRESS", "French press", "20.00", "/p/press", "27.00"],
  ["TEAPOT", "Teapot", "25.00", "/p/teapot", ""],
  ...OTHERS.map((sku) => [sku, `Product ${sku}`, "5.00", `/p/${sku}`, "7.00"]),
];
const GERMAN = [
  ["sku", "title", "price", "link"],
  ["KETTLE", "Wasserkessel", "37.90", "/de/p/kettle"],
  ["CUP", "Tasse", "11.90", "/de/p/cup"],
  ["TEAPOT", "Teekanne", "31.90", "/de/p/teapot"],
  ...OTHERS.map((sku) => [sku, `Artikel ${sku}`, "6.90", `/de/p/${sku}`]),
];
const TERMS = `currency = "GBP"

[[shipping]]
name = "Standard delivery"
price = "4.95"
free_from = "50.00"

[[memberships]]
id = "plus"
name = "Plus"
year = "29.00"
free_shipping = true

[[markets]]
id = "de"
currency = "EUR"
languages = ["de"]
countries = ["DE", "AT"]
catalog = "products-de.csv"

[[markets.shipping]]
name = "Standardversand"
price = "5.95"
free_from = "70.00"

[[markets]]
id = "us"
currency = "USD"
languages = ["en-US"]
columns = ["price=price usd"]

[[markets.shipping]]
name = "Ground shipping"
price = "7.50"
free_from = "75.00"
`;

/** Builds the graph. `read(name)` returns a file of it, and `end` deletes it. */
export function buildMarketsShop() {
  const folder = mkdtempSync(join(tmpdir(), "tillside-markets-"));
  const csv = (name, rows) => writeFileSync(join(folder, name), `${rows.map((row) => row.join()).join("\n")}\n`);
  csv("orders.csv", [["order_id", "date", "sku", "quantity", "price"], ...orders.flat()]);
  csv("products.csv", HOME);
  csv("products-de.csv", GERMAN);
  writeFileSync(join(folder, "shop.toml"), TERMS);
  const files = ["--orders", "orders.csv", "--catalog", "products.csv", "--shop", "shop.toml", "--out", "graph"];
  execFileSync(join(process.cwd(), "target/release/tillside"), ["build", "--quiet", ...files], { cwd: folder });
  return {
    read: (name) => readFileSync(join(folder, "graph", name)),
    end: () => rmSync(folder, { recursive: true }),
  };
}
