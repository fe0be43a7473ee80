#!/usr/bin/env node
// docs/embedding.md out of what the tests found in each engine (target/guest/*.json, which tests/embedding/run.mjs leaves).
//   node tests/embedding/table.mjs          writes the page
//   node tests/embedding/table.mjs --check  fails if it would be another
import { readFileSync, writeFileSync } from "node:fs";
import { ENGINES } from "./browser.mjs";

const PAGE = "docs/embedding.md";
const NAMES = { chromium: "Chromium", firefox: "Firefox", webkit: "WebKit" };
const GROUPS = {
  security: "Content security, and the page's own scripts",
  network: "The network as it is",
  lifetime: "Traps, copies, and pages that stay open",
  privacy: "Privacy",
  elements: "Elements, events and answers",
  access: "Access",
  pages: "Pages that are hostile in one way each",
  frameworks: "Frameworks that shops are made with",
};

const found = Object.fromEntries(Object.keys(ENGINES).map((engine) => [engine, JSON.parse(readFileSync(`target/guest/${engine}.json`, "utf8"))]));
const reasons = [];

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
  return [`## ${title}`, "", `| what holds | ${Object.values(NAMES).join(" | ")} |`, "|---|---|---|---|", ...rows, ""].join("\n");
}

const tables = Object.entries(GROUPS).map(table);
const notes = reasons.map((reason, at) => `${at + 1}. ${reason[0].toUpperCase()}${reason.slice(1)}.`);
const page = `# A guest in someone else's page

Each line is a test that a browser of each engine has passed; its name is the promise. \`tools/test.sh guest\` runs them
([tests/embedding](../tests/embedding)) and fails when this page says anything else. What only one engine can be driven to show, every
pixel under foreign stylesheets, the keyboard through a whole purchase, forced colours, print and zoom, is tested in Chromium
([tests/e2e](../tests/e2e)). Addresses that must not pass are in [tests/browser/addresses.rs](../tests/browser/addresses.rs), every bit and every end of a data
file in [tests/browser/views.rs](../tests/browser/views.rs), in all three. What no browser is needed for is tested on the host: the same graph from rows
in any order and with any number of threads ([same_graph.rs](../tests/native/same_graph.rs)), memory bounded by what is read
([tests/memory](../tests/memory/main.rs)), the fuzzer's seeds ([fuzz.rs](../tests/native/fuzz.rs)), builds that are killed, out of disk or two at once
([interrupted.rs](../tests/native/interrupted.rs)), the contract ([tests/contract](../tests/contract)), licences and sources (\`make lint\`), and the package
built once more in another folder, byte for byte (\`tools/test.sh reproduce\`). What a page holds that stays open for eight hours is measured in
[benches](../benches/README.md#eight-hours).

${tables.join("\n")}
${notes.length > 0 ? `A dash is a gap:\n\n${notes.join("\n")}\n` : "There is no gap.\n"}`;

if (process.argv.includes("--check")) {
  if (readFileSync(PAGE, "utf8") !== page) {
    console.error(`${PAGE} is not what the tests found. Run: node tests/embedding/table.mjs`);
    process.exitCode = 1;
  }
} else {
  writeFileSync(PAGE, page);
}
