// The contract matches the sources in both directions.
// tests/e2e/contract.spec.mjs compares it with the build.

import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { readContract } from "../../tools/contract/read.mjs";
import { PARTS } from "../../tools/parts.mjs";

const root = new URL("../..", import.meta.url).pathname;
const contract = readContract(root);
const files = (folder, end) => readdirSync(join(root, folder), { recursive: true }).filter((name) => name.endsWith(end)).map((name) => join(root, folder, name));
const text = (paths) => paths.map((path) => readFileSync(path, "utf8")).join("\n").replace(/^\s*\/\/.*$/gm, "");

const shipped = text(readdirSync(join(root, "www")).filter((name) => name.endsWith(".js")).map((name) => join(root, "www", name)));
const views = text(files("src/widget/views", ".rs"));
const rust = text(files("src", ".rs"));
const css = readFileSync(join(root, "www/tillside.css"), "utf8");

const found = (source, ...patterns) => new Set(patterns.flatMap((pattern) => [...source.matchAll(pattern)].map(([, name]) => name)));
const same = (actual, expected) => assert.deepEqual([...actual].sort(), [...expected].sort());

test("the types list the outcomes and stages of the engine", () => {
  const { type } = contract.types.fields("Decision").find(({ name }) => name === "outcome");
  same(found(type, /"(\w+)"/g), contract.outcomes);
  same(found(contract.types.types.Stage, /"(\w+)"/g), contract.stages);
});

test("an element listens to the attributes of the contract", () => {
  const [, list] = shipped.match(/observedAttributes = \[([^\]]*)\]/);
  same([...found(list, /"([\w-]+)"/g), ...found(shipped, /setAttribute\("(data-[\w-]+)"/g)], Object.keys(contract.attributes));
});

test("the contract has the attributes of the script tag that are read", () => {
  const [, list] = shipped.match(/const \{([^}]*)\} = own\(tag\.dataset\)/);
  const names = list.split(",").map((name) => name.trim()).filter(Boolean).map((name) => `data-${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`);
  same(names, contract.script.map(({ name }) => name));
});

test("the contract has the functions that the module exports", () => {
  const [, list] = shipped.match(/export const \{([^}]*)\} = api;/);
  same(list.split(",").map((name) => name.trim()).filter(Boolean), Object.keys(contract.types.exports));
});

test("the contract has the events that are dispatched", () => {
  same(new Set([...found(shipped, /\bsend\("([\w-]+)"/g), ...found(rust, /dispatch\(\s*"(tillside-[\w-]+)"/g)]), Object.keys(contract.events));
});

test("the contract has the error codes that are thrown", () => {
  const inRust = found(rust, /\berror\(\s*"([a-z-]+)"/g, /=> "(graph-[a-z]+)"/g);
  const inModule = found(shipped, /\bfail\("([a-z-]+)"/g, /\b(?:request|json)\([^;]*?"([a-z]+(?:-[a-z]+)+)",/g);
  same(new Set([...inRust, ...inModule]), Object.keys(contract.errors));
});

test("the contract has the custom properties of the stylesheet, each with one default", () => {
  same(found(css, /(--tillside-[\w-]+)/g), Object.keys(contract.properties));
  for (const [name, about] of Object.entries(contract.properties)) {
    assert.doesNotMatch(css, new RegExp(`${name}(?![\\w,-])`), `${name} is used without a default somewhere`);
    assert.ok(about.default, name);
  }
});

test("every class of the stylesheet is a part, except the mount point", () => {
  const classes = found(css.replace(/\/\*[\s\S]*?\*\//g, ""), /\.([a-z][\w-]*)(?=[^{}]*\{)/g);
  const unknown = [...classes].filter((name) => !(name in contract.parts) && !["mount", "live-region"].includes(name));
  assert.deepEqual(unknown, []);
});

test("every part is in a view, and every element has only described parts", () => {
  const words = new Set([...found(views, /"([a-z -]+)"/g)].flatMap((word) => word.split(" ")));
  const isBuilt = (part) => words.has(part) || contract.kinds.includes(part.replaceAll("-", "_"));
  assert.deepEqual(Object.keys(contract.parts).filter((part) => !isBuilt(part)), []);
  const named = new Set(Object.values(contract.elements).flatMap(({ parts }) => parts));
  same(named, Object.keys(contract.parts));
  const built = found(views, /\belement\(\s*"[A-Z0-9]+",\s*"([a-z -]+)"\)/g);
  assert.ok(built.size > 30);
  assert.deepEqual([...built].flatMap((word) => word.split(" ")).filter((part) => !(part in contract.parts)), []);
});

test("the contract has the strings that views use", () => {
  const keys = Object.keys(contract.messages);
  const said = found(views, /"([a-z_]+(?:\.[a-z]+)*)"/g);
  // Keys that consist of two parts: a reward and its state, a kind and its title.
  const composed = new Set(["shipping", "gift", "percent"].flatMap((reward) => ["empty", "remaining", "earned", "nearer", "restored"].map((what) => `${reward}.${what}`)));
  for (const kind of contract.kinds) composed.add(`${kind}.title`);
  composed.add("buy_again.title.later");
  for (const what of ["empty", "remaining", "nearer"]) {
    for (const goal of ["shipping.further", "shipping.items", "shipping.items.further", "gift.items", "percent.items"]) composed.add(`${goal}.${what}`);
  }
  const stem = (key) => key.replace(/\.(one|other)$/, "");
  assert.deepEqual(keys.filter((key) => !said.has(stem(key)) && !composed.has(stem(key))), [], "nobody says these");
  const known = new Set(keys.map(stem));
  assert.deepEqual([...said].filter((key) => key.includes(".") && !key.endsWith(".rs") && !known.has(key)), [], "these have no string");
});

test("the package lists every built file, and nothing else", () => {
  const { files: packed, exports } = JSON.parse(readFileSync(join(root, "pkg/package.json"), "utf8"));
  const built = [...readFileSync(join(root, "tools/package.mjs"), "utf8").match(/const files = \{([\s\S]*?)\n\};/)[1].matchAll(/^ {2}"([\w./-]+)"/gm)].map(([, name]) => name);
  same(packed, [...built, ...PARTS, "languages/*.json", "integrity.json"]);
  for (const target of Object.values(exports).flatMap((target) => (typeof target === "string" ? [target] : Object.values(target)))) {
    assert.ok([...packed, "package.json"].includes(target.slice(2)), target);
  }
});

test("the privacy page lists every field that is stored in the browser, and no other", () => {
  const [, lists] = shipped.match(/const LISTS = \{([^}]*)\}/);
  const [, others] = shipped.match(/const nothing = \(\) => \(\{ (.*?), \.\.\./);
  const kept = [...found(lists, /(\w+):/g), ...found(others, /(\w+):/g)];
  const page = readFileSync(join(root, "docs/privacy.md"), "utf8");
  const [table] = page.match(/\| field \| contents[\s\S]*?\n\n/);
  same(table.split("\n").flatMap((row) => [...(row.split("|")[1] ?? "").matchAll(/`(\w+)`/g)].map(([, name]) => name)), kept);
});
