// The product page of the race: the same for every runner, except for the runner's own lines.
import { readFileSync } from "node:fs";

const PROBE = readFileSync(new URL("probe.js", import.meta.url), "utf8");

const STYLE = `
body { max-width: 60rem; margin: 1rem auto; font: 16px/1.4 system-ui, sans-serif; }
.product { display: flex; gap: 1rem; min-height: 200px; }
.offer { min-height: 24rem; }
#offer ol { display: grid; grid-template-columns: repeat(4, 1fr); gap: 1rem; padding: 0; list-style: none; }
.card { display: grid; gap: .25rem; color: inherit; text-decoration: none; }
`;

const escape = (text) => text.replace(/[&<>"]/g, (c) => `&#${c.charCodeAt(0)};`);

/** `expected` is null when the shown products are read for the first time. */
export function page({ runner, product, expected, script }) {
  const race = JSON.stringify({ expected, shows: runner.shows }).replace(/</g, "\\u003c");
  return `<!doctype html>
<html lang="en-GB">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escape(product.title)}</title>
<link rel="icon" href="data:,">
<style>${STYLE}</style>
<script>${PROBE.replace("(RACE)", () => `(${race})`)}</script>
${runner.head ?? `<script type="module" src="${script.address}"></script>`}
<h1>${escape(product.title)}</h1>
<div class="product"><img src="/pictures/${product.sku}.svg" alt="" width="200" height="200"><p>£${(product.priceMinor / 100).toFixed(2)}</p></div>
<div class="offer">${runner.body(expected?.length ?? 0)}</div>
</html>
`;
}
