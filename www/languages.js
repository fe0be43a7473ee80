// Strings in other languages: files next to the wasm, one per language, fetched while the wasm loads.
//
// A page loads the files of the languages that its elements are in, each once. English needs no file, and takes the
// place of a file that cannot be loaded. The wasm takes strings key by key, so a file of another build still helps.

import { fail } from "./errors.js";
import { bare } from "./dom.js";
import { hash } from "./hashes.js";
import { request } from "./loader.js";

const ENGLISH = { name: "", direction: "" };

// The names of the files, and a hash of the English keys and placeholders: the package's build knows both.
const NAMES = LANGUAGES;
const EDITION = LANGUAGE_EDITION;

const SCRIPT = /-[A-Z][a-z]{3}$/;
// Tags that contain no file's name. Portuguese of any other country than Brazil is that of Portugal.
const KNOWN_AS = { no: "nb", nn: "nb", pt: "pt-BR", "pt-": "pt-PT" };

/** The name of the file for a language tag: "de-AT" has "de", "zh-TW" has "zh-Hant", English and unknown ones "". */
export function languageOf(tag) {
  const parts = tag.split("-");
  const [language] = parts;
  const shorter = parts.map((_, at) => parts.slice(0, parts.length - at).join("-"));
  // Only Chinese has a file per script. The first use of Intl.Locale takes 14 ms on a slow phone.
  const isByScript = NAMES.some((name) => name.startsWith(`${language}-`) && SCRIPT.test(name));
  const script = isByScript && new Intl.Locale(tag).maximize().script;
  const known = KNOWN_AS[tag] ?? KNOWN_AS[`${language}-`] ?? KNOWN_AS[language];
  const names = [...shorter.slice(0, -1), `${language}-${script}`, language, known];
  return names.find((name) => NAMES.includes(name)) ?? "";
}

/** `changed(languages)` is called with the strings of all loaded files whenever one has arrived, or has failed. */
export function createLanguages({ complain, changed }) {
  const wanted = new Set();
  const settled = new Map([["", ENGLISH]]);
  let config = null;

  async function load(name) {
    let language = ENGLISH;
    try {
      language = await read(name);
    } catch (error) {
      complain(error);
    }
    settled.set(name, language);
    changed([...settled.values()].filter(({ strings }) => strings).map(({ name, strings }) => [name, strings]));
  }

  async function read(name) {
    const address = new URL(`${name}.json`, config.languages).href;
    const remedy = "Upload pkg/ as a whole. The strings of the widget are English until then.";
    const response = await request(address, config.timeoutMs, "language-failed");
    let file;
    try {
      file = bare(await response.json());
    } catch {
      throw fail("language-failed", `${address} is not JSON, or broke off. ${remedy}`);
    }
    const strings = Object.entries(Object(file?.messages));
    if (hash(strings.join()) !== file?.checksum) throw fail("language-failed", `${address} is damaged. ${remedy}`);
    if (file.edition !== EDITION) {
      const reason = `${address} is of another release, so some strings are English.`;
      complain(fail("language-failed", `${reason} Upload pkg/ as a whole.`));
    }
    return { name, strings, direction: file.direction ?? "" };
  }

  return {
    /** The language of a tag; `undefined` until its file has arrived, which the first call requests. */
    find(tag) {
      const name = languageOf(tag);
      if (!settled.has(name) && !wanted.has(name)) {
        wanted.add(name);
        if (config) load(name);
      }
      return settled.get(name);
    },
    /** Fetches what was asked for before the addresses were known. */
    open(known) {
      const isFirst = !config;
      config = known;
      if (isFirst) wanted.forEach(load);
    },
    isWaiting: () => wanted.size >= settled.size,
  };
}
