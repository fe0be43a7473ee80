// The contract is true: what it names is in the sources, and the sources have nothing of the kind that it does not name.
// tests/e2e/contract.spec.mjs asks the same of what is built.

import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { readContract } from "../../tools/contract/read.mjs";

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

test("the elements are those that are defined", () => {
  const [, list] = shipped.match(/const KINDS = \[([^\]]*)\]/);
  same(found(list, /"(\w+)"/g), Object.values(contract.elements).map(({ kind }) => kind));
});

test("the kinds are those of the engine", () => {
  const [, body] = rust.match(/pub fn word\(self\) -> &'static str \{\s*match self \{\s*(Self::Bundle => [\s\S]*?)\n {8}\}/);
  same(found(body, /=> "(\w+)"/g), contract.kinds);
});

test("the verdicts of explain() are those of the engine", () => {
  const [, body] = readFileSync(join(root, "src/engine/decision.rs"), "utf8").match(/pub enum Outcome \{([\s\S]*?)\n\}/);
  const words = [...found(body, /^ {4}(\w+),/gm)].map((name) => name.replace(/(?!^)[A-Z]/g, "_$&").toLowerCase());
  const { type } = contract.types.fields("Considered").find(({ name }) => name === "verdict");
  same(words, found(type, /"(\w+)"/g));
});

test("an element listens to the attributes of the contract", () => {
  const [, list] = shipped.match(/observedAttributes = \[([^\]]*)\]/);
  same([...found(list, /"([\w-]+)"/g), ...found(shipped, /setAttribute\("(data-[\w-]+)"/g)], Object.keys(contract.attributes));
});

test("the attributes of the script tag are those that are read", () => {
  const [, list] = shipped.match(/const \{([^}]*)\} = own\(tag\.dataset\)/);
  const names = list.split(",").map((name) => `data-${name.trim().replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`);
  same(names, contract.script.map(({ name }) => name));
});

test("the functions are those that the module exports", () => {
  const [, list] = shipped.match(/export const \{([^}]*)\} = api;/);
  same(list.split(",").map((name) => name.trim()).filter(Boolean), Object.keys(contract.types.exports));
});

test("the events are those that are dispatched", () => {
  same(new Set([...found(shipped, /\bsend\("([\w-]+)"/g), ...found(rust, /dispatch\(\s*"(tillside-[\w-]+)"/g)]), Object.keys(contract.events));
});

test("the error codes are those that are thrown", () => {
  const inRust = found(rust, /\berror\(\s*"([a-z-]+)"/g, /=> "(graph-[a-z]+)"/g);
  const inModule = found(shipped, /\bfail\("([a-z-]+)"/g, /\b(?:request|json)\([^;]*?"([a-z]+(?:-[a-z]+)+)",/g);
  same(new Set([...inRust, ...inModule]), Object.keys(contract.errors));
});

test("the custom properties are those that the stylesheet asks for, each with one default", () => {
  same(found(css, /(--tillside-[\w-]+)/g), Object.keys(contract.properties));
  for (const [name, about] of Object.entries(contract.properties)) {
    assert.doesNotMatch(css, new RegExp(`${name}(?![\\w,-])`), `${name} is used without a default somewhere`);
    assert.ok(about.default, name);
  }
});

test("every class of the stylesheet is a part, but for where views are mounted", () => {
  const classes = found(css.replace(/\/\*[\s\S]*?\*\//g, ""), /\.([a-z][\w-]*)(?=[^{}]*\{)/g);
  const unknown = [...classes].filter((name) => !(name in contract.parts) && !["mount", "voice"].includes(name));
  assert.deepEqual(unknown, []);
});

test("every part stands in a view, and every element has only parts that are described", () => {
  const words = new Set([...found(views, /"([a-z ]+)"/g)].flatMap((word) => word.split(" ")));
  const isBuilt = (part) => words.has(part) || contract.kinds.includes(part);
  assert.deepEqual(Object.keys(contract.parts).filter((part) => !isBuilt(part)), []);
  const named = new Set(Object.values(contract.elements).flatMap(({ parts }) => parts));
  same(named, Object.keys(contract.parts));
  const built = found(views, /\belement\(\s*"[A-Z0-9]+",\s*"([a-z ]+)"\)/g);
  assert.ok(built.size > 30);
  assert.deepEqual([...built].flatMap((word) => word.split(" ")).filter((part) => !(part in contract.parts)), []);
});

test("the strings are those that views say", () => {
  const keys = Object.keys(contract.messages);
  assert.equal(keys.length, rust.match(/const ENGLISH:[\s\S]*?\n\];/)[0].split(/^ {4}\(\s*"/m).length - 1, "a string of the table was not read");
  const said = found(views, /"([a-z]+(?:\.[a-z]+)*)"/g);
  // What is put together of two: a reward and what is said of it, a kind and its title.
  const composed = new Set(["shipping", "gift", "percent"].flatMap((reward) => ["empty", "remaining", "earned", "nearer", "restored"].map((what) => `${reward}.${what}`)));
  for (const kind of contract.kinds) composed.add(`${kind}.title`);
  composed.add("again.title.later");
  const stem = (key) => key.replace(/\.(one|other)$/, "");
  assert.deepEqual(keys.filter((key) => !said.has(stem(key)) && !composed.has(key)), [], "nobody says these");
  const known = new Set(keys.map(stem));
  assert.deepEqual([...said].filter((key) => key.includes(".") && !known.has(key)), [], "these have no string");
});

test("exit codes are those of the command", () => {
  const command = readFileSync(join(root, "src/cli/mod.rs"), "utf8");
  same([...found(command, /ExitCode::from\((\d+)\)/g), "0"], Object.keys(contract.exitCodes));
});

test("the package names every file that is built, and nothing else", () => {
  const { files: packed, exports } = JSON.parse(readFileSync(join(root, "pkg/package.json"), "utf8"));
  const built = [...readFileSync(join(root, "tools/package.mjs"), "utf8").match(/const files = \{([\s\S]*?)\n\};/)[1].matchAll(/^ {2}"([\w.-]+)"/gm)].map(([, name]) => name);
  same(packed, [...built, "integrity.json"]);
  for (const target of Object.values(exports).flatMap((target) => (typeof target === "string" ? [target] : Object.values(target)))) {
    assert.ok([...packed, "package.json"].includes(target.slice(2)), target);
  }
});

test("the privacy page names every field that is kept in the browser, and no other", () => {
  const [, lists] = shipped.match(/const LISTS = \{([^}]*)\}/);
  const [, others] = shipped.match(/const nothing = \(\) => \(\{ (.*?), \.\.\./);
  const kept = [...found(lists, /(\w+):/g), ...found(others, /(\w+):/g)];
  const page = readFileSync(join(root, "docs/privacy.md"), "utf8");
  const [table] = page.match(/\| field \| holds[\s\S]*?\n\n/);
  same(table.split("\n").flatMap((row) => [...(row.split("|")[1] ?? "").matchAll(/`(\w+)`/g)].map(([, name]) => name)), kept);
});
