// Traps in the shipped wasm: a function of it does nothing but stop.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import binaryen from "binaryen";

const { MutableGlobals, NontrappingFPToInt, BulkMemory, BulkMemoryOpt, SignExt, ReferenceTypes, Multivalue, CallIndirectOverlong } = binaryen.Features;

/** The wasm with a trap in the exports that are called so. */
export function trap(name) {
  const short = JSON.parse(readFileSync("target/wasm-pack/exports.json", "utf8")).filter(([long]) => name.test(long)).map(([, short]) => short);
  assert(short.length > 0, `no export is called ${name}`);
  const module = binaryen.readBinary(readFileSync("pkg/tillside.wasm"));
  module.setFeatures(MutableGlobals | NontrappingFPToInt | BulkMemory | BulkMemoryOpt | SignExt | ReferenceTypes | Multivalue | CallIndirectOverlong);
  const exported = Array.from({ length: module.getNumExports() }, (_, index) => binaryen.getExportInfo(module.getExportByIndex(index)));
  const found = exported.filter((one) => one.kind === binaryen.ExternalFunction && short.includes(one.name));
  for (const { value } of found) binaryen.Function.setBody(module.getFunction(value), module.unreachable());
  const wasm = Buffer.from(module.emitBinary());
  module.dispose();
  return wasm;
}

/** The module without its pin on the wasm. */
export const unpinned = (module) => module.replace(/sha384-[\w+/=]{64}/, "");

/** The closures that listeners of views call. */
export const CLICKS = /invoke_+wasm_bindgen_\w+___JsValue_+true_$/;
