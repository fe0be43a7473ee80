#!/usr/bin/env node
// Puts the npm package together in pkg/: one module, its wasm, types, the manifest of its elements, licences, and the hash of each.
//   node tools/package.mjs        after wasm-pack has built into target/wasm-pack (make pkg does both)
// Prints the size of every shipped file, and refuses to ship JavaScript that a strict page would not run.
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, gzipSync } from "node:zlib";
import { build, transform } from "esbuild";
import { declarations } from "./contract/declarations.mjs";
import { manifest } from "./contract/manifest.mjs";
import { readContract } from "./contract/read.mjs";
import { optimize } from "./wasm.mjs";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const built = join(root, "target/wasm-pack");
const optimized = join(built, "optimized.wasm");
const out = join(root, "pkg");
const read = (path) => readFileSync(join(root, path));

/** What a page under a strict Content-Security-Policy or Trusted Types refuses, or what would let text become markup. */
const FORBIDDEN = [
  /\beval\(/, /\bnew Function\b/, /\.insertAdjacentHTML\b/, /\.outerHTML\s*=(?!=)/, /\bdocument\.write/,
  /\bcreateElement\(\s*["'`]script["'`]/, /\.innerHTML\b/,
];

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

/** `./glue.js` is what connects the wasm; a stylesheet is a string. */
const plugin = (glue) => ({
  name: "tillside",
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^\.\/glue\.js$/ }, () => ({ path: "glue", namespace: "glue" }));
    onLoad({ filter: /./, namespace: "glue" }, () => ({ contents: glue }));
    onLoad({ filter: /\.css$/ }, async ({ path }) => {
      const { code } = await transform(readFileSync(path, "utf8"), { loader: "css", minify: true });
      return { contents: code.trim(), loader: "text" };
    });
  },
});

async function bundle(glue, wasm) {
  const { outputFiles } = await build({
    entryPoints: [join(root, "www/tillside.js")],
    bundle: true,
    write: false,
    absWorkingDir: root,
    format: "esm",
    target: "es2022",
    minify: true,
    legalComments: "none",
    charset: "utf8",
    define: { WASM_INTEGRITY: JSON.stringify(sha384(wasm)) },
    plugins: [plugin(glue)],
    logLevel: "warning",
  });
  const code = outputFiles[0].text;
  for (const pattern of FORBIDDEN) {
    const place = code.search(pattern);
    if (place >= 0) refuse(`the module holds ${pattern}: …${code.slice(Math.max(0, place - 60), place + 60)}…`);
  }
  return code;
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
/** What is built, the module last: who waits for it finds the rest in place. */
const files = {
  "LICENSE-APACHE": read("LICENSE-APACHE"),
  "LICENSE-MIT": read("LICENSE-MIT"),
  "custom-elements.json": Buffer.from(`${JSON.stringify(manifest(contract), null, 2)}\n`),
  "tillside.d.ts": Buffer.concat([read("www/tillside.d.ts"), Buffer.from(declarations(contract))]),
  "tillside.wasm": wasm,
  "tillside.js": Buffer.from(await bundle(glue, wasm)),
};
const shipped = { "README.md": read("pkg/README.md"), "package.json": read("pkg/package.json"), ...files };
const hashes = Object.fromEntries(Object.entries(shipped).map(([name, content]) => [name, sha384(content)]));

mkdirSync(out, { recursive: true });
writeFileSync(join(out, "integrity.json"), `${JSON.stringify({ version: number, files: hashes }, null, 2)}\n`);
for (const [name, content] of Object.entries(files)) writeFileSync(join(out, name), content);
print(files);
