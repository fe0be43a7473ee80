// The packages for platforms: what their templates load is in them.
import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { Liquid } from "liquidjs";

const PACKAGES = join(import.meta.dirname, "../../target/platforms");

test("Shopify: every file that the app embed names is an asset of the extension, language files included", async () => {
  const folder = join(PACKAGES, "shopify/extensions/tillside");
  const [template] = readFileSync(join(folder, "blocks/embed.liquid"), "utf8").split("{% schema %}");
  const liquid = new Liquid();
  liquid.registerFilter("asset_url", (name) => `https://cdn.example/assets/${name}`);
  const loaded = new Set();
  for (const analytics of ["none", "ga4", "shopify"]) {
    const html = await liquid.parseAndRender(template, { block: { settings: { graph: "https://shop.example/graph/", theme: "dawn", analytics } } });
    for (const [, name] of html.matchAll(/"https:\/\/cdn\.example\/assets\/([^"]*)"/g)) loaded.add(name);
    assert.equal(/data-analytics="none"/.test(html), analytics === "none");
  }
  assert.deepEqual([...loaded].filter((name) => !existsSync(join(folder, "assets", name))), []);
  // The address of the folder itself, in which the widget looks for languages.
  assert(loaded.has(""), [...loaded].join());
  assert(existsSync(join(folder, "assets/de.json")));
});

test("WordPress: the plugin contains the modules that its script tag names, and the language files", () => {
  const folder = join(PACKAGES, "wordpress/tillside");
  const [tag] = readFileSync(join(folder, "tillside.php"), "utf8").match(/<script type="module"[^>]*>/);
  const named = Object.fromEntries([...tag.matchAll(/data-(cart|consent)="(\w+)"/g)].map(([, part, name]) => [part, name]));
  const files = [`carts/${named.cart}.js`, `consent/${named.consent}.js`, "analytics/ga4.js", "languages/de.json"];
  assert.deepEqual(files.filter((file) => !existsSync(join(folder, "pkg", file))), []);
});
