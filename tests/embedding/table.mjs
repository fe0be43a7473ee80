#!/usr/bin/env node
// Generates docs/embedding.md from the test results of each engine (target/embedding/*.json, written by tests/embedding/run.mjs).
//   node tests/embedding/table.mjs          writes the page
//   node tests/embedding/table.mjs --check  fails if the page would change
import { readFileSync, writeFileSync } from "node:fs";
import { ENGINES } from "./browser.mjs";

const PAGE = "docs/embedding.md";
const NAMES = { chromium: "Chromium", firefox: "Firefox", webkit: "WebKit" };
const GROUPS = {
  security: "Content security and the page's own scripts",
  network: "Network failures",
  first: "The first paint",
  declared: "An offer in the HTML",
  lifetime: "Traps, second copies and long-lived pages",
  privacy: "Privacy",
  elements: "Elements, events and responses",
  variants: "Variants",
  markets: "Markets",
  languages: "Languages",
  carts: "The shop's cart",
  platforms: "Carts of platforms",
  badcarts: "Carts that go wrong",
  analytics: "What shoppers see, select and add",
  access: "Accessibility",
  pages: "Hostile pages",
  frameworks: "Frameworks",
};

const found = Object.fromEntries(Object.keys(ENGINES).map((engine) => [engine, JSON.parse(readFileSync(`target/embedding/${engine}.json`, "utf8"))]));
const reasons = [];

const unlisted = found.chromium.find(({ group }) => !Object.hasOwn(GROUPS, group));
if (unlisted) throw new Error(`tests/embedding/${unlisted.group}.test.mjs has no title in GROUPS.`);

function cell(engine, group, name) {
  const one = found[engine].find((test) => test.group === group && test.name === name);
  if (!one) throw new Error(`${engine} did not run "${name}": run all engines with the same tests.`);
  if (one.state === "holds") return "✓";
  if (one.state === "fails") throw new Error(`${engine}: "${name}" fails.`);
  if (!reasons.includes(one.reason)) reasons.push(one.reason);
  return `– <sup>${reasons.indexOf(one.reason) + 1}</sup>`;
}

function table([group, title]) {
  const names = found.chromium.filter((test) => test.group === group).map(({ name }) => name);
  const rows = names.map((name) => `| ${name.replaceAll("|", "\\|")} | ${Object.keys(ENGINES).map((engine) => cell(engine, group, name)).join(" | ")} |`);
  return [`## ${title}`, "", `| guarantee | ${Object.values(NAMES).join(" | ")} |`, "|---|---|---|---|", ...rows, ""].join("\n");
}

const tables = Object.entries(GROUPS).map(table);
const notes = reasons.map((reason, at) => `${at + 1}. ${reason[0].toUpperCase()}${reason.slice(1)}.`);
const page = `# Embedding in a shop's page

Each line is a test that has passed in every listed browser engine; the name of the test is the guarantee. \`tools/test.sh embedding\` runs the
tests ([tests/embedding](../tests/embedding)) and fails if this page differs from the results.

Other tests cover guarantees that need only one engine, or none:

| guarantee | tests |
|---|---|
| every pixel under foreign stylesheets, a whole purchase with the keyboard, forced colors, print, zoom | Chromium: [tests/e2e](../tests/e2e) |
| hostile addresses are refused | all three engines: [tests/browser/addresses.rs](../tests/browser/addresses.rs) |
| a data file that is truncated anywhere or has any bit flipped is refused | all three engines: [tests/browser/views.rs](../tests/browser/views.rs) |
| the same graph from rows in any order, with any number of threads | host: [same_graph.rs](../tests/native/same_graph.rs) |
| memory bounded by the size of the input | host: [tests/memory](../tests/memory/main.rs) |
| the fuzzer's seeds | host: [fuzz.rs](../tests/native/fuzz.rs) |
| builds that are killed, out of disk space, or run twice at once | host: [interrupted.rs](../tests/native/interrupted.rs) |
| the contract | host: [tests/contract](../tests/contract) |
| licenses and sources of dependencies | \`make lint\` |
| an identical package from another folder, byte for byte | \`tools/test.sh reproduce\` |

[benches](../benches/README.md#eight-hours) measures a page that stays open for eight hours.

${tables.join("\n")}
${notes.length > 0 ? `A dash is a gap:\n\n${notes.join("\n")}\n` : "There is no gap.\n"}`;

if (process.argv.includes("--check")) {
  if (readFileSync(PAGE, "utf8") !== page) {
    console.error(`${PAGE} differs from the test results. Run: node tests/embedding/table.mjs`);
    process.exitCode = 1;
  }
} else {
  writeFileSync(PAGE, page);
}
