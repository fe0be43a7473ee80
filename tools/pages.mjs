// Builds the demo shop's pages. The front page, index.html, is the frame of all pages: each other page has its own
// title, description, script and <main>. Scripts and styles are bundled and named after their content, so that browsers
// may cache them.
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { build } from "esbuild";
import { departments } from "../demo/catalog.mjs";
import { TOUR } from "../demo/scenes.mjs";

const NAMES = ["product", "cart", "checkout", "membership", "tour"];
const OWN = [/<title>.*<\/title>/, /<meta name="description".*>/, /<script type="module" src="\/demo\/.*<\/script>/, /<main[\s\S]*<\/main>/];

const escape = (text) => text.replace(/[&<>"]/g, (c) => `&#${c.charCodeAt(0)};`);
const count = (n) => n.toLocaleString("en-GB");
const money = (minor) => `£${(minor / 100).toFixed(2)}`;
const round = (minor) => money(minor).replace(/\.00$/, "");
const image = (sku, size, loading = "") => `<img src="/pictures/${encodeURIComponent(sku)}.svg" alt="" width="${size}" height="${size}"${loading}>`;

/**
 * Replaces each `<!--name-->` in `html`, with the text up to `<!--/name-->` if there is one, by the part of that name.
 */
function fill(html, parts) {
  return Object.entries(parts).reduce((text, [name, part]) => text.replace(new RegExp(`<!--${name}-->(?:.*?<!--/${name}-->)?`, "gs"), () => part), html);
}

/** The parts that come from the catalog. */
function shelves(products) {
  const of = (id) => products.filter((product) => departments[product.department].id === id);
  const filled = departments.map(({ id, name }) => ({ id, name, products: of(id) })).filter((shelf) => shelf.products.length > 0);
  return {
    count: count(products.length),
    hero: ["kitchen", "home", "light", "bags", "christmas", "paper"].flatMap((id) => of(id).slice(0, 1)).map(({ sku }) => `<li>${image(sku, 180)}</li>`).join(""),
    departments: filled.map((shelf) => `<li><a href="/?department=${shelf.id}">${image((shelf.products[1] ?? shelf.products[0]).sku, 64)}<span><b>${escape(shelf.name)}</b><small>${count(shelf.products.length)} products</small></span></a></li>`).join(""),
    best: products.slice(0, 12).map(({ sku, title, priceMinor }) => `<li class="card"><a href="/product.html?sku=${encodeURIComponent(sku)}">${image(sku, 240, ' loading="lazy"')}<span class="card-title">${escape(title)}</span><span class="price">${money(priceMinor)}</span></a></li>`).join(""),
  };
}

/** The reasons to join, from the membership's own numbers. */
function worth(plan, delivery) {
  const sentences = [];
  const [{ period, priceMinor }] = plan.prices;
  if (plan.freeShipping) sentences.push(`Delivery is free on every order, however small: a ${period} costs less than ${count(Math.floor(priceMinor / delivery.priceMinor) + 1)} deliveries.`);
  if (plan.discountPercent > 0) sentences.push(`${plan.discountPercent}% comes off every order, which pays for itself on ${money(Math.ceil((priceMinor * 100) / plan.discountPercent))} of shopping a ${period}.`);
  return sentences.join(" ");
}

/** The parts that come from the shop's terms. */
function promises({ delivery, memberships }) {
  const cards = memberships.map((plan) => `<article id="${escape(plan.id)}" class="plan"><h3>${escape(plan.name)}</h3><p class="price">${plan.prices.map(({ period, priceMinor }) => `${money(priceMinor)} a ${period}`).join(" or ")}</p><p>${worth(plan, delivery)}</p><ul>${plan.benefits.map((benefit) => `<li>${escape(benefit)}</li>`).join("")}</ul><button type="button" data-join="${escape(plan.id)}">Choose ${escape(plan.name)}</button></article>`);
  const scenes = TOUR.map(({ id, title, text, offer }) => `<li class="scene"><h2>${escape(title)}</h2><p>${escape(text)}</p><p><button type="button" data-scene="${id}">Show me</button> <span class="muted">${escape(offer)}</span></p></li>`);
  return { scenes: scenes.join(""), delivery: round(delivery.priceMinor), "free-from": round(delivery.freeFromMinor), memberships: cards.join("") };
}

/**
 * A page in the frame: replaces the front page's parts by its own, and marks the link to itself with `aria-current`.
 */
function framed(frame, page, name) {
  const stage = ["cart", "checkout"].includes(name) ? "checkout" : "browse";
  const html = OWN.reduce((text, part) => text.replace(part, () => page.match(part)[0]), frame).replace('data-stage="browse"', `data-stage="${stage}"`);
  return html.replace(`<a href="/${name}.html"`, (link) => `${link} aria-current="page"`);
}

async function bundle(root, address, terms) {
  const { outputFiles } = await build({
    entryPoints: [join(root, address)],
    bundle: true,
    write: false,
    format: "esm",
    minify: true,
    charset: "utf8",
    legalComments: "none",
    external: ["/pkg/tillside.js"],
    define: { TERMS: JSON.stringify(terms, (key, value) => (key === "benefits" ? undefined : value)) },
    logLevel: "warning",
  });
  const [{ text }] = outputFiles;
  const [, name, kind] = basename(address).match(/^(.*)\.(mjs|css)$/);
  const hash = createHash("sha256").update(text).digest("hex").slice(0, 16);
  return [`demo/${name}-${hash}.${kind === "css" ? "css" : "js"}`, text];
}

/** All pages with their scripts and styles, each as `[address, content]`. */
export async function pages(root, products, terms) {
  const read = (path) => readFileSync(join(root, path), "utf8");
  const frame = read("index.html");
  const all = [["index.html", frame], ...NAMES.map((name) => [`${name}.html`, framed(frame, read(`demo/${name}.html`), name)])];
  const sources = new Set(all.flatMap(([, html]) => [...html.matchAll(/"\/(demo\/[\w-]+\.(?:mjs|css))"/g)].map(([, source]) => source)));
  const bundles = new Map(await Promise.all([...sources].map(async (source) => [source, await bundle(root, source, terms)])));
  const parts = { ...shelves(products), ...promises(terms) };
  const link = (html) => html.replace(/"\/(demo\/[\w-]+\.(?:mjs|css))"/g, (_, source) => `"/${bundles.get(source)[0]}"`);
  return [...all.map(([address, html]) => [address, link(fill(html, parts))]), ...bundles.values()];
}
