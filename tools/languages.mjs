#!/usr/bin/env node
// Lists what is wrong with the language files: untranslated strings, wrong placeholders, missing plural categories.
//   node tools/languages.mjs            all languages, with the size of each file in the package
//   node tools/languages.mjs de pt-BR   these
//   node tools/languages.mjs --new is   writes a file with empty texts and the plural categories of the language
import { existsSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { brotliCompressSync } from "node:zlib";
import { categoriesOf, packed, problems, readEnglish, readLanguages } from "./languages/read.mjs";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const { values: options, positionals: names } = parseArgs({ options: { new: { type: "string" } }, allowPositionals: true });
const english = readEnglish(root);

if (options.new) create(options.new);
else check(readLanguages(root).filter(({ name }) => names.length === 0 || names.includes(name)));

function create(name) {
  const path = join(root, "languages", `${name}.json`);
  if (existsSync(path)) {
    console.error(`languages/${name}.json is there already.`);
    process.exit(2);
  }
  const forms = Object.fromEntries(categoriesOf(name).map((category) => [category, ""]));
  const messages = Object.fromEntries(Object.entries(english).map(([key, text]) => [key, typeof text === "string" ? "" : forms]));
  const title = new Intl.DisplayNames("en", { type: "language" }).of(name);
  writeFileSync(path, `${JSON.stringify({ title, register: "", draft: "", reviewer: null, messages }, null, 2)}\n`);
  console.log(`languages/${name}.json is written. Translate its messages, then run: node tools/languages.mjs ${name}`);
}

function check(languages) {
  for (const language of languages) {
    const found = problems(language, english);
    for (const line of found) console.error(line);
    if (found.length > 0) process.exitCode = 1;
    else console.log(`${language.name.padEnd(8)} ${String(brotliCompressSync(packed(language, english)).length).padStart(5)} bytes (brotli)`);
  }
}
