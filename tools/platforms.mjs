#!/usr/bin/env node
// Puts the packages for platforms together in target/platforms/: a theme app extension for Shopify and a plugin for WordPress. The package's
// files are in them unchanged; the build stops at the limits that the platforms set.
//   node tools/platforms.mjs        after make pkg
import { cpSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const out = join(root, "target/platforms");
const pkg = join(root, "pkg");

/** Shopify's limits of a theme app extension. */
const LIMITS = { bytes: 10_000_000, blocks: 30, liquidBytes: 100_000 };

function refuse(message) {
  console.error(`platforms: ${message}`);
  process.exit(1);
}

const files = (folder) => readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).map(({ parentPath, path, name }) => join(parentPath ?? path, name));
const size = (list) => list.reduce((sum, file) => sum + statSync(file).size, 0);

function shopify() {
  const folder = join(out, "shopify/extensions/tillside");
  cpSync(join(root, "platforms/shopify"), folder, { recursive: true });
  const assets = join(folder, "assets");
  mkdirSync(assets, { recursive: true });
  // Assets have no folders.
  const parts = {
    "carts/shopify.js": "tillside-shopify.js",
    "consent/shopify.js": "tillside-consent.js",
    "analytics/shopify.js": "tillside-customer-events.js",
    "analytics/ga4.js": "tillside-ga4.js",
  };
  for (const [from, to] of [...["tillside.js", "markets.js", "tillside.wasm"].map((name) => [name, name]), ...Object.entries(parts)]) cpSync(join(pkg, from), join(assets, to));
  cpSync(join(pkg, "languages"), assets, { recursive: true });
  const all = files(folder);
  const blocks = all.filter((file) => file.endsWith(".liquid"));
  if (size(all) > LIMITS.bytes) refuse(`the extension has ${size(all)} bytes of ${LIMITS.bytes}`);
  if (blocks.length > LIMITS.blocks) refuse(`the extension has ${blocks.length} blocks of ${LIMITS.blocks}`);
  if (size(blocks) > LIMITS.liquidBytes) refuse(`the blocks have ${size(blocks)} bytes of ${LIMITS.liquidBytes}`);
  const words = JSON.parse(readFileSync(join(folder, "locales/en.default.schema.json"), "utf8"));
  for (const block of blocks) {
    const text = readFileSync(block, "utf8");
    const schema = JSON.parse(text.match(/{% schema %}([^]*){% endschema %}/)?.[1] ?? refuse(`${block} has no schema`));
    for (const [, key] of JSON.stringify(schema).matchAll(/"t:([\w.-]+)"/g)) {
      if (!key.split(".").reduce((words, part) => words?.[part], words)) refuse(`${block}: no words for ${key}`);
    }
  }
  return all;
}

function wordpress() {
  const folder = join(out, "wordpress/tillside");
  cpSync(join(root, "platforms/wordpress"), folder, { recursive: true });
  const names = ["tillside.js", "markets.js", "tillside.wasm", "carts/woocommerce.js", "consent/wordpress.js", "analytics/ga4.js", "languages", "LICENSE-MIT", "LICENSE-APACHE"];
  for (const name of names) cpSync(join(pkg, name), join(folder, "pkg", name), { recursive: true });
  return files(folder);
}

const version = JSON.parse(readFileSync(join(pkg, "package.json"), "utf8")).version;
for (const name of ["platforms/wordpress/tillside.php", "platforms/wordpress/readme.txt"]) {
  if (!readFileSync(join(root, name), "utf8").includes(version)) refuse(`${name} does not name version ${version}`);
}
rmSync(out, { recursive: true, force: true });
for (const [name, build] of Object.entries({ shopify, wordpress })) {
  const made = build();
  console.log(`target/platforms/${name}: ${made.length} files, ${size(made).toLocaleString("en")} bytes`);
}
