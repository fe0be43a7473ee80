// Shrinks the output of wasm-bindgen: optimizes the wasm, and shortens the names of its imports and exports to one or
// two letters.

import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const OPTIMIZE = [
  "-Oz",
  "--converge",
  // Without these limits, both passes make the module smaller but its brotli form larger: inlining functions with one
  // caller, and sharing common subexpressions.
  "--one-caller-inline-max-function-size=15",
  "--skip-pass=local-cse",
  // The stack comes first and grows down, so the first kilobyte contains no data.
  "--low-memory-unused",
  "--strip-producers",
  "--strip-target-features",
];
/** Features that all supported browsers have; `--all-features` would write a module that they refuse. */
const FEATURES = ["bulk-memory", "nontrapping-float-to-int", "sign-ext", "mutable-globals", "reference-types", "multivalue"];

/**
 * Changes of the glue: without them, a trap in a closure that the page's event loop calls would be thrown into the
 * page, and the closure would be called again.
 */
const TRAPS = [
  ["const real = (...args) => {\n", "const real = (...args) => {\n        if (isOver) return;\n"],
  ["return f(a, state.b, ...args);\n        } finally {", "return f(a, state.b, ...args);\n        } catch (error) {\n            trapped(error);\n        } finally {"],
  ["=> wasm.__wbindgen_destroy_closure", "=> isOver || wasm.__wbindgen_destroy_closure"],
];

/** The name that wasm-opt gives to the only module of all imports. */
const MODULE = "a";

/**
 * Writes the optimized wasm to `out` and the new names next to the input. Returns the source of the glue module, which
 * exports `{ Tillside, imports, start(exports) }`.
 */
export function optimize(built, out) {
  const run = (...options) =>
    execFileSync("wasm-opt", [...options, ...FEATURES.map((name) => `--enable-${name}`), "-o", out], { encoding: "utf8" });
  run(join(built, "tillside_bg.wasm"), ...OPTIMIZE);
  // In a separate run, because the repeated passes of `--converge` would rename the new names again.
  const names = JSON.parse(run(out, "--minify-imports-and-exports-and-modules"));
  writeFileSync(join(built, "exports.json"), JSON.stringify(names.exports));
  const short = new Map(names.exports);
  const guarded = TRAPS.reduce((text, [from, to]) => {
    if (!text.includes(from)) throw new Error(`wasm: the glue of this wasm-bindgen has no "${from}". See TRAPS.`);
    return text.replace(from, to);
  }, readFileSync(join(built, "tillside_bg.js"), "utf8"));
  const glue = guarded
    .replace(/\bwasm\.(\w+)/g, (call, name) => (short.has(name) ? `wasm[${JSON.stringify(short.get(name))}]` : call))
    // A bundler treats these statements as side effects and keeps unused classes for them, some of them from Leptos.
    // Every browser with reference types also has finalization registries.
    .replace(/^if \(Symbol\.dispose\).*\n/gm, "")
    // A form or picture of the page may have the name of a method of the document.
    .replace(/\b(arg\d+)\.(create(?:Comment|ElementNS|Element|TextNode))\(/g, "Document.prototype.$2.call($1, ")
    .replace(/\(typeof FinalizationRegistry === 'undefined'\)\n.*\n\s*: new/g, "/* @__PURE__ */ new");
  const imports = names.imports.map(([, name, short]) => `${JSON.stringify(short)}: ${name}`);
  return `${glue}
let isOver = false;
let trapped;
/** Direct calls into the wasm throw their traps; \`heard\` is called for traps in listeners, timers and effects. */
export function hearTraps(heard) {
  trapped = heard;
}
/** Prevents all further calls into the wasm. */
export function stop() {
  isOver = true;
}
export const imports = { ${MODULE}: { ${imports.join(", ")} } };
export function start(exports) {
  __wbg_set_wasm(exports);
  exports[${JSON.stringify(short.get("__wbindgen_start"))}]();
}`;
}
