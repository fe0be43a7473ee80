// One visit to a runner's page: the time of the paint, the transferred bytes, long tasks, layout shifts and memory.
import { existsSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { chromium } from "@playwright/test";
import { throttle } from "./profiles.mjs";

export const CHROMIUM = [process.env.CHROMIUM, "/usr/bin/chromium"].find((path) => path && existsSync(path));
const ARGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking", "--disable-component-update", "--disable-sync"];
const VIEWPORT = { width: 1280, height: 900 };
const LIMIT_MS = 30_000;
// The measurement continues after the paint, because later tasks and shifts count too.
const QUIET_MS = 300;

export const launch = () => chromium.launch({ executablePath: CHROMIUM, args: ARGS });

/** A new shopper with an empty cache. */
export const shopper = (browser) => browser.newContext({ viewport: VIEWPORT });

/** The page does not show the expected products. */
export class Unequal extends Error {}

function kind({ type, url, method }) {
  const { pathname } = new URL(url);
  if (pathname.endsWith(".wasm")) return "wasm";
  if (method === "POST" || pathname.startsWith("/graph/")) return "data";
  return { Document: "page", Script: "script", Image: "pictures", Stylesheet: "styles" }[type] ?? "other";
}

/** Bytes on the wire (bodies and headers) by kind, and the requests in order. */
function watch(client) {
  const requests = new Map();
  client.on("Network.requestWillBeSent", ({ requestId, request, type }) => requests.set(requestId, { kind: kind({ type, url: request.url, method: request.method }), path: new URL(request.url).pathname, bytes: 0 }));
  client.on("Network.loadingFinished", ({ requestId, encodedDataLength }) => {
    const request = requests.get(requestId);
    if (request) request.bytes = encodedDataLength;
  });
  return () => [...requests.values()].reduce((bytes, request) => ({ ...bytes, [request.kind]: (bytes[request.kind] ?? 0) + request.bytes }), {});
}

/** Runs in the page: the requests of scripts and data, in milliseconds since the navigation began. */
function timeline() {
  const [page] = performance.getEntriesByType("navigation");
  const entries = performance.getEntriesByType("resource").filter(({ initiatorType }) => initiatorType !== "img");
  const row = (name, { startTime, responseEnd, transferSize }) => ({ name, start: startTime, end: responseEnd, bytes: transferSize });
  const name = (address) => new URL(address).pathname.replace(/^.*\//, "").replace(/^[0-9a-f]{16}(-[0-9a-f]{4})?/, "*");
  return [row("page", page), ...entries.map((entry) => row(name(entry.name), entry))];
}

/** Opens `address` and waits for the products. */
export async function visit(context, address, profile, { isPaintAwaited = true } = {}) {
  const page = await context.newPage();
  const faults = [];
  page.on("pageerror", (error) => faults.push(error.message));
  page.on("console", (message) => message.type() === "error" && faults.push(message.text()));
  try {
    const client = await context.newCDPSession(page);
    await client.send("Network.enable");
    const bytes = watch(client);
    await throttle(client, profile);
    const isPainted = await announcement(client);
    await page.goto(address, { waitUntil: "load" });
    if (isPaintAwaited) {
      if (!(await isPainted())) throw new Unequal(`${address} shows ${JSON.stringify(await page.evaluate(() => globalThis.shownNow()))}. ${faults.join("; ")}`);
    }
    if (isPaintAwaited) await isWhole(page);
    await page.waitForTimeout(QUIET_MS);
    const results = await page.evaluate(() => globalThis.race);
    return { ...results, bytes: bytes(), timeline: await page.evaluate(timeline), faults };
  } finally {
    await page.close();
  }
}

/**
 * Lets the page announce its paint; returns a function that waits for it, and resolves to whether it came in time. Nothing is evaluated in
 * the page before that: the tool's own script would take 40 ms of a slow processor.
 */
async function announcement(client) {
  const announced = new Promise((resolve) => client.once("Runtime.bindingCalled", () => resolve(true)));
  await client.send("Runtime.enable");
  await client.send("Runtime.addBinding", { name: "announcePaint" });
  return () => Promise.race([announced, sleep(LIMIT_MS, false, { ref: false })]);
}

/** Waits for what a widget loads after its products are painted: Tillside's wasm and graph. */
const isWhole = (page) => page.waitForFunction(
  () => !document.querySelector("tillside-bundle") || globalThis.race.plan?.isWhole, null, { timeout: LIMIT_MS, polling: 200 });

/** Memory of the page when its products are there, after garbage collection: JavaScript's heap, and the memory of wasm. */
export async function memory(context, address, isPaintAwaited) {
  const page = await context.newPage();
  await page.addInitScript(() => {
    for (const name of ["instantiate", "instantiateStreaming"]) {
      const work = WebAssembly[name];
      WebAssembly[name] = async (...values) => {
        const made = await work(...values);
        globalThis.wasmMemory = Object.values(made.instance?.exports ?? {}).find((one) => one instanceof WebAssembly.Memory) ?? globalThis.wasmMemory;
        return made;
      };
    }
  });
  try {
    await page.goto(address, { waitUntil: "load" });
    if (isPaintAwaited) await page.waitForFunction(() => globalThis.race.painted !== null, null, { timeout: LIMIT_MS });
    if (isPaintAwaited) await isWhole(page);
    const client = await context.newCDPSession(page);
    await client.send("HeapProfiler.enable");
    await client.send("HeapProfiler.collectGarbage");
    const { usedSize } = await client.send("Runtime.getHeapUsage");
    return { heap: usedSize, wasm: await page.evaluate(() => globalThis.wasmMemory?.buffer.byteLength ?? 0) };
  } finally {
    await page.close();
  }
}
