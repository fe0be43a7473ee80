#!/usr/bin/env node
// Puts the npm package together in pkg/: one module, its wasm, types, licences, and the hash of each.
//   node tools/package.mjs        after wasm-pack has built into target/wasm-pack (make pkg does both)
// Prints the size of every shipped file, and refuses to ship JavaScript that a strict page would not run.
import { createHash } from "node:crypto";
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, gzipSync } from "node:zlib";
import { build, transform } from "esbuild";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const glue = join(root, "target/wasm-pack/tillside.js");
const out = join(root, "pkg");
const read = (path) => readFileSync(join(root, path));

/** What a page under a strict Content-Security-Policy or Trusted Types refuses, or what would let text become markup. */
const FORBIDDEN = [
  /\beval\(/, /\bnew Function\b/, /\.insertAdjacentHTML\b/, /\.outerHTML\s*=(?!=)/, /\bdocument\.write/,
  /\bcreateElement\(\s*["'`]script["'`]/,
];
/** Leptos brings an import of this into the glue, which the views never call: refused in what is written by hand, else reported. */
const REPORTED = /\.innerHTML\b/;
/** What the glue asks for if it is not told where the wasm is. The loader always tells it, and bundlers would look for the file. */
const DEFAULT_WASM = "tillside_bg.wasm";

function refuse(message) {
  console.error(`package: ${message}`);
  process.exit(1);
}

/** The version, if all places that name it agree. */
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

/** `./glue.js` is what wasm-pack built; a stylesheet is a string. */
const plugin = {
  name: "tillside",
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^\.\/glue\.js$/ }, () => ({ path: glue }));
    onLoad({ filter: /\.css$/ }, async ({ path }) => {
      const { code } = await transform(readFileSync(path, "utf8"), { loader: "css", minify: true });
      return { contents: code.trim(), loader: "text" };
    });
  },
};

async function bundle(wasm) {
  const { outputFiles, metafile } = await build({
    entryPoints: [join(root, "www/tillside.js")],
    bundle: true,
    write: false,
    metafile: true,
    absWorkingDir: root,
    format: "esm",
    target: "es2022",
    minify: true,
    legalComments: "none",
    charset: "utf8",
    define: { WASM_INTEGRITY: JSON.stringify(sha384(wasm)) },
    plugins: [plugin],
    logLevel: "warning",
  });
  const code = outputFiles[0].text;
  for (const pattern of FORBIDDEN) {
    const place = code.search(pattern);
    if (place >= 0) refuse(`the module holds ${pattern}: …${code.slice(Math.max(0, place - 60), place + 60)}…`);
  }
  for (const path of Object.keys(metafile.inputs).filter((path) => path.startsWith("www/"))) {
    if (REPORTED.test(read(path))) refuse(`${path} holds ${REPORTED}: build nodes instead.`);
  }
  if (REPORTED.test(code)) console.log(`package: the glue holds ${REPORTED}, from a dependency`);
  if (code.includes(DEFAULT_WASM)) {
    refuse(`the glue names ${DEFAULT_WASM}, which is not shipped. Cargo.toml: omit-default-module-path = true for wasm-pack's profile.`);
  }
  return code;
}

function print(files) {
  const row = (name, ...cells) => console.log(name.padEnd(16) + cells.map((cell) => String(cell).padStart(10)).join(""));
  row("bytes", "raw", "gzip", "brotli");
  for (const [name, content] of Object.entries(files)) {
    row(name, content.length, gzipSync(content, { level: 9 }).length, brotliCompressSync(content).length);
  }
}

const number = version();
const wasm = read("target/wasm-pack/tillside_bg.wasm");
const files = {
  "tillside.wasm": wasm,
  "tillside.d.ts": read("www/tillside.d.ts"),
  "tillside.js": Buffer.from(await bundle(wasm)),
};
const hashes = Object.fromEntries(Object.entries(files).map(([name, content]) => [name, sha384(content)]));

mkdirSync(out, { recursive: true });
for (const name of ["LICENSE-MIT", "LICENSE-APACHE"]) copyFileSync(join(root, name), join(out, name));
writeFileSync(join(out, "integrity.json"), `${JSON.stringify({ version: number, files: hashes }, null, 2)}\n`);
// The module last: who waits for it finds the rest in place.
for (const [name, content] of Object.entries(files)) writeFileSync(join(out, name), content);
print(files);
