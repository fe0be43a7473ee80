#!/usr/bin/env node
// Builds the npm package in pkg/: one module, its wasm, types, the manifest of its elements, licenses, and a hash of
// each file.
//   node tools/package.mjs        after cargo and wasm-bindgen have built into target/wasm (make pkg runs all steps)
// Prints the size of every shipped file, and refuses JavaScript that a strict page would not run.
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, gzipSync } from "node:zlib";
import { build, transform } from "esbuild";
import { declarations } from "./contract/declarations.mjs";
import { cssData, htmlData, webTypes } from "./contract/editors.mjs";
import { manifest } from "./contract/manifest.mjs";
import { readContract } from "./contract/read.mjs";
import { edition, packed, problems, readEnglish, readLanguages } from "./languages/read.mjs";
import { PARTS } from "./parts.mjs";
import { optimize } from "./wasm.mjs";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const built = join(root, "target/wasm");
const optimized = join(built, "optimized.wasm");
const out = join(root, "pkg");
const read = (path) => readFileSync(join(root, path));

/** Code that a strict Content-Security-Policy or Trusted Types forbid, or that could turn text into markup. */
const FORBIDDEN = [
  /\beval\(/, /\bnew Function\b/, /\.insertAdjacentHTML\b/, /\.outerHTML\s*=(?!=)/, /\bdocument\.write/,
  /\bcreateElement\(\s*["'`]script["'`]/, /\.innerHTML\b/,
];

/** What a language may add to a page, compressed with brotli. */
const LANGUAGE_BYTES = 3072;

function refuse(message) {
  console.error(`package: ${message}`);
  process.exit(1);
}

/** The version, if it is the same in all files that contain it. */
function version() {
  const places = {
    "Cargo.toml": /^version = "(.+)"$/m,
    "pkg/package.json": /"version": "(.+)"/,
    "www/tillside.js": /VERSION = "(.+)"/,
  };
  const found = Object.entries(places).map(([path, pattern]) => [path, read(path).toString().match(pattern)?.[1]]);
  if (new Set(found.map(([, number]) => number)).size > 1) {
    refuse(`the versions differ: ${found.map((entry) => entry.join(" ")).join(", ")}. Write the same one everywhere.`);
  }
  return found[0][1];
}

const sha384 = (content) => `sha384-${createHash("sha384").update(content).digest("base64")}`;

/** Resolves `./glue.js` to the glue of the wasm, and a stylesheet to a string. */
const plugin = (glue) => ({
  name: "tillside",
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^\.\/glue\.js$/ }, () => ({ path: "glue", namespace: "glue" }));
    onResolve({ filter: /^\.\.\/tillside\.js$/ }, ({ path }) => ({ path, external: true }));
    onLoad({ filter: /./, namespace: "glue" }, () => ({ contents: glue }));
    onLoad({ filter: /\.css$/ }, async ({ path }) => {
      const { code } = await transform(readFileSync(path, "utf8"), { loader: "css", minify: true });
      return { contents: code.trim(), loader: "text" };
    });
  },
});

async function bundle(source, glue, wasm) {
  const { outputFiles } = await build({
    entryPoints: [join(root, "www", source)],
    bundle: true,
    write: false,
    absWorkingDir: root,
    format: "esm",
    target: "es2022",
    minify: true,
    legalComments: "none",
    charset: "utf8",
    define: {
      WASM_INTEGRITY: JSON.stringify(sha384(wasm)),
      GRAPH_FORMAT: String(contract.graphFormat),
      OFFER_TAGS: JSON.stringify(contract.tags),
      LANGUAGES: JSON.stringify(languages.map(({ name }) => name)),
      LANGUAGE_EDITION: String(edition(english)),
    },
    plugins: [plugin(glue)],
    logLevel: "warning",
  });
  const code = outputFiles[0].text;
  for (const pattern of FORBIDDEN) {
    const place = code.search(pattern);
    if (place >= 0) refuse(`the module contains ${pattern}: …${code.slice(Math.max(0, place - 60), place + 60)}…`);
  }
  return code;
}

