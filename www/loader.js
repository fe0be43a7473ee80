// Fetching: the wasm and the graph's files.

import { Tillside, imports, start } from "./glue.js";
import { fail } from "./errors.js";
import { bare, own } from "./dom.js";
import { isWhole } from "./hashes.js";

// Any module compiles where wasm may be compiled at all; this is the smallest there is.
const EMPTY_MODULE = Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0);

// Resolves to the widget's class.
export async function loadWasm(address, timeoutMs) {
  if (!globalThis.WebAssembly) throw fail("wasm-failed", "This browser has no WebAssembly. Check what switched it off: a lockdown mode, perhaps.");
  try {
    // Not the constructor of a module: WebKit lets that pass whatever the policy says.
    await WebAssembly.instantiate(EMPTY_MODULE);
  } catch {
    throw fail("blocked-by-csp", "This page does not allow WebAssembly. Add 'wasm-unsafe-eval' to script-src in its Content-Security-Policy.");
  }
  // The package's build puts the hash of the wasm beside it into this module, so a page that pins the module pins both.
  const response = await request(address, timeoutMs, "wasm-failed", { integrity: WASM_INTEGRITY });
  try {
    // Compiled while it arrives, if the server calls it by its name.
    const isNamed = response.headers.get("content-type") === "application/wasm";
    const { instance } = isNamed
      ? await WebAssembly.instantiateStreaming(response, imports)
      : await WebAssembly.instantiate(await response.arrayBuffer(), imports);
    start(instance.exports);
  } catch (error) {
    throw fail("wasm-failed", `${address} is not the widget's wasm: ${error.message}. Upload pkg/ as a whole.`);
  }
  return Tillside;
}

// Resolves to the manifest without prototypes, so that nothing is read that the file does not say, and to what the server's clock
// showed.
export async function loadManifest({ graph, timeoutMs }) {
  const address = new URL("manifest.json", graph).href;
  const { content, text, response } = await json(address, timeoutMs, {});
  if (!isWhole(text)) throw fail("graph-corrupt", `${address} was damaged on the way. Upload the graph directory again.`);
  return { manifest: content, servedAt: Date.parse(response.headers.get("date") ?? "") };
}

// Resolves to prices and stock that are fresher than the graph, as `setProducts` takes them. Never from a cache that does not ask.
export async function loadLive({ graph, timeoutMs }) {
  const { content } = await json(new URL("live.json", graph).href, timeoutMs, { cache: "no-cache" });
  return Object.entries(Object(content?.products)).map(([sku, product]) => ({ ...product, sku }));
}

async function json(address, timeoutMs, options) {
  const response = await request(address, timeoutMs, "graph-unreachable", options);
  const text = await whole(response, address, "text");
  try {
    return { content: bare(JSON.parse(text)), text, response };
  } catch {
    throw fail("graph-corrupt", `${address} is not JSON. Check data-graph: the server may have answered with a page.`);
  }
}

export async function loadShard({ graph, timeoutMs }, manifest, shard, isAgain) {
  const name = `${manifest.graph}-${shard.toString(16).padStart(4, "0")}.bin`;
  const address = new URL(name, graph).href;
  const response = await request(address, timeoutMs, "graph-unreachable", { cache: isAgain ? "reload" : "default" });
  return new Uint8Array(await whole(response, address, "arrayBuffer"));
}

// The body of a response to its end.
async function whole(response, address, form) {
  try {
    return await response[form]();
  } catch {
    throw fail("graph-unreachable", `${address} broke off after it had begun. Check the connection and the server.`);
  }
}

async function request(address, timeoutMs, code, options = {}) {
  const signal = AbortSignal.timeout(timeoutMs);
  let response;
  try {
    response = await fetch(address, own({ signal, credentials: "same-origin", ...options }));
  } catch {
    const unreached = options.integrity ? "could not be reached, or is of another build" : "could not be reached";
    // The error's name would say so, but not in WebKit.
    const reason = signal.aborted ? `did not answer within ${timeoutMs} ms` : unreached;
    throw fail(code, `${address} ${reason}. Check the address and the page's connect-src.`);
  }
  if (!response.ok) throw fail(code, `${address} answered ${response.status}. Check the address.`);
  return response;
}
