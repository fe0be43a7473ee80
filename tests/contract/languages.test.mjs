// The language files are complete, and the tool that says so notices what is wrong.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { brotliCompressSync } from "node:zlib";
import { hash } from "../../www/hashes.js";
import { categoriesOf, edition, packed, problems, readEnglish, readLanguages } from "../../tools/languages/read.mjs";

const root = new URL("../..", import.meta.url).pathname;
const english = readEnglish(root);
const languages = readLanguages(root);

for (const language of languages) {
  test(`${language.name} is complete, in its plural categories and with its placeholders, and has at most 3 KB`, () => {
    assert.deepEqual(problems(language, english), []);
    assert.ok(brotliCompressSync(packed(language, english)).length <= 3072);
  });
}

test("the most requested languages exist", () => {
  const names = languages.map(({ name }) => name);
  const wanted = "ar cs da de el en-US es fi fr he hi hu id it ja ko nb nl pl pt-BR pt-PT ro sv th tr uk vi zh-Hans zh-Hant";
  assert.deepEqual(wanted.split(" ").filter((name) => !names.includes(name)), []);
});

test("exactly the right-to-left languages set the direction", () => {
  const isRightToLeft = ({ messages }) => /[\u0590-\u08ff]/.test(messages["bundle.title"]);
  assert.deepEqual(languages.filter(({ direction }) => direction === "rtl"), languages.filter(isRightToLeft));
});

/** What the tool says of German with one change. */
function afterChange(change) {
  const german = structuredClone(languages.find(({ name }) => name === "de"));
  change(german.messages, german);
  return problems(german, english);
}

test("missing, unknown and untranslated strings are found", () => {
  assert.deepEqual(afterChange((messages) => delete messages["bundle.title"]), ["de: bundle.title is not translated"]);
  assert.deepEqual(afterChange((messages) => (messages["bundle.name"] = "Bündel")), ["de: bundle.name is not a string of the widget"]);
  assert.deepEqual(afterChange((messages) => (messages["bundle.title"] = english["bundle.title"])), ["de: bundle.title is not translated"]);
});

test("wrong, missing and broken placeholders are found, and markup", () => {
  const found = (text) => afterChange((messages) => (messages["bundle.saving"] = text));
  assert.deepEqual(found("Sie sparen {ersparnis}"), ["de: bundle.saving lacks {saving}", "de: bundle.saving has {ersparnis}, which English has not"]);
  assert.deepEqual(found("Sie sparen {saving} {"), ["de: bundle.saving has a brace without its partner"]);
  assert.deepEqual(found("Sie sparen <b>{saving}</b>"), ["de: bundle.saving has markup"]);
  assert.deepEqual(found("Sie sparen {saving} "), ["de: bundle.saving has a space too many"]);
});

test("plural categories that are missing, foreign, or without their number are found", () => {
  assert.deepEqual(afterChange((messages) => delete messages["bundle.add"].other), ["de: bundle.add.other is not translated"]);
  assert.deepEqual(afterChange((messages) => (messages["bundle.add"].few = "…")), ["de: bundle.add.few is not a plural category of the language"]);
  assert.deepEqual(afterChange((messages) => (messages["bundle.add"].other = "Alle in den Warenkorb")), ["de: bundle.add.other lacks {count}"]);
  // In Ukrainian 1, 21 and 31 have one form, in German 1 alone.
  const ukrainian = structuredClone(languages.find(({ name }) => name === "uk"));
  ukrainian.messages["bundle.add"].one = "Додати до кошика";
  assert.deepEqual(problems(ukrainian, english), ["uk: bundle.add.one lacks {count}"]);
});

test("each language states its form of address and how it was drafted", () => {
  assert.deepEqual(afterChange((_, german) => (german.register = "")), ["de: register is missing"]);
  assert.deepEqual(afterChange((_, german) => delete german.draft), ["de: draft is missing"]);
});

test("the package leaves a plural category to `other` where both have the same text", () => {
  const spanish = languages.find(({ name }) => name === "es");
  assert.deepEqual(categoriesOf("es"), ["one", "many", "other"]);
  assert.equal(spanish.messages["bundle.add"].many, spanish.messages["bundle.add"].other);
  const { messages, edition: number } = JSON.parse(packed(spanish, english));
  assert.deepEqual(Object.keys(messages).filter((key) => key.startsWith("bundle.add.")), ["bundle.add.one", "bundle.add.other"]);
  assert.equal(number, edition(english));
});

test("the edition changes with keys and placeholders, not with translations", () => {
  assert.equal(edition({ ...english, "bundle.title": "Bought together" }), edition(english));
  assert.notEqual(edition({ ...english, "bundle.title": "Bought with {title}" }), edition(english));
  assert.notEqual(edition({ ...english, "bundle.subtitle": "Save" }), edition(english));
});

test("the checksum of a file equals the one that the page computes", () => {
  for (const language of languages) {
    const { checksum, messages } = JSON.parse(packed(language, english));
    assert.equal(hash(Object.entries(messages).join()), checksum, language.name);
  }
});
