#!/usr/bin/env node
// The widget as a guest, in one engine: every promise of docs/guest.md.
//   node tests/guest/run.mjs chromium|firefox|webkit [word in the name]        after make site; webkit needs a screen (xvfb-run)
// Leaves what it found in target/guest/ENGINE.json, from which tests/guest/table.mjs makes the page.
import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { run } from "node:test";
import { spec } from "node:test/reporters";
import { fileURLToPath } from "node:url";
import { ENGINES } from "./browser.mjs";

const [engine, word] = process.argv.slice(2);
if (!Object.hasOwn(ENGINES, engine)) {
  console.error(`usage: node tests/guest/run.mjs ${Object.keys(ENGINES).join("|")} [word in the name]`);
  process.exit(2);
}
process.env.TILLSIDE_ENGINE = engine;

const here = fileURLToPath(new URL(".", import.meta.url));
const files = readdirSync(here).filter((name) => name.endsWith(".test.mjs")).sort().map((name) => join(here, name));
const found = [];
const note = (state) => ({ name, file, skip, details, nesting }) => {
  if (nesting === 0 && details?.type !== "suite" && !name.endsWith(".mjs")) {
    found.push({ group: file.replace(/^.*\/|\.test\.mjs$/g, ""), name, state: skip === undefined ? state : "gap", reason: skip });
  }
};
const tests = run({ files, concurrency: 1, testNamePatterns: word ? [new RegExp(word, "i")] : undefined });
tests.on("test:pass", note("holds")).on("test:fail", note("fails")).on("test:fail", () => (process.exitCode = 1));
tests.compose(spec).pipe(process.stdout);
tests.on("end", () => {
  if (word) return;
  mkdirSync("target/guest", { recursive: true });
  writeFileSync(`target/guest/${engine}.json`, `${JSON.stringify(found, null, 1)}\n`);
});
