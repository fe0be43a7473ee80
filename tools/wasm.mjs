// What wasm-pack built, made small: the wasm optimized, and the names that wasm and glue call each other by cut to a letter or two.

import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";

const OPTIMIZE = [
  "-Oz",
  "--converge",
  // Both make the module smaller and its brotli form larger: inlining functions with one caller, and sharing what is computed twice.
  "--one-caller-inline-max-function-size=15",
  "--skip-pass=local-cse",
  // The stack comes first and grows down, so nothing lives in the first kilobyte.
  "--low-memory-unused",
  "--strip-producers",
  "--strip-target-features",
  "--minify-imports-and-exports-and-modules",
  ...["bulk-memory", "nontrapping-float-to-int", "sign-ext", "mutable-globals", "reference-types", "multivalue"].map((name) => `--enable-${name}`),
];

/** What wasm-opt calls the one module that everything is imported from. */
const MODULE = "a";

/** Writes the optimized wasm to `out` and returns the module that connects it: `{ Tillside, imports, start(exports) }`. */
export function optimize(built, out) {
  const input = join(built, "tillside_bg.wasm");
  const names = JSON.parse(execFileSync("wasm-opt", [...OPTIMIZE, input, "-o", out], { encoding: "utf8" }));
  const short = new Map(names.exports);
  const glue = readFileSync(join(built, "tillside_bg.js"), "utf8")
    .replace(/\bwasm\.(\w+)/g, (call, name) => (short.has(name) ? `wasm[${JSON.stringify(short.get(name))}]` : call))
    // A bundler takes these for effects, and keeps classes for their sake that nobody uses: Leptos brings some.
    .replace(/^if \(Symbol\.dispose\).*\n/gm, "")
    .replaceAll(": new FinalizationRegistry", ": /* @__PURE__ */ new FinalizationRegistry");
  const imports = names.imports.map(([, name, short]) => `${JSON.stringify(short)}: ${name}`);
  return `${glue}
export const imports = { ${MODULE}: { ${imports.join(", ")} } };
export function start(exports) {
  __wbg_set_wasm(exports);
  exports[${JSON.stringify(short.get("__wbindgen_start"))}]();
}`;
}
