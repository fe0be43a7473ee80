// Where the catalogue's data lies: one small shard for a product page, one index for the search.

/** Number of shards; tools/site.mjs writes as many. */
export const shards = 64;

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

/** FNV-1a of the SKU's UTF-8 bytes: which shard it lies in. */
export function shardOf(sku) {
  let hash = 2166136261;
  for (const byte of new TextEncoder().encode(normal(sku))) hash = Math.imul(hash ^ byte, 16777619);
  return (hash >>> 0) % shards;
}
/** SKUs are compared without blanks around them and without regard to ASCII case. */
export const normal = (sku) => sku.trim().replace(/[a-z]/g, (letter) => letter.toUpperCase());

const product = (sku, [title, priceMinor, department, orders]) => ({ sku, title, priceMinor, orders, department: departments[department] });

async function load(address) {
  const response = await fetch(address);
  if (!response.ok) throw new Error(`${address}: ${response.status}`);
  return response.json();
}

/** The product (or null when the shop has no such SKU) and a few others of its department that came along. */
export async function findProduct(sku) {
  const wanted = normal(sku);
  const shard = await load(`/catalog/p/${shardOf(wanted)}.json`);
  const all = Object.entries(shard).map(([sku, facts]) => product(sku, facts));
  const found = all.find((other) => normal(other.sku) === wanted) ?? null;
  const others = all.filter((other) => other !== found && other.department === found?.department);
  return { product: found, others: others.sort((x, y) => y.orders - x.orders).slice(0, 4) };
}

let index;
/** The whole catalogue, best sellers first; loaded once. */
export function loadIndex() {
  index ??= load("/catalog/index.json").then((rows) => rows.map(([sku, ...facts]) => product(sku, facts)));
  index.catch(() => { index = undefined; });
  return index;
}

/** The products whose titles hold every word of the query, or whose SKU begins with it; those that begin a word first. */
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
