// A fake web server of a shop with a faulty network: it serves the built demo site and the pages of a test, and injects
// failures.
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { fileURLToPath } from "node:url";
import { crc32 } from "node:zlib";
import sirv from "sirv";

const SITE = fileURLToPath(new URL("../../target/demo/site", import.meta.url));
const SPY = readFileSync(new URL("spy.js", import.meta.url));
// With `dev`, a file is looked up when it is asked for. Without it, each server would first list all files of the site.
const fromSite = sirv(SITE, { etag: true, dev: true });

const file = (address) => readFileSync(`${SITE}${address === "/" ? "/index.html" : address}`);
const typeOf = (address) => TYPES[address === "/" ? "html" : address.slice(address.lastIndexOf(".") + 1)] ?? "application/octet-stream";
const TYPES = { js: "text/javascript", wasm: "application/wasm", json: "application/json", html: "text/html;charset=utf-8", css: "text/css", svg: "image/svg+xml" };

/** The address of a policy file. */
export const POLICY = /-[0-9a-f]{16}\.bin$/;

/** Sends a body with its own content type. */
export function send(response, address, body, headers = {}) {
  response.writeHead(200, { "content-type": typeOf(address), "content-length": body.length, ...headers });
  response.end(body);
}

/** Network failures: each function is called with the response and the file's address. */
export const FAULTS = {
  missing: (response) => response.writeHead(404).end(),
  failing: (response) => response.writeHead(503).end("Service Unavailable"),
  replacedByAPage: (response) => send(response, ".html", Buffer.from("<!doctype html><title>Sign in to the Wi-Fi</title>")),
  // The connection is accepted, and the response never sent.
  stalled: () => {},
  stalledHalfway: (response, address) => {
    const body = file(address);
    response.writeHead(200, { "content-type": typeOf(address), "content-length": body.length });
    response.write(body.subarray(0, body.length / 2));
  },
  cutOff: (response, address) => {
    const body = file(address);
    response.writeHead(200, { "content-type": typeOf(address), "content-length": body.length });
    response.write(body.subarray(0, body.length / 2), () => response.destroy());
  },
  truncated: (response, address) => send(response, address, file(address).subarray(0, -9)),
  flipped: (response, address) => send(response, address, flipped(file(address))),
  named: (type) => (response, address) => send(response, address, file(address), { "content-type": type }),
  changed: (change) => (response, address) => send(response, address, Buffer.from(change(file(address)))),
  // The policy file of a shop with other terms.
  otherTerms: (change) => FAULTS.changed((body) => withChecksum(change(body.subarray(0, -4)))),
  late: (ms) => (response, address) => setTimeout(() => send(response, address, file(address)), ms),
};

function withChecksum(body) {
  const checksum = Buffer.alloc(4);
  checksum.writeUInt32LE(crc32(body));
  return Buffer.concat([body, checksum]);
}

/** Replaces each of the texts in the bytes of a policy file, in which a text follows its length. */
export function withTexts(body, texts, to) {
  const written = (text) => Buffer.from([text.length, ...Buffer.from(text)]).toString("latin1");
  return Buffer.from(texts.reduce((bytes, text) => bytes.replaceAll(written(text), written(to)), body.toString("latin1")), "latin1");
}

function flipped(body) {
  const copy = Buffer.from(body);
  copy[copy.length >> 1] ^= 1;
  return copy;
}

/**
 * Serves the site on a free port. `pages` are `{ address: { html, headers } }`. `faults` are `[pattern, fault]`; the
 * first one whose pattern matches the address answers. `headers` are sent with every page. Both can be changed while
 * the server runs. `requests` lists the requested addresses.
 */
export async function standIn({ pages = {}, faults = [], headers = {} } = {}) {
  const requests = [];
  const shop = { pages, faults, requests };
  const server = createServer((request, response) => {
    const address = decodeURIComponent(request.url.split("?")[0]);
    requests.push({ address, url: request.url, method: request.method, headers: request.headers });
    response.setHeader("cache-control", "no-cache");
    if (address === "/spy.js") return send(response, address, SPY);
    if (address === "/favicon.ico") return FAULTS.missing(response);
    const page = shop.pages[address];
    if (page) return send(response, ".html", Buffer.from(page.html), page.headers);
    if (typeOf(address) === TYPES.html) setAll(response, headers);
    const fault = shop.faults.find(([pattern]) => pattern.test(address))?.[1];
    if (fault) return fault(response, address, request);
    fromSite(request, response, () => FAULTS.missing(response));
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  shop.origin = `http://127.0.0.1:${server.address().port}`;
  shop.close = () => {
    server.closeAllConnections();
    return new Promise((resolve) => server.close(resolve));
  };
  return shop;
}

function setAll(response, headers) {
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
}
