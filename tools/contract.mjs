#!/usr/bin/env node
// Generates the tables of the docs from the contract, and compares the contract with its snapshot.
//   node tools/contract.mjs           writes the tables and prints the differences from the snapshot
//   node tools/contract.mjs --check   writes no file, and fails if a table or the snapshot is stale (tools/test.sh lint)
//   node tools/contract.mjs --bless   writes the snapshot from the contract, if the changelog has changed too
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { readContract } from "./contract/read.mjs";
import { snapshot } from "./contract/snapshot.mjs";
import { filled } from "./contract/tables.mjs";

const DOCS = ["pkg/README.md", "docs/contract.md", "docs/languages.md"];
const SNAPSHOT = "tests/contract/snapshot.json";
const CHANGELOG = "CHANGELOG.md";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const { values: options } = parseArgs({ options: { check: { type: "boolean" }, bless: { type: "boolean" } } });
const read = (path) => readFileSync(join(root, path), "utf8");
const write = (path, text) => writeFileSync(join(root, path), text);

/** The differences between two trees of plain data, each with its path. */
function differences(before, after, path = "") {
  if (JSON.stringify(before) === JSON.stringify(after)) return [];
  const isTree = (value) => typeof value === "object" && value !== null && !Array.isArray(value);
  if (isTree(before) && isTree(after)) {
    return [...new Set([...Object.keys(before), ...Object.keys(after)])].flatMap((name) => differences(before[name], after[name], path ? `${path}.${name}` : name));
  }
  const show = (value) => (value === undefined ? "nothing" : JSON.stringify(value));
  if (!Array.isArray(before) || !Array.isArray(after)) return [`${path}: ${show(before)} → ${show(after)}`];
  const named = (names, sign) => names.map((name) => `${path}: ${sign} ${show(name)}`);
  return [...named(before.filter((name) => !after.includes(name)), "-"), ...named(after.filter((name) => !before.includes(name)), "+")];
}

/** Whether the changelog, committed or not, has changed since the snapshot was last written. */
function isTold() {
  const git = (...words) => execFileSync("git", words, { cwd: root, encoding: "utf8" });
  const taken = git("log", "-1", "--format=%H", "--", SNAPSHOT).trim();
  return !taken || git("show", `${taken}:${CHANGELOG}`) !== read(CHANGELOG);
}

const contract = readContract(root);
let isStale = false;
for (const path of DOCS) {
  const text = read(path);
  const fresh = filled(text, contract);
  if (fresh === text) continue;
  if (options.check) {
    isStale = true;
    console.error(`${path} has tables that differ from the contract. Run: node tools/contract.mjs`);
  } else {
    write(path, fresh);
    console.log(`${path}: tables written`);
  }
}

const now = `${JSON.stringify(snapshot(contract, JSON.parse(read("pkg/package.json"))), null, 2)}\n`;
const changes = differences(JSON.parse(read(SNAPSHOT)), JSON.parse(now));
if (options.bless && (changes.length === 0 || isTold())) {
  write(SNAPSHOT, now);
} else if (changes.length > 0) {
  isStale = true;
  console.error(`The contract differs from ${SNAPSHOT}:\n${changes.map((change) => `  ${change}`).join("\n")}`);
  console.error(`Pages rely on it. If this is intended: add a line to ${CHANGELOG}, under Unreleased, then run: node tools/contract.mjs --bless`);
}
process.exitCode = (options.check || options.bless) && isStale ? 1 : 0;
