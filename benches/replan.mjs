// How long the page's thread is busy with a new plan: a basket of twenty lines with every offer enabled, on the demo graph.
//   node benches/replan.mjs [CHANGES]        default: 500 changes of the basket
// The time is that of the wasm: reading what the page says, and planning all of the page. It is told beside the time for the whole
// of `setBasket`, which also writes the plan as JSON for the page's listeners.
import { existsSync, readFileSync } from "node:fs";
import { chromium } from "@playwright/test";
import { withShop } from "./server.mjs";

const CHANGES = Number(process.argv[2] ?? 500);
const KINDS = ["bundle", "upgrade", "addons", "services", "shipping", "also", "trial", "points", "deal", "recovery", "after", "again", "plans", "offers", "offers"];
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
  tillside.setBasket(lines);
  await new Promise((resolve) => setTimeout(resolve, 2000));
  const busy = [];
  document.addEventListener("tillside-plan", ({ detail }) => busy.push(detail.ms));
  const before = performance.now();
  for (let change = 0; change < changes; change += 1) {
    tillside.setBasket(lines.map((line, at) => (at === change % lines.length ? { ...line, quantity: 3 + change } : line)));
  }
  const whole = (performance.now() - before) / changes;
  busy.sort((x, y) => x - y);
  const units = tillside.currentPlan().units.map(({ kind }) => kind);
  return { plans: busy.length, mean: busy.reduce((sum, ms) => sum + ms, 0) / busy.length, p95: busy[Math.floor(busy.length * 0.95)], whole, units };
}

await withShop(async (shop) => {
  const browser = await chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-gpu"] });
  const page = await browser.newPage();
  await page.goto(`${shop}/basket.html`);
  const { plans, mean, p95, whole, units } = await page.evaluate(measure, { lines, changes: CHANGES, kinds: KINDS });
  console.log(`${plans} plans of a basket of ${lines.length} lines, ${KINDS.length} elements; units: ${units.join(", ")}`);
  console.log(`plan       ${mean.toFixed(3)} ms on average, ${p95.toFixed(1)} ms or less for 95 of 100`);
  console.log(`setBasket  ${whole.toFixed(3)} ms on average`);
  await browser.close();
  if (mean >= 1) process.exitCode = 1;
});
