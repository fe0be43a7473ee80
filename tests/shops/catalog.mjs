// The products of the shops, and their graph: the same for each shop, but for the addresses of its pages.
import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

export const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const CLI = join(ROOT, "target/release/tillside");

/** Prices in hundredths. `id` is the shop's own number, `stock` what its cart accepts. */
export const PRODUCTS = [
  { id: 40000000000001, handle: "v60-dripper", sku: "DRIP", title: "V60 dripper", price: 1900, color: "#b9c9bf" },
  { id: 40000000000002, handle: "paper-filters", sku: "FILT", title: "Paper filters, 100 pieces", price: 650, color: "#e4ddcb" },
  { id: 40000000000003, handle: "pouring-kettle", sku: "KETT", title: "Pouring kettle", price: 2400, color: "#c7b8ad" },
  { id: 40000000000004, handle: "house-blend", sku: "BEAN", title: "House blend, 250 g", price: 1690, color: "#a98d77" },
  { id: 40000000000005, handle: "cup", sku: "CUP", title: "Cup", price: 900, color: "#dfe5ea" },
  { id: 40000000000006, handle: "scale", sku: "SCALE", title: "Scale with a timer", price: 2950, color: "#c2c6cc" },
];

export const picture = ({ color }) =>
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 8"><path fill="${color}" d="M0 0h8v8H0z"/><path fill="#0002" d="M2 3h4v3H2z"/></svg>`;

// What is bought together: the dripper with filters and kettle, the house blend with the cup.
const BASKETS = [["DRIP", "FILT", "KETT"], ["DRIP", "FILT"], ["DRIP", "KETT"], ["BEAN", "CUP"], ["SCALE"], ["DRIP", "FILT", "KETT", "BEAN"], ["BEAN"]];

const decimalsOf = (currency) => new Intl.NumberFormat("en", { style: "currency", currency }).resolvedOptions().maximumFractionDigits;
const rows = (lines) => `${lines.map((cells) => cells.map((cell) => `"${cell}"`).join()).join("\n")}\n`;

function orders(currency, amount) {
  const lines = [["order_id", "date", "sku", "title", "quantity", "price", "currency"]];
  for (let order = 0; order < 210; order += 1) {
    for (const sku of BASKETS[(order * 5) % BASKETS.length]) {
      const { title, price } = PRODUCTS.find((product) => product.sku === sku);
      lines.push([order, `2026-${String(1 + (order % 9)).padStart(2, "0")}-12`, sku, title, 1, amount(price), currency]);
    }
  }
  return rows(lines);
}

/** Builds the graph of a shop into target/shops and returns its folder. `linkOf(product)` is the address of a product's page. */
export function buildGraph(shop, linkOf, currency = "GBP") {
  const folder = join(ROOT, "target/shops", shop);
  mkdirSync(folder, { recursive: true });
  const at = (name) => join(folder, name);
  const amount = (hundredths) => (hundredths / 100).toFixed(decimalsOf(currency));
  writeFileSync(at("orders.csv"), orders(currency, amount));
  writeFileSync(at("catalog.csv"), rows([
    ["sku", "title", "price", "link", "image_link"],
    ...PRODUCTS.map((product) => [product.sku, product.title, amount(product.price), linkOf(product), `/pictures/${product.sku}.svg`]),
  ]));
  writeFileSync(at("shop.toml"), `currency = "${currency}"\n[[shipping]]\nname = "Standard"\nprice = "${amount(500)}"\nfree_from = "${amount(6000)}"\n`);
  const options = ["build", "--orders", at("orders.csv"), "--catalog", at("catalog.csv"), "--shop", at("shop.toml"), "--out", at("graph")];
  execFileSync(CLI, options, { stdio: ["ignore", "ignore", "pipe"] });
  return at("graph");
}
