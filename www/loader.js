// Loads the wasm and the graph's files.

import { Tillside, imports, start } from "./glue.js";
import { fail } from "./errors.js";
import { bare, own } from "./dom.js";
import { isWhole } from "./hashes.js";

// The smallest valid module, which compiles if the page permits wasm.
const EMPTY_MODULE = Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0);

// Resolves to the widget's class.
export async function loadWasm({ wasm: address, timeoutMs }) {
  if (!globalThis.WebAssembly) {
    throw fail("wasm-failed", "This browser has no WebAssembly. A lockdown mode or a setting may have disabled it.");
  }
  // Not the constructor of a module, because WebKit permits it under any policy.
  const permitted = WebAssembly.instantiate(EMPTY_MODULE).catch(() => {
    const remedy = "Add 'wasm-unsafe-eval' to script-src in its Content-Security-Policy.";
    throw fail("blocked-by-csp", `This page does not allow WebAssembly. ${remedy}`);
  });
  // The package's build puts the hash of the wasm into this module, so a page that pins the module pins both.
  const requested = request(address, timeoutMs, "wasm-failed", { integrity: WASM_INTEGRITY });
  requested.catch(() => {}); // The first of the two errors counts.
  await permitted;
  const response = await requested;
  try {
    // Compiled while it arrives, if the server sends the right content type.
    const isNamed = response.headers.get("content-type") === "application/wasm";
    const { instance } = isNamed
      ? await WebAssembly.instantiateStreaming(response, imports)
      : await WebAssembly.instantiate(await response.arrayBuffer(), imports);
    start(instance.exports);
  } catch (error) {
    const remedy = "Upload the whole directory pkg/.";
    throw fail("wasm-failed", `${address} is not the widget's wasm: ${error.message}. ${remedy}`);
  }
  return Tillside;
}

// Resolves to the manifest without prototypes, and to the time of the server's clock.
export async function loadManifest({ market, timeoutMs }) {
  const address = new URL("manifest.json", market).href;
  const { content, response } = await json(address, timeoutMs, {});
  const { format = GRAPH_FORMAT } = own(content);
  if (format !== GRAPH_FORMAT) {
    const reason = `The graph has format ${format}, but this release reads format ${GRAPH_FORMAT}.`;
    throw fail("graph-version", `${reason} Build the graph again with the \`tillside\` command of the same release.`);
  }
  if (!isWhole(content)) throw fail("graph-corrupt", `${address} is damaged. Upload the graph directory again.`);
  return { manifest: content, servedAt: Date.parse(response.headers.get("date") ?? "") };
}

// Resolves to the prices and stock of live.json in the shape of `setProducts`; a cached copy is revalidated.
export async function loadLive({ market, timeoutMs }) {
  const { content } = await json(new URL("live.json", market).href, timeoutMs, { cache: "no-cache" });
  return Object.entries(Object(content?.products)).map(([sku, product]) => ({ ...product, sku }));
}

async function json(address, timeoutMs, options) {
  const response = await request(address, timeoutMs, "graph-unreachable", options);
  const text = await whole(response, address, "text");
  try {
    return { content: bare(JSON.parse(text)), response };
  } catch {
    const remedy = "Check data-graph: the server may have answered with an HTML page.";
    throw fail("graph-corrupt", `${address} is not JSON. ${remedy}`);
  }
}

// Resolves to the bytes of the policy file, which the wasm needs to plan.
export function loadPolicy(config, { graph, policy }) {
  return loadFile(config, `${graph}-${policy}.bin`);
}

export function loadShard(config, { graph }, shard, isAgain) {
  return loadFile(config, `${graph}-${shard.toString(16).padStart(4, "0")}.bin`, isAgain);
}

async function loadFile({ graph, timeoutMs }, name, isAgain) {
  const address = new URL(name, graph).href;
  const response = await request(address, timeoutMs, "graph-unreachable", { cache: isAgain ? "reload" : "default" });
  return new Uint8Array(await whole(response, address, "arrayBuffer"));
}

// The complete body of a response.
async function whole(response, address, form) {
  try {
    return await response[form]();
  } catch {
    throw fail("graph-unreachable", `The transfer of ${address} was interrupted. Check the connection and the server.`);
  }
}

// Fetches a file; `code` is that of the error.
export async function request(address, timeoutMs, code, options = {}) {
  const signal = AbortSignal.timeout(timeoutMs);
  let response;
  try {
    response = await fetch(address, own({ signal, credentials: "same-origin", ...options }));
  } catch {
    const unreached = options.integrity ? "could not be reached, or belongs to another build" : "could not be reached";
    // Not by the error's name, which differs in WebKit.
    const reason = signal.aborted ? `did not answer within ${timeoutMs} ms` : unreached;
    throw fail(code, `${address} ${reason}. Check the address and the page's connect-src.`);
  }
  if (!response.ok) throw fail(code, `${address} answered ${response.status}. Check the address.`);
  return response;
}
