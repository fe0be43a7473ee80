#!/usr/bin/env node
// Runs the guarantees of docs/embedding.md in one engine.
//   node tests/embedding/run.mjs chromium|firefox|webkit [word in the name]        after make site; webkit needs a screen (xvfb-run)
// Writes the results to target/embedding/ENGINE.json, from which tests/embedding/table.mjs generates the page.
import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { run } from "node:test";
import { spec } from "node:test/reporters";
import { finished } from "node:stream/promises";
import { fileURLToPath } from "node:url";

const [engine, word] = process.argv.slice(2);
if (!["chromium", "firefox", "webkit"].includes(engine)) {
  console.error("usage: node tests/embedding/run.mjs chromium|firefox|webkit [word in the name]");
  process.exit(2);
}
process.env.TILLSIDE_ENGINE = engine;
const { startBrowser } = await import("./browser.mjs");

const here = fileURLToPath(new URL(".", import.meta.url));
const groups = readdirSync(here).flatMap((name) => name.match(/^(\w+)\.test\.mjs$/)?.[1] ?? []).sort();
const found = [];

/** Runs the tests of one file and records their results. */
function play(group) {
  const note = (state) => ({ name, skip, nesting, file }) => {
    // The file itself is reported as a test too.
    if (nesting === 0 && name !== file) found.push({ group, name, state: skip === undefined ? state : "gap", reason: skip });
  };
  const tests = run({ files: [join(here, `${group}.test.mjs`)], testNamePatterns: word ? [new RegExp(word, "i")] : undefined });
  tests.on("test:pass", note("holds")).on("test:fail", note("fails")).on("test:fail", () => (process.exitCode = 1));
  return finished(tests.compose(spec).on("data", (text) => process.stdout.write(text)));
}

const { end, place } = await startBrowser();
process.env.TILLSIDE_BROWSER = place;
for (const group of groups) await play(group);
await end();
if (!word) {
  mkdirSync("target/embedding", { recursive: true });
  writeFileSync(`target/embedding/${engine}.json`, `${JSON.stringify(found, null, 1)}\n`);
}
