// The runners: the lines of each in the same product page, and the place where it shows its products.
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { build } from "esbuild";
import { versionOf } from "../../tools/version.mjs";

/** The module's hash, as `tillside.js?v=…` in the page. */
const VERSION = versionOf(readFileSync("pkg/tillside.js"));

/** The product of the page: the demo shop's best-seller. */
export const SKU = "85123A";

const list = { tag: "#offer", row: "li", title: ".title", price: ".price", picture: "img" };

const OURS = {
  head: `<link rel="preload" as="fetch" crossorigin href="/graph/plans/${SKU}.json">
<script type="module" src="/pkg/tillside.js?v=${VERSION}" data-graph="/graph/" data-currency="GBP"></script>`,
  shows: { tag: "tillside-bundle", row: "li.product", title: "[part~=title]", price: "[part~=price]", picture: ".frame" },
};

/** What a shop's server puts into the page. */
const element = () => execFileSync("target/release/tillside", ["export", "--graph", "target/demo/graph", "--format", "element", "--sku", SKU], { encoding: "utf8" });

export const RUNNERS = [
  { id: "tillside", name: "Tillside", ...OURS, body: () => `<tillside-bundle sku="${SKU}"></tillside-bundle>` },
  { id: "tillside-html", name: "Tillside in the HTML", ...OURS, body: element },
  { id: "recommend-js", name: "recommend-js", source: "peers/recommend-js.mjs", body: peersBody, shows: list },
  { id: "instantsearch", name: "InstantSearch", source: "peers/instantsearch.mjs", body: peersBody, shows: list },
];

/** The same page without a runner. */
export const ALONE = { id: "alone", name: "page alone", head: "", body: () => "", shows: null };

function peersBody(count) {
  return `<div id="offer" data-sku="${SKU}" data-count="${count}"></div>`;
}

/**
 * A peer's script, bundled with its library and minified by esbuild, so that one request replaces a chain of requests.
 */
export async function bundle({ source }) {
  const { outputFiles: [{ contents }] } = await build({
    entryPoints: [new URL(source, import.meta.url).pathname],
    bundle: true,
    write: false,
    format: "esm",
    target: "es2022",
    platform: "browser",
    mainFields: ["browser", "module", "main"],
    define: { "process.env.NODE_ENV": '"production"' },
    minify: true,
    legalComments: "none",
    logLevel: "error",
  });
  const hash = createHash("sha256").update(contents).digest("hex").slice(0, 16);
  return { address: `/peers/${hash}.js`, content: Buffer.from(contents) };
}
