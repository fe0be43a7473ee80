// The generated files are valid: the manifest follows its schema, a shop's script compiles, and the tables are complete.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { Ajv } from "ajv";
import addFormats from "ajv-formats";
import ts from "typescript";
import css from "vscode-css-languageservice";
import html from "vscode-html-languageservice";
import schema from "custom-elements-manifest/schema.json" with { type: "json" };
import { cssData, htmlData, webTypes } from "../../tools/contract/editors.mjs";
import { manifest } from "../../tools/contract/manifest.mjs";
import { readContract } from "../../tools/contract/read.mjs";
import { filled } from "../../tools/contract/tables.mjs";
import { complaints } from "./compile.mjs";

const PREACT = 'export const shop = () => <tillside-bundle sku="22423" class="wide">Ask us what goes with it.</tillside-bundle>;';

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

test("each part, property and event in the manifest has a description", () => {
  for (const { name, cssParts = [], cssProperties = [], events = [], attributes = [] } of manifest(contract).modules[0].declarations) {
    for (const thing of [...cssParts, ...cssProperties, ...events, ...attributes]) assert.ok(thing.description, `${name}: ${thing.name}`);
  }
});

test("editor data contain the elements, their attributes and descriptions", () => {
  const provider = html.newHTMLDataProvider("tillside", htmlData(contract));
  const service = html.getLanguageService({ useDefaultDataProvider: false, customDataProviders: [provider] });
  const at = (text) => {
    const document = html.TextDocument.create("page.html", "html", 1, text.replace("|", ""));
    return [document, document.positionAt(text.indexOf("|")), service.parseHTMLDocument(document)];
  };
  const labels = service.doComplete(...at("<ti|")).items.map(({ label }) => label);
  assert.deepEqual(Object.keys(contract.elements).filter((name) => !labels.includes(name)), []);
  assert.ok(service.doComplete(...at("<tillside-bundle |>")).items.some(({ label }) => label === "sku"));
  assert.match(JSON.stringify(service.doHover(...at("<tillside-bun|dle>")).contents), new RegExp(contract.elements["tillside-bundle"].text.slice(0, 20)));
});

test("editor data contain the custom properties for stylesheets", () => {
  const service = css.getCSSLanguageService({ customDataProviders: [css.newCSSDataProvider(cssData(contract))] });
  const document = css.TextDocument.create("shop.css", "css", 1, "p { --till }");
  const { items } = service.doComplete(document, document.positionAt(10), service.parseStylesheet(document));
  const labels = items.map(({ label }) => label);
  assert.deepEqual(Object.keys(contract.properties).filter((name) => !labels.includes(name)), []);
});

test("web-types describe every element with its attributes, slots, parts, properties and events", () => {
  const made = webTypes(contract, "1.2.3");
  assert.deepEqual([made.name, made.version], ["tillside", "1.2.3"]);
  const { elements } = made.contributions.html;
  assert.deepEqual(elements.map(({ name }) => name), Object.keys(contract.elements));
  for (const { name, attributes, slots, js, css } of elements) {
    for (const list of [attributes, slots, js.properties, js.events, css.parts, css.properties]) {
      assert.ok(list.length > 0, name);
      for (const thing of list) assert.ok(thing.description, `${name}: ${thing.name}`);
    }
  }
});

test("a shop's script compiles under --strict", () => {
  assert.deepEqual(complaints(contract, { "sample.ts": read("tests/contract/sample.ts") }), []);
});

test("shops in React and Angular compile under --strict, and one in Preact with the declaration of the reference", () => {
  const [, declaration] = read("pkg/README.md").match(/```ts\n([\s\S]*?)```/);
  const preact = { "preact.tsx": PREACT, "elements.d.ts": declaration };
  assert.deepEqual(complaints(contract, preact, { packages: ["preact"], options: { jsx: ts.JsxEmit.ReactJSX, jsxImportSource: "preact" } }), []);
  const wrong = { ...preact, "preact.tsx": PREACT.replace("22423", "22423\" sku2=\"") };
  assert.equal(complaints(contract, wrong, { packages: ["preact"], options: { jsx: ts.JsxEmit.ReactJSX, jsxImportSource: "preact" } }).length, 1);
  const react = { "react.tsx": read("tests/frameworks/react.tsx") };
  assert.deepEqual(complaints(contract, react, { packages: ["react", "react-dom", "@types"], options: { jsx: ts.JsxEmit.ReactJSX } }), []);
  const angular = { "angular.ts": read("tests/frameworks/angular.ts") };
  assert.deepEqual(complaints(contract, angular, { packages: ["@angular"], options: { experimentalDecorators: true } }), []);
});

test("the reference has all tables, each under its own name", () => {
  const readme = read("pkg/README.md");
  const named = [...Object.keys(contract.elements), ...Object.keys(contract.events), ...Object.keys(contract.parts), ...Object.keys(contract.properties), ...Object.keys(contract.messages), ...Object.keys(contract.errors)];
  for (const name of [...named, ...contract.script.map(({ name }) => name)]) assert.match(readme, new RegExp("`<?" + name + "[`> ]"), name);
  for (const name of Object.keys(contract.types.exports)) assert.match(readme, new RegExp("\\| `" + name + "[`(]"), name);
  assert.throws(() => filled("<!-- contract: nonsense -->\n<!-- /contract -->", contract), /no table is called "nonsense"/);
});
