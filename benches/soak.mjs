#!/usr/bin/env node
// Eight hours of simulated shopping in one page: product views, carts, dismissed offers, elements added and removed.
// Prints the page's memory at intervals.
//   node benches/soak.mjs        after make site
import { chromium } from "playwright-core";
import { existsSync } from "node:fs";
import { withShop } from "./server.mjs";

const HOURS = 8;
// A shopper who opens another product, or changes the cart, every ten seconds.
const STEPS_PER_HOUR = 360;

const executablePath = [process.env.CHROMIUM, "/usr/bin/chromium"].find((path) => path && existsSync(path));
const browser = await chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--js-flags=--expose-gc"] });
const page = await browser.newPage();
await page.clock.install();
await page.addInitScript(() => {
  for (const name of ["instantiate", "instantiateStreaming"]) {
    const work = WebAssembly[name];
    WebAssembly[name] = async (...values) => {
      const made = await work(...values);
      window.wasmMemory = Object.values(made.instance?.exports ?? {}).find((one) => one instanceof WebAssembly.Memory) ?? window.wasmMemory;
      return made;
    };
  }
});
const faults = [];
page.on("pageerror", (error) => faults.push(error.message));
page.on("console", (message) => message.text().startsWith("Tillside") && faults.push(message.text()));

/** One step: runs in the page. */
async function step(n) {
  const { setCart, setConsent, setMessages, explain } = await import("/pkg/tillside.js");
  const skus = ["22423", "85123A", "22699", "22697", "84991", "21212", "22384", "20725", "47566", "22086", "22784", "22460", "22193"];
  const main = document.querySelector("main");
  const sku = skus[n % skus.length];
  document.querySelector("tillside-bundle").sku = sku;
  const fresh = document.createElement(["tillside-upgrade", "tillside-services", "tillside-addons", "tillside-offers"][n % 4]);
  fresh.sku = sku;
  main.append(fresh);
  setCart(skus.slice(0, n % 6).map((sku, at) => ({ sku, quantity: 1 + ((n + at) % 4), priceMinor: 500 })));
  if (n % 7 === 0) document.querySelector("tillside-bundle").shadowRoot.querySelector("input")?.click();
  if (n % 11 === 0) setConsent(n % 2 === 0);
  if (n % 13 === 0) setMessages({ "bundle.title": `Goes together ${n % 3}` });
  if (n % 17 === 0) explain();
  await new Promise((resolve) => queueMicrotask(resolve));
  fresh.remove();
}

async function held() {
  const session = await page.context().newCDPSession(page);
  await session.send("HeapProfiler.collectGarbage");
  await session.send("Performance.enable");
  const { metrics } = await session.send("Performance.getMetrics");
  const of = (name) => metrics.find((metric) => metric.name === name).value;
  const wasm = await page.evaluate(() => window.wasmMemory.buffer.byteLength);
  await session.detach();
  return { wasm, heap: of("JSHeapUsedSize"), listeners: of("JSEventListeners"), nodes: of("Nodes") };
}

try {
  await withShop(async (shop) => {
    await page.goto(`${shop}/tests/pages/plain.html`);
    await page.locator("tillside-bundle").getByRole("checkbox").first().waitFor();
    // Data files arrive at the speed of the network; afterwards only the simulated clock matters.
    for (let n = 0; n < 14; n += 1) {
      await page.evaluate(step, n);
      await page.waitForLoadState("networkidle");
    }
    const row = (hour, { wasm, heap, listeners, nodes }) => console.log(String(hour).padEnd(8) + [`${wasm / 1024} KiB`, `${(heap / 1048576).toFixed(2)} MiB`, listeners, nodes].map((cell) => String(cell).padStart(14)).join(""));
    console.log("hour".padEnd(8) + ["wasm memory", "JS heap", "listeners", "nodes"].map((cell) => cell.padStart(14)).join(""));
    for (let hour = 0; hour <= HOURS; hour += 1) {
      row(hour, await held());
      if (hour === HOURS) break;
      for (let n = 0; n < STEPS_PER_HOUR; n += 1) {
        await page.evaluate(step, hour * STEPS_PER_HOUR + n);
        await page.clock.fastForward(3_600_000 / STEPS_PER_HOUR);
      }
    }
  });
} finally {
  await browser.close();
}
for (const fault of faults) console.error(fault);
process.exitCode = faults.length > 0 ? 1 : 0;
