// The graph of a shop with variants: aprons in three sizes, one of them sold out, and T-shirts in more sizes than a list
// has. The shop has more products than one data file holds, so that the other variants of an offer are loaded when it is
// shown.
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const APRONS = [["APRON-S", "S", "13.00", "in stock"], ["APRON-M", "M", "15.00", "in stock"], ["APRON-L", "L", "17.00", "out of stock"]];
const SHIRTS = Array.from({ length: 40 }, (_, number) => `SHIRT-${number}`);
const OTHERS = Array.from({ length: 120 }, (_, number) => `P${number}`);

const line = (number, sku, price) => [number, `2026-01-${10 + (number % 9)}`, sku, 1, price];
const orders = Array.from({ length: 60 }, (_, number) => [
  ...(number % 2 ? [line(number, "KETTLE", "30.00"), line(number, "APRON-M", "15.00")] : [line(number, "CUP", "9.00"), line(number, SHIRTS[7], "8.00")]),
  line(number, OTHERS[number], "5.00"),
]);
const products = [
  ["KETTLE", "Kettle", "30.00", "/p/kettle", "", "", "in stock"],
  ["CUP", "Cup", "9.00", "/p/cup", "", "", "in stock"],
  ...APRONS.map(([sku, size, price, availability]) => [sku, `Apron ${size}`, price, `/p/${sku}`, "APRON", size, availability]),
  ...SHIRTS.map((sku, size) => [sku, "T-shirt", "8.00", "/p/shirt", "SHIRT", size, "in stock"]),
  ...OTHERS.map((sku) => [sku, `Product ${sku}`, "5.00", `/p/${sku}`, "", "", "in stock"]),
];

/** Builds the graph. `read(name)` returns a file of it, `shards` is its number of data files, and `end` deletes it. */
export function buildVariantsShop() {
  const folder = mkdtempSync(join(tmpdir(), "tillside-variants-"));
  const write = (name, rows) => writeFileSync(join(folder, name), `${rows.map((row) => row.join()).join("\n")}\n`);
  write("orders.csv", [["order_id", "date", "sku", "quantity", "price"], ...orders.flat()]);
  write("products.csv", [["sku", "title", "price", "link", "item_group_id", "size", "availability"], ...products]);
  const files = ["--orders", "orders.csv", "--catalog", "products.csv", "--out", "graph", "--currency", "GBP"];
  execFileSync(join(process.cwd(), "target/release/tillside"), ["build", "--quiet", ...files], { cwd: folder });
  const read = (name) => readFileSync(join(folder, "graph", name));
  return {
    read,
    shards: JSON.parse(read("manifest.json")).shards,
    end: () => rmSync(folder, { recursive: true }),
  };
}
