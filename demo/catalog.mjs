// The catalog's data, as written by tools/site.mjs: a file per product, the best-sellers of each department, and
// one index for the search.

export const departments = [
  { id: "kitchen", name: "Kitchen & dining" },
  { id: "home", name: "Home & decoration" },
  { id: "light", name: "Candles & lights" },
  { id: "bags", name: "Bags & travel" },
  { id: "jewellery", name: "Jewellery & accessories" },
  { id: "paper", name: "Cards, paper & party" },
  { id: "toys", name: "Toys & craft" },
  { id: "garden", name: "Garden" },
  { id: "christmas", name: "Christmas" },
];

/** SKUs are compared without surrounding spaces and without regard to ASCII case. */
export const normal = (sku) => sku.trim().replace(/[a-z]/g, (letter) => letter.toUpperCase());

const product = ([sku, title, priceMinor, department, orders]) => ({ sku, title, priceMinor, orders, department: departments[department] });

/** The contents of the file; null if it does not exist. */
async function load(address) {
  const response = await fetch(address);
  if (response.status === 404) return null;
  if (!response.ok) throw new Error(`${address}: ${response.status}`);
  return response.json();
}

/** The product, or null when the shop has no such SKU. */
export async function findProduct(sku) {
  const row = await load(`/catalog/product/${encodeURIComponent(normal(sku))}.json`);
  return row && product(row);
}

/** The best-sellers of the product's department, without the product itself. */
export async function findOthers({ sku, department }) {
  const rows = await load(`/catalog/best/${department.id}.json`);
  return rows.map(product).filter((other) => other.sku !== sku).slice(0, 4);
}

let index;
/** The whole catalog, best-sellers first; loaded once. */
export function loadIndex() {
  index ??= load("/catalog/index.json").then((rows) => rows.map(product));
  index.catch(() => { index = undefined; });
  return index;
}

/** Products whose titles contain every word of the query, or whose SKU starts with it; matches at the start of a word come first. */
export function search(products, query) {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  const score = ({ title, sku }) => {
    const text = ` ${title.toLowerCase()}`;
    if (sku.toLowerCase().startsWith(words.join(" "))) return 3;
    if (!words.every((word) => text.includes(word))) return 0;
    return words.every((word) => text.includes(` ${word}`)) ? 2 : 1;
  };
  return products.map((product) => [score(product), product]).filter(([points]) => points > 0)
    .sort((x, y) => y[0] - x[0]).map(([, product]) => product);
}
