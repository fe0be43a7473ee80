// The language files: what is wrong with them, and their form in the package.
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { hash } from "../../www/hashes.js";

const CATEGORIES = ["zero", "one", "two", "few", "many", "other"];
const PLACEHOLDER = /\{(\w+)\}/g;

/** How many numbers are looked at to see whether a plural category is for one number only. */
const NUMBERS = 200;

const json = (path) => JSON.parse(readFileSync(path, "utf8"));
const placeholders = (text) => [...text.matchAll(PLACEHOLDER)].map(([, name]) => name);

/** The English strings, `{ key: text }`, where a string with plural categories is `{ key: { one, other } }`. */
export function readEnglish(root) {
  const english = {};
  for (const [key, text] of Object.entries(json(join(root, "contract/program.json")).messages)) {
    const [, stem, category] = key.match(/^(.*)\.(one|other)$/) ?? [];
    if (category) (english[stem] ??= {})[category] = text;
    else english[key] = text;
  }
  return english;
}

/** Identifies the keys and placeholders that a release asks for. */
export function edition(english) {
  const shape = (text) => (typeof text === "string" ? placeholders(text).sort() : ["count", ...shape(text.other)]);
  return hash(JSON.stringify(Object.entries(english).map(([key, text]) => [key, shape(text)])));
}

/** The files of `languages/`, each with its name. */
export function readLanguages(root) {
  const folder = join(root, "languages");
  const names = readdirSync(folder).filter((file) => file.endsWith(".json")).map((file) => file.slice(0, -5));
  return names.sort().map((name) => ({ name, ...json(join(folder, `${name}.json`)) }));
}

/** Plural categories of a language in CLDR's order. */
export function categoriesOf(name) {
  const { pluralCategories } = new Intl.PluralRules(name).resolvedOptions();
  return CATEGORIES.filter((category) => pluralCategories.includes(category));
}

/** Whether a category is for several numbers above 1, so that its text has to name the number. */
function isForSeveral(name, category) {
  const rules = new Intl.PluralRules(name);
  const numbers = Array.from({ length: NUMBERS }, (_, number) => number).filter((number) => rules.select(number) === category);
  return numbers.filter((number) => number > 1).length > 1 || numbers.length === 0;
}

/** What is wrong with one text. `wanted` are the placeholders that it has to have, `allowed` those that it may have. */
function textProblems(text, wanted, allowed) {
  if (typeof text !== "string" || text === "") return ["is not translated"];
  const found = placeholders(text);
  return [
    ...wanted.filter((name) => !found.includes(name)).map((name) => `lacks {${name}}`),
    ...found.filter((name) => !allowed.includes(name)).map((name) => `has {${name}}, which English has not`),
    ...(/[{}]/.test(text.replace(PLACEHOLDER, "")) ? ["has a brace without its partner"] : []),
    ...(text.trim() === text && !/ {2}/.test(text) ? [] : ["has a space too many"]),
    ...(/[<>]/.test(text) ? ["has markup"] : []),
  ];
}

/** Whether several English words were left as they are. Single ones can be the same: Total, Premium. */
function isLeft(text, english) {
  const words = english.replace(PLACEHOLDER, " ").match(/\p{L}+/gu) ?? [];
  return text === english && words.length > 1;
}

/** What is wrong with a language, as lines of text. */
export function problems({ name, title, register, draft, messages }, english) {
  const found = [];
  const note = (key, what) => found.push(`${name}: ${key} ${what}`);
  if (Intl.getCanonicalLocales(name)[0] !== name) note("the file's name", "is not a canonical language tag");
  for (const [what, value] of Object.entries({ title, register, draft })) if (!value) note(what, "is missing");
  for (const key of Object.keys(messages)) if (!(key in english)) note(key, "is not a string of the widget");
  const categories = categoriesOf(name);
  for (const [key, source] of Object.entries(english)) {
    const text = messages[key];
    if (typeof source === "string") {
      const names = placeholders(source);
      for (const what of textProblems(text, names, names)) note(key, what);
      if (isLeft(text, source) && !name.startsWith("en")) note(key, "is not translated");
      continue;
    }
    const names = placeholders(source.other);
    const allowed = [...names, "count"];
    for (const category of Object.keys(Object(text))) if (!categories.includes(category)) note(`${key}.${category}`, "is not a plural category of the language");
    for (const category of categories) {
      const isCounted = names.includes("count") && isForSeveral(name, category);
      const wanted = names.filter((placeholder) => placeholder !== "count" || isCounted);
      for (const what of textProblems(text?.[category], wanted, allowed)) note(`${key}.${category}`, what);
      if (isLeft(text?.[category], source.other) && !name.startsWith("en")) note(`${key}.${category}`, "is not translated");
    }
  }
  return found;
}

/** The file of the package. A plural category that has the text of `other` is left to it. */
export function packed({ direction, messages }, english) {
  const entries = Object.keys(english).flatMap((key) => {
    const text = messages[key];
    if (typeof text === "string") return [[key, text]];
    const kept = Object.entries(text).filter(([category, words]) => category === "other" || words !== text.other);
    return kept.map(([category, words]) => [`${key}.${category}`, words]);
  });
  const checksum = hash(entries.join());
  return `${JSON.stringify({ edition: edition(english), checksum, direction, messages: Object.fromEntries(entries) })}\n`;
}