/** A separate module. */
const part = async (name) => [name, Buffer.from(await bundle(name, glue, wasm))];

/** A wrapper of a framework with the lines of its components, one for each element. */
const wrapper = (name, line) => {
  const pascal = (tag) => tag.replace(/(?:^|-)(.)/g, (_, letter) => letter.toUpperCase());
  const lines = [...contract.tags, "offers"].map((tag) => line(pascal(tag), `tillside-${tag}`));
  return Buffer.from(`${read(`www/frameworks/${name}`)}\n${lines.join("\n")}\n`);
};
const json = (value) => Buffer.from(`${JSON.stringify(value, null, 2)}\n`);
const component = (name, tag) => `export const ${name} = component("${name}", "${tag}");`;

/** The strings of a language, unless something is wrong with them. */
function language(source) {
  const [problem] = problems(source, english);
  if (problem) refuse(`${problem}. Run: node tools/languages.mjs`);
  const content = Buffer.from(packed(source, english));
  const bytes = brotliCompressSync(content).length;
  if (bytes > LANGUAGE_BYTES) refuse(`languages/${source.name}.json has ${bytes} bytes in brotli, more than ${LANGUAGE_BYTES}.`);
  return content;
}

function print(files) {
  const row = (name, ...cells) => console.log(name.padEnd(22) + cells.map((cell) => String(cell).padStart(10)).join(""));
  row("bytes", "raw", "gzip", "brotli");
  for (const [name, content] of Object.entries(files)) {
    row(name, content.length, gzipSync(content, { level: 9 }).length, brotliCompressSync(content).length);
  }
}

const number = version();
const glue = optimize(built, optimized);
const wasm = readFileSync(optimized);
const contract = readContract(root);
const english = readEnglish(root);
const languages = readLanguages(root);
/** The built files. The module is written last, so that all other files exist when it appears. */
const files = {
  "LICENSE-APACHE": read("LICENSE-APACHE"),
  "LICENSE-MIT": read("LICENSE-MIT"),
  "custom-elements.json": json(manifest(contract)),
  "web-types.json": json(webTypes(contract, number)),
  "vscode.html-custom-data.json": json(htmlData(contract)),
  "vscode.css-custom-data.json": json(cssData(contract)),
  "tillside.d.ts": Buffer.concat([read("www/tillside.d.ts"), Buffer.from(declarations(contract))]),
  "tillside.wasm": wasm,
  "carts/functions.d.ts": read("www/carts/functions.d.ts"),
  // Wrappers are sources: the shop's bundler reads them.
  "frameworks/server.js": read("www/frameworks/server.js"),
  "frameworks/page.js": read("www/frameworks/page.js"),
  "frameworks/react.js": wrapper("react.js", component),
  "frameworks/react.d.ts": wrapper("react.d.ts", (name) => `export function ${name}(props: ElementProps): ReactElement;`),
  "frameworks/vue.js": wrapper("vue.js", component),
  "frameworks/vue.d.ts": wrapper("vue.d.ts", (name) => `export const ${name}: FunctionalComponent<{ sku?: string }>;`),
  ...Object.fromEntries(await Promise.all(PARTS.map(part))),
  ...Object.fromEntries(languages.map((source) => [`languages/${source.name}.json`, language(source)])),
  "tillside.js": Buffer.from(await bundle("tillside.js", glue, wasm)),
};
const shipped = { "README.md": read("pkg/README.md"), "package.json": read("pkg/package.json"), ...files };
const hashes = Object.fromEntries(Object.entries(shipped).map(([name, content]) => [name, sha384(content)]));

// A language that was removed must not stay.
rmSync(join(out, "languages"), { recursive: true, force: true });
for (const folder of ["analytics", "carts", "consent", "frameworks", "languages"]) mkdirSync(join(out, folder), { recursive: true });
writeFileSync(join(out, "integrity.json"), json({ version: number, files: hashes }));
for (const [name, content] of Object.entries(files)) writeFileSync(join(out, name), content);
print(files);
