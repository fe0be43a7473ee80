#!/usr/bin/env node
// Builds the demo shop: pages, pictures, catalog, widget, graph and documentation in one folder of static files.
//   node tools/site.mjs --catalog products.json --facts graph.json --graph DIR --pkg DIR --docs DIR --out DIR
// The catalog is the output of `tillside export --format json`: [{ sku, title, priceMinor, orders, group }],
// The facts are the output of `tillside inspect --graph DIR --json`.
// Only changed files are written, and files that do not belong to the site are removed.
import { cpus } from "node:os";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { basename, dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs, promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";
import { departments, normal } from "../demo/catalog.mjs";
import { departmentOf } from "../demo/picture/department.mjs";
import { picture } from "../demo/picture.mjs";
import { pages } from "./pages.mjs";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const { values: options } = parseArgs({ options: Object.fromEntries(["catalog", "facts", "graph", "pkg", "docs", "out"].map((name) => [name, { type: "string" }])) });
for (const name of ["catalog", "facts", "graph", "pkg", "docs", "out"]) {
  if (!options[name]) {
    console.error(`--${name} is missing. Usage: node tools/site.mjs --catalog FILE.json --facts FILE.json --graph DIR --pkg DIR --docs DIR --out DIR`);
    process.exit(2);
  }
}

/** Address -> content of all files of the finished folder, except their compressed siblings. */
const files = new Map();
const put = (address, content) => files.set(address, Buffer.isBuffer(content) ? content : Buffer.from(content));
const walk = (folder) => (existsSync(folder) ? readdirSync(folder, { withFileTypes: true }) : [])
  .flatMap((entry) => (entry.isDirectory() ? walk(join(folder, entry.name)) : [join(folder, entry.name)]));

function copy(folder, prefix, keep = /./) {
  for (const path of walk(folder)) if (keep.test(path)) put(`${prefix}${relative(folder, path)}`, readFileSync(path));
}

/** The SKUs of a selection; the graph has only marks of its products. */
function selected(selection) {
  const text = readFileSync(join(root, "data/shop.toml"), "utf8");
  const [, list] = text.match(/\[\[quantity_breaks\]\]\nskus = (\[.*\])\n/) ?? [];
  if (!list || selection === undefined) throw new Error("data/shop.toml: the demo shop's cart needs one [[quantity_breaks]], which starts with skus = [...].");
  return JSON.parse(list);
}

/** The shop's terms, read from the graph, so that the cart and the widget never disagree. */
function terms() {
  const { policy } = JSON.parse(readFileSync(options.facts, "utf8"));
  const delivery = policy.tiers.find(({ reward }) => reward.shipping !== undefined);
  return {
    delivery: { name: delivery.name, priceMinor: delivery.reward.shipping, freeFromMinor: delivery.threshold.amount },
    rewards: policy.tiers.filter((tier) => tier !== delivery).map(({ name, threshold, reward }) => ({ name, fromMinor: threshold.amount, ...reward })),
    memberships: policy.memberships.map((plan) => ({
      id: plan.id, name: plan.name, prices: plan.prices.map(([period, priceMinor]) => ({ period, priceMinor })),
      freeShipping: plan.free_shipping ?? false, discountPercent: plan.discount_percent ?? 0, benefits: plan.benefits ?? [],
    })),
    quantityBreaks: policy.quantity_breaks.map(({ products, tiers: [{ from, value }] }) => ({ skus: selected(products), from, totalMinor: value })),
    bigTicketMinor: policy.limits.big_ticket_minor,
    pointsPerPound: policy.loyalty.per_major,
  };
}

async function assemble() {
  const products = JSON.parse(readFileSync(options.catalog, "utf8"))
    .filter(({ priceMinor }) => Number.isInteger(priceMinor))
    .map((product) => ({ ...product, orders: product.orders ?? 0, department: departmentOf(product.title) }))
    .sort((x, y) => y.orders - x.orders || (x.sku < y.sku ? -1 : 1));
  copy(options.graph, "graph/");
  copy(options.pkg, "pkg/");
  copy(options.docs, "docs/");
  // The same server has the hostile pages of the tests; no page links to them.
  copy(join(root, "tests/pages"), "tests/pages/", /\.(html|css|js)$/);
  for (const path of ["bootstrap/dist/css/bootstrap.css", "tailwindcss/preflight.css"]) put(`tests/pages/vendor/${basename(path)}`, readFileSync(join(root, "node_modules", path)));
  put("demo/robin.svg", readFileSync(join(root, "demo/robin.svg")));
  for (const [address, content] of await pages(root, products, terms())) put(address, content);

  const row = ({ sku, title, priceMinor, department, orders }) => [sku, title, priceMinor, department, orders];
  put("catalog/index.json", JSON.stringify(products.map(row)));
  departments.forEach(({ id }, n) => put(`catalog/best/${id}.json`, JSON.stringify(products.filter(({ department }) => department === n).slice(0, 5).map(row))));
  for (const product of products) {
    put(`catalog/product/${normal(product.sku)}.json`, JSON.stringify(row(product)));
    put(`pictures/${product.sku}.svg`, picture(product));
  }
  return products.length;
}

const compressors = {
  br: promisify((content, done) => brotliCompress(content, { params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: content.length } }, done)),
  gz: promisify((content, done) => gzip(content, { level: 9 }, done)),
};
const isCompressed = (address, content) => content.length > 1024 && !address.startsWith("pictures/") && /\.(html|css|m?js|json|svg|wasm|bin|ts|md|txt|map)$/.test(address);

/** Writes changed files. Compressed siblings are only written again if the hash of the file's content has changed. */
async function write(out) {
  const stampPath = join(out, ".site.json");
  const old = existsSync(stampPath) ? JSON.parse(readFileSync(stampPath, "utf8")) : {};
  const stamp = {};
  const wanted = new Set([".site.json"]);
  const jobs = [];
  let written = 0;
  for (const [address, content] of files) {
    const path = join(out, address);
    const hash = createHash("sha1").update(content).digest("base64");
    const siblings = isCompressed(address, content) ? Object.keys(compressors) : [];
    stamp[address] = hash;
    for (const name of [address, ...siblings.map((extension) => `${address}.${extension}`)]) wanted.add(name);
    const isThere = old[address] === hash && statSync(path, { throwIfNoEntry: false })?.size === content.length;
    const missing = isThere ? siblings.filter((extension) => !existsSync(`${path}.${extension}`)) : siblings;
    if (!isThere) {
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, content);
      written += 1;
    }
    for (const extension of missing) jobs.push(async () => writeFileSync(`${path}.${extension}`, await compressors[extension](content)));
  }
  await Promise.all(cpus().map(async () => { while (jobs.length) await jobs.pop()(); }));
  let removed = 0;
  for (const path of walk(out)) {
    if (wanted.has(relative(out, path))) continue;
    rmSync(path);
    removed += 1;
  }
  writeFileSync(stampPath, JSON.stringify(stamp));
  return { written, removed };
}

const started = performance.now();
const products = await assemble();
const { written, removed } = await write(options.out);
console.log(`${options.out}: ${products.toLocaleString("en-GB")} products, ${files.size.toLocaleString("en-GB")} files, ${written} written, ${removed} removed, ${Math.round(performance.now() - started)} ms`);
