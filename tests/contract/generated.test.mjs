// The generated files are valid: the manifest follows its schema, a shop's script compiles, and the tables are complete.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { Ajv } from "ajv";
import addFormats from "ajv-formats";
import ts from "typescript";
import schema from "custom-elements-manifest/schema.json" with { type: "json" };
import { manifest } from "../../tools/contract/manifest.mjs";
import { readContract } from "../../tools/contract/read.mjs";
import { filled } from "../../tools/contract/tables.mjs";
import { complaints } from "./compile.mjs";

const root = new URL("../..", import.meta.url).pathname;
const contract = readContract(root);
const read = (path) => readFileSync(join(root, path), "utf8");

test("the manifest of the elements follows its schema", () => {
  const validate = addFormats(new Ajv({ allErrors: true, strict: false })).compile(schema);
  const made = manifest(contract);
  validate(made);
  assert.deepEqual(validate.errors, null);
  assert.equal(made.modules[0].declarations.filter(({ customElement }) => customElement).length, Object.keys(contract.elements).length);
  const wrong = structuredClone(made);
  delete wrong.modules[0].declarations[0].name;
  assert.equal(validate(wrong), false);
});

test("each part, property and event in the manifest says what it is", () => {
  for (const { name, cssParts = [], cssProperties = [], events = [], attributes = [] } of manifest(contract).modules[0].declarations) {
    for (const thing of [...cssParts, ...cssProperties, ...events, ...attributes]) assert.ok(thing.description, `${name}: ${thing.name}`);
  }
});

test("a shop's script compiles under --strict", () => {
  assert.deepEqual(complaints(contract, { "sample.ts": read("tests/contract/sample.ts") }), []);
});

test("shops in React and Angular compile under --strict, React's with the declaration that the reference has", () => {
  const [, declaration] = read("pkg/README.md").match(/```ts\n([\s\S]*?)```/);
  const react = { "react.tsx": read("tests/frameworks/react.tsx"), "elements.d.ts": declaration };
  assert.deepEqual(complaints(contract, react, { packages: ["react", "react-dom", "@types"], options: { jsx: ts.JsxEmit.ReactJSX } }), []);
  const angular = { "angular.ts": read("tests/frameworks/angular.ts") };
  assert.deepEqual(complaints(contract, angular, { packages: ["@angular"], options: { experimentalDecorators: true } }), []);
});

test("the reference has a table for everything, and no table is known by another name", () => {
  const readme = read("pkg/README.md");
  const named = [...Object.keys(contract.elements), ...Object.keys(contract.events), ...Object.keys(contract.parts), ...Object.keys(contract.properties), ...Object.keys(contract.messages), ...Object.keys(contract.errors)];
  for (const name of [...named, ...contract.script.map(({ name }) => name)]) assert.match(readme, new RegExp("`<?" + name + "[`> ]"), name);
  for (const name of Object.keys(contract.types.exports)) assert.match(readme, new RegExp("\\| `" + name + "[`(]"), name);
  assert.throws(() => filled("<!-- contract: nonsense -->\n<!-- /contract -->", contract), /no table is called "nonsense"/);
});
