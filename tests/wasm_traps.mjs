// Creates traps in the shipped wasm: replaces the body of a function by an instruction that traps.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import binaryen from "binaryen";

const { MutableGlobals, NontrappingFPToInt, BulkMemory, BulkMemoryOpt, SignExt, ReferenceTypes, Multivalue, CallIndirectOverlong } = binaryen.Features;

/** The wasm with a trap in each export whose name matches. */
export function trap(name) {
  const short = JSON.parse(readFileSync("target/wasm/exports.json", "utf8")).filter(([long]) => name.test(long)).map(([, short]) => short);
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

/** The module without the hash of the wasm. */
export const unpinned = (module) => module.replace(/sha384-[\w+/=]{64}/, "");

/** The closures that the listeners of views call. */
export const CLICKS = /invoke_+wasm_bindgen_\w+___JsValue_+true_$/;
