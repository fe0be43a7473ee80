// The whole contract as plain data, from the places where its parts are written.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as written from "../../contract/contract.mjs";
import { declared } from "./declarations.mjs";

const kebab = (name) => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
const mapped = (object, work) => Object.fromEntries(Object.entries(object).map(([name, value]) => work(name, value)));

function only(pattern, text, what) {
  const found = text.match(pattern);
  if (!found) throw new Error(`${what} is not where the contract looks for it. Teach tools/contract/read.mjs.`);
  return found[1];
}

/** The strings in English, by key. */
export function messagesOf(words) {
  const table = only(/const ENGLISH: &\[\(&str, &str\)\] = &\[\n([\s\S]*?)\n\];/, words, "The table of strings");
  return Object.fromEntries([...table.matchAll(/\(\s*"([^"]+)",\s*"((?:[^"\\]|\\.)*)",?\s*\)/g)].map(([, key, text]) => [key, text]));
}

/** The value that each custom property has unless the shop sets it: what stands behind it in `var(…)`. */
export function defaultsOf(css) {
  const defaults = {};
  for (const { index, 0: start, 1: name } of css.matchAll(/var\((--tillside-[\w-]+),\s*/g)) {
    let depth = 1;
    let end = index + start.length;
    for (; depth > 0; end += 1) depth += { "(": 1, ")": -1 }[css[end]] ?? 0;
    defaults[name] = css.slice(index + start.length, end - 1);
  }
  return defaults;
}

export function readContract(root) {
  const read = (path) => readFileSync(join(root, path), "utf8");
  const types = declared(read("www/tillside.d.ts"));
  const { elements, attributes, slots, parts, properties, events, errors, exitCodes } = written;
  const defaults = defaultsOf(read("www/tillside.css"));
  const kinds = Object.keys(elements).filter((name) => name !== "offers");
  return {
    // `rescue` is the one kind that has no element.
    kinds: [...kinds, "rescue"],
    elements: mapped(elements, (kind, element) => [`tillside-${kind}`, { ...element, kind, parts: [...new Set(element.parts)] }]),
    attributes,
    slots,
    parts: { ...Object.fromEntries(kinds.map((kind) => [kind, "The box of all that the element shows."])), ...parts },
    properties: mapped(properties, (name, text) => [name, { text, default: defaults[name] }]),
    events: mapped(events, (name, event) => [name, { type: `CustomEvent<${event.detail}>`, ...event }]),
    errors,
    exitCodes,
    script: types.fields("Config").map((field) => ({ ...field, name: `data-${kebab(field.name)}` })),
    messages: messagesOf(read("src/widget/messages.rs")),
    graphFormat: Number(only(/FORMAT: u8 = (\d+);/, read("src/graph/mod.rs"), "The format of the graph")),
    types,
  };
}
