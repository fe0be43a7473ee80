// The whole contract as plain data, read from the sources of its parts.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as written from "../../contract/contract.mjs";
import { readLanguages } from "../languages/read.mjs";
import { declared } from "./declarations.mjs";

const kebab = (name) => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
const mapped = (object, work) => Object.fromEntries(Object.entries(object).map(([name, value]) => work(name, value)));

/** The value that each custom property has unless the shop sets it: its fallback in `var(…)`. */
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

/** The elements: description, kind of the offers, parts, and whether the element takes a product (`sku`). */
function elementsOf(kinds, own) {
  const { layouts, listParts, offers } = written;
  const element = ({ name, tag, description, isBesideAProduct }) => [`tillside-${tag}`, {
    ...(isBesideAProduct && { sku: true }), text: description, kind: name, parts: [...new Set([tag, ...(layouts[tag] ?? listParts)])],
  }];
  const containers = kinds.filter(({ name }) => name !== "shipping").map(({ tag }) => tag);
  return {
    ...Object.fromEntries(own.map(element)),
    "tillside-offers": { ...offers, kind: "offers", parts: [...new Set([...containers, ...offers.parts])] },
  };
}

export function readContract(root) {
  const read = (path) => readFileSync(join(root, path), "utf8");
  const types = declared(read("www/tillside.d.ts"));
  const { attributes, slots, parts, properties, events, errors } = written;
  // The output of `tillside contract --json`, which `cargo test command_line` compares with the program.
  const { kinds, outcomes, stages, messages, exitCodes, graphFormat } = JSON.parse(read("contract/program.json"));
  const defaults = defaultsOf(read("www/tillside.css"));
  // An element of its own has each kind but the similar products, which the bundle shows.
  const own = kinds.filter(({ name }) => name !== "sold_out_alternatives");
  const tags = own.map(({ tag }) => tag);
  return {
    kinds: kinds.map(({ name }) => name),
    tags,
    outcomes,
    stages,
    elements: elementsOf(kinds, own),
    attributes,
    slots,
    parts: { ...Object.fromEntries(tags.map((tag) => [tag, "The container of the element's content."])), ...parts },
    properties: mapped(properties, (name, text) => [name, { text, default: defaults[name] }]),
    events: mapped(events, (name, event) => [name, { type: `CustomEvent<${event.detail}>`, ...event }]),
    errors,
    exitCodes,
    script: types.fields("Config").map((field) => ({ ...field, name: `data-${kebab(field.name)}` })),
    messages,
    languages: readLanguages(root),
    graphFormat,
    types,
  };
}
