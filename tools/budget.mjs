#!/usr/bin/env node
// Compares the size of every shipped file with its budget, in bytes of brotli.
//   node tools/budget.mjs            after make pkg; names the functions that grew when the wasm exceeds its budget
//   node tools/budget.mjs --bless    writes the sizes of today as the budgets, with a margin of half a percent
// The functions are those of the wasm before it is optimized, because only that one has their names.
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync } from "node:zlib";
import { functionSizes } from "./function-sizes.mjs";
import { PARTS } from "./parts.mjs";

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const BUDGET = join(ROOT, "tools/budget.json");
const LINKED = join(ROOT, "target/wasm/tillside_bg.wasm");
const FILES = ["tillside.wasm", "tillside.js", ...PARTS];
const MARGIN = 1.005;
/** Functions below this are not listed: they come and go with inlining. */
const LEAST_BYTES = 200;
const LISTED = 15;

const sizes = Object.fromEntries(FILES.map((name) => [name, brotliCompressSync(readFileSync(join(ROOT, "pkg", name))).length]));
const functions = existsSync(LINKED) ? functionSizes(readFileSync(LINKED)) : {};

if (process.argv[2] === "--bless") {
  const brotli = Object.fromEntries(FILES.map((name) => [name, Math.ceil(sizes[name] * MARGIN)]));
  const large = Object.fromEntries(Object.entries(functions).filter(([, bytes]) => bytes >= LEAST_BYTES).sort());
  writeFileSync(BUDGET, `${JSON.stringify({ brotli, functions: large }, null, 1)}\n`);
} else {
  const budget = JSON.parse(readFileSync(BUDGET, "utf8"));
  const exceeded = FILES.filter((name) => !(sizes[name] <= budget.brotli[name]));
  for (const name of exceeded) console.error(`budget: ${name} has ${sizes[name]} bytes (brotli), ${budget.brotli[name]} are allowed.`);
  if (exceeded.includes("tillside.wasm")) {
    const grown = Object.entries(functions)
      .map(([name, bytes]) => [name, bytes - (budget.functions[name] ?? 0), bytes])
      .filter(([, more, bytes]) => more > 0 && bytes >= LEAST_BYTES)
      .sort(([, a], [, b]) => b - a);
    console.error("Functions that grew, in bytes before optimization:");
    for (const [name, more, bytes] of grown.slice(0, LISTED)) console.error(`  ${String(more).padStart(6)} to ${bytes}  ${name}`);
  }
  if (exceeded.length > 0) {
    console.error("Make them smaller, or run node tools/budget.mjs --bless and say in the commit what the bytes are for.");
    process.exit(1);
  }
}
