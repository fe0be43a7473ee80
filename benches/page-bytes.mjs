// Bytes that a browser with an empty cache receives for one page of the demo shop, by kind of file.
//   node benches/page-bytes.mjs [PAGE…]        default: the product page of the best-seller
// Measured on the wire, as reported by Chromium: compressed bodies and response headers.
import { existsSync } from "node:fs";
import { chromium } from "@playwright/test";
import { withShop } from "./server.mjs";

// The budget with all offers enabled; the target is 100,000.
const BUDGET = 120_000;
const PAGES = process.argv.slice(2);
const QUIET_MS = 1000;
const executablePath = [process.env.CHROMIUM, "/usr/bin/chromium"].find((path) => path && existsSync(path));
const args = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync"];

/** Groups of files: the four kinds of the widget first, then the shop's own. */
function kind(type, address) {
  const { pathname } = new URL(address);
  if (pathname.endsWith("/tillside.js")) return "widget: module";
  if (pathname.endsWith(".wasm")) return "widget: wasm";
  if (pathname.endsWith("/manifest.json")) return "widget: manifest";
  if (pathname.startsWith("/graph/")) return "widget: graph";
  if (type === "Image") return "pictures";
  if (pathname.endsWith(".svg")) return "shop: icon";
  return { Document: "shop: document", Script: "shop: scripts", Stylesheet: "shop: styles", Font: "shop: fonts" }[type] ?? "shop: data";
}

async function measure(browser, address) {
  const page = await (await browser.newContext()).newPage();
  const client = await page.context().newCDPSession(page);
  const requests = new Map();
  await client.send("Network.enable");
  await client.send("Network.setCacheDisabled", { cacheDisabled: true });
  client.on("Network.responseReceived", ({ requestId, type, response }) => {
    const encoding = Object.entries(response.headers).find(([name]) => name.toLowerCase() === "content-encoding")?.[1] ?? "none";
    requests.set(requestId, { kind: kind(type, response.url), address: response.url, status: response.status, encoding, bytes: 0 });
  });
  let lastChange = Date.now();
  client.on("Network.loadingFinished", ({ requestId, encodedDataLength }) => {
    lastChange = Date.now();
    const request = requests.get(requestId);
    if (request) request.bytes = encodedDataLength;
  });
  await page.goto(address, { waitUntil: "load" });
  await page.waitForSelector("tillside-bundle[data-settled], tillside-shipping[data-settled]", { state: "attached", timeout: 15_000 });
  while (Date.now() - lastChange < QUIET_MS) await page.waitForTimeout(100);
  await page.context().close();
  return [...requests.values()].filter(({ address }) => address.startsWith("http"));
}

function print(path, requests) {
  const row = (...cells) => console.log(cells[0].padEnd(18) + cells.slice(1).map((cell) => String(cell).padStart(10)).join(""));
  const sum = (chosen) => chosen.reduce((total, { bytes }) => total + bytes, 0);
  console.log(`\n${path}, cold cache`);
  row("bytes received", "files", "bytes", "encoding");
  for (const name of [...new Set(requests.map(({ kind }) => kind))].sort().reverse()) {
    const chosen = requests.filter(({ kind }) => kind === name);
    row(name, chosen.length, sum(chosen), [...new Set(chosen.map(({ encoding }) => encoding))].join("+"));
  }
  const counted = requests.filter(({ kind }) => kind !== "pictures");
  const total = sum(counted);
  for (const owner of ["widget", "shop"]) {
    const own = counted.filter(({ kind }) => kind.startsWith(owner));
    row(owner, own.length, sum(own));
  }
  row("without pictures", counted.length, total, `${Math.round((100 * total) / BUDGET)} % of`, BUDGET);
  const broken = requests.filter(({ status }) => status >= 400);
  for (const { address, status } of broken) console.log(`not found: ${address} (${status})`);
  return total <= BUDGET && broken.length === 0;
}

const isWithin = await withShop(async (shop) => {
  const browser = await chromium.launch({ executablePath, args });
  try {
    let isWithin = true;
    for (const path of PAGES.length > 0 ? PAGES : ["/product.html?sku=85123A"]) {
      isWithin = print(path, await measure(browser, shop + path)) && isWithin;
    }
    return isWithin;
  } finally {
    await browser.close();
  }
});
process.exitCode = isWithin ? 0 : 1;
