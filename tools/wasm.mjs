// What wasm-pack built, made small: the wasm optimized, and the names that wasm and glue call each other by cut to a letter or two.

import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
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
];
/** What the engines of all browsers in use have: `--all-features` would write a module that they refuse. */
const FEATURES = ["bulk-memory", "nontrapping-float-to-int", "sign-ext", "mutable-globals", "reference-types", "multivalue"];

/** A trap in a closure that the page's event loop calls would be thrown into the page, and the closure be called again. */
const TRAPS = [
  ["const real = (...args) => {\n", "const real = (...args) => {\n        if (isOver) return;\n"],
  ["return f(a, state.b, ...args);\n        } finally {", "return f(a, state.b, ...args);\n        } catch (error) {\n            trapped(error);\n        } finally {"],
  ["=> wasm.__wbindgen_destroy_closure", "=> isOver || wasm.__wbindgen_destroy_closure"],
];

/** What wasm-opt calls the one module that everything is imported from. */
const MODULE = "a";

/** Writes the optimized wasm to `out`, what became of the names beside it, and returns the module that connects it: `{ Tillside, imports, start(exports) }`. */
export function optimize(built, out) {
  const run = (...options) =>
    execFileSync("wasm-opt", [...options, ...FEATURES.map((name) => `--enable-${name}`), "-o", out], { encoding: "utf8" });
  run(join(built, "tillside_bg.wasm"), ...OPTIMIZE);
  // In a run of its own: while it converges it would rename what it has renamed.
  const names = JSON.parse(run(out, "--minify-imports-and-exports-and-modules"));
  writeFileSync(join(built, "exports.json"), JSON.stringify(names.exports));
  const short = new Map(names.exports);
  const guarded = TRAPS.reduce((text, [from, to]) => {
    if (!text.includes(from)) throw new Error(`wasm: the glue of this wasm-bindgen has no "${from}". See TRAPS.`);
    return text.replace(from, to);
  }, readFileSync(join(built, "tillside_bg.js"), "utf8"));
  const glue = guarded
    .replace(/\bwasm\.(\w+)/g, (call, name) => (short.has(name) ? `wasm[${JSON.stringify(short.get(name))}]` : call))
    // A bundler takes these for effects, and keeps classes for their sake that nobody uses: Leptos brings some. Where there are
    // reference types there are finalization registries.
    .replace(/^if \(Symbol\.dispose\).*\n/gm, "")
    // A form or picture of the page may be named as a method of its document.
    .replace(/\b(arg\d+)\.(create(?:Comment|ElementNS|Element|TextNode))\(/g, "Document.prototype.$2.call($1, ")
    .replace(/\(typeof FinalizationRegistry === 'undefined'\)\n.*\n\s*: new/g, "/* @__PURE__ */ new");
  const imports = names.imports.map(([, name, short]) => `${JSON.stringify(short)}: ${name}`);
  return `${glue}
let isOver = false;
let trapped;
/** Whoever calls into the wasm from outside hears of traps where it calls; \`heard\` hears of those in listeners, timers and effects. */
export function hearTraps(heard) {
  trapped = heard;
}
/** Nothing calls into the wasm any more. */
export function stop() {
  isOver = true;
}
export const imports = { ${MODULE}: { ${imports.join(", ")} } };
export function start(exports) {
  __wbg_set_wasm(exports);
  exports[${JSON.stringify(short.get("__wbindgen_start"))}]();
}`;
}
