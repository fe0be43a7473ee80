// Time that the page's main thread needs for a new plan: a cart of twenty lines with every offer enabled, on the demo graph.
//   node benches/replan.mjs [CHANGES]        default: 500 changes of the cart
// The time is that of the call into the wasm: parsing the arguments, planning the page, and copying the plan to JavaScript. It is printed
// next to the time of the whole change, until the page's listeners have the plan.
import { existsSync, readFileSync } from "node:fs";
import { chromium } from "@playwright/test";
import { withShop } from "./server.mjs";

const CHANGES = Number(process.argv[2] ?? 500);
const KINDS = ["bundle", "upgrade", "addons", "services", "shipping", "also-bought", "trial", "loyalty", "deal", "abandoned-cart", "follow-up", "buy-again", "memberships", "offers", "offers"];
const executablePath = [process.env.CHROMIUM, "/usr/bin/chromium"].find((path) => path && existsSync(path));
const catalogue = JSON.parse(readFileSync(new URL("../target/demo/catalog.json", import.meta.url), "utf8"));
const lines = catalogue.filter(({ priceMinor }) => priceMinor).slice(0, 20).map(({ sku, priceMinor }) => ({ sku, priceMinor, quantity: 2 }));

/** Runs in the page. */
async function measure({ lines, changes, kinds }) {
  const tillside = await import("/pkg/tillside.js");
  await tillside.ready;
  document.querySelector("main").replaceChildren(...kinds.map((kind) => {
    const element = document.createElement(`tillside-${kind}`);
    element.setAttribute("sku", "22423");
    return element;
  }));
  tillside.setConsent(true);
  tillside.setShopper({ points: 100, history: lines.slice(5).map(({ sku }) => ({ sku, daysAgo: 200, orders: 3 })), left: lines.slice(0, 3), orders: [{ subtotalMinor: 3000, daysAgo: 9 }] });
  tillside.setCart(lines);
  await new Promise((resolve) => setTimeout(resolve, 2000));
  const busy = [];
  document.addEventListener("tillside-plan", ({ detail }) => busy.push(detail.ms));
  const before = performance.now();
  for (let change = 0; change < changes; change += 1) {
    tillside.setCart(lines.map((line, at) => (at === change % lines.length ? { ...line, quantity: 3 + change } : line)));
    // The plan follows in the next microtask.
    await null;
  }
  const whole = (performance.now() - before) / changes;
  busy.sort((x, y) => x - y);
  const offers = tillside.currentPlan().offers.map(({ kind }) => kind);
  return { plans: busy.length, mean: busy.reduce((sum, ms) => sum + ms, 0) / busy.length, p95: busy[Math.floor(busy.length * 0.95)], whole, offers };
}

await withShop(async (shop) => {
  const browser = await chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-gpu"] });
  const page = await browser.newPage();
  await page.goto(`${shop}/cart.html`);
  const { plans, mean, p95, whole, offers } = await page.evaluate(measure, { lines, changes: CHANGES, kinds: KINDS });
  console.log(`${plans} plans of a cart of ${lines.length} lines, ${KINDS.length} elements; offers: ${offers.join(", ")}`);
  console.log(`plan       ${mean.toFixed(3)} ms on average, ${p95.toFixed(1)} ms or less for 95 of 100`);
  console.log(`change     ${whole.toFixed(3)} ms on average`);
  await browser.close();
  if (mean >= 1) process.exitCode = 1;
});
