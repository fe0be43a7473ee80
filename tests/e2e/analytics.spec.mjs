// Analytics, the report and the cart count the same: a scripted visit of more than thirty events.
import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { expect, test } from "@playwright/test";

const PRODUCTS = ["22423", "85123A", "22699", "22697", "84991", "21212", "22384", "20725"];

/** In the page: a shop with a cart of its own, which refuses the last product of each addition to an odd page. */
const shop = (sku, isOdd) => `<!doctype html><html lang="en-GB"><title>A shop</title>
  <script>
    window.told = [];
    window.cart = [];
    for (const name of ["tillside-view", "tillside-select", "tillside-added"]) document.addEventListener(name, ({ detail }) => told.push({ event: name, at: Date.now(), detail }));
    document.addEventListener("tillside-select", (event) => event.preventDefault());
    document.addEventListener("tillside-add", (event) => {
      const refused = ${isOdd} ? event.detail.items.slice(-1) : [];
      const accepted = event.detail.items.filter((item) => !refused.includes(item));
      cart.push(...accepted.map(({ sku, quantity, priceMinor }) => ({ sku, quantity, priceMinor })));
      event.respondWith(Promise.resolve(refused.map(({ sku }) => ({ sku, reason: "The last one has just been sold" }))));
    });
  </script>
  <script type="module" src="/pkg/tillside.js" data-graph="/graph/" data-analytics="ga4"></script>
  <script type="module">import { setConsent } from "/pkg/tillside.js"; setConsent(true);</script>
  <tillside-bundle sku="${sku}"></tillside-bundle>`;

test("Google Analytics, the report of the events and the cart have the same numbers", async ({ page }, testInfo) => {
  const [events, lines, layer] = [[], [], []];
  for (const [n, sku] of PRODUCTS.entries()) {
    const visitor = `v${n}`;
    await page.route("**/guest.html", (route) => route.fulfill({ contentType: "text/html", body: shop(sku, n % 2 === 1) }));
    await page.goto("/guest.html");
    const bundle = page.locator("tillside-bundle");
    await expect.poll(() => page.evaluate(() => window.told.some(({ event }) => event === "tillside-view"))).toBe(true);
    for (const link of await bundle.locator("a[href]").all()) await link.click();
    await bundle.locator("[part~=button]").first().click();
    await expect.poll(() => page.evaluate(() => window.told.some(({ event }) => event === "tillside-added"))).toBe(true);
    const seen = await page.evaluate(() => ({ told: window.told, cart: window.cart, layer: window.dataLayer }));
    events.push(...seen.told.map((event) => ({ ...event, visitor })), { event: "tillside-order", at: Date.now(), visitor, order: `1${n}` });
    lines.push(...seen.cart.map((line) => ({ ...line, order: `1${n}` })));
    layer.push(...seen.layer.filter(({ event }) => event));
    await page.unroute("**/guest.html");
  }
  expect(events.length).toBeGreaterThan(30);

  const [log, orders] = ["events.jsonl", "orders.csv"].map((name) => testInfo.outputPath(name));
  writeFileSync(log, events.map((event) => `${JSON.stringify(event)}\n`).join(""));
  const today = new Date().toISOString().slice(0, 10);
  const rows = lines.map(({ order, sku, quantity, priceMinor }) => [order, today, sku, quantity, (priceMinor / 100).toFixed(2), "GBP"].join());
  writeFileSync(orders, `order,date,sku,quantity,price,currency\n${rows.join("\n")}\n`);
  const report = JSON.parse(execFileSync("target/release/tillside", ["report", "--orders", orders, "--events", log, "--json", "--quiet"], { encoding: "utf8" }));

  const pence = (value) => Math.round(value * 100);
  const sum = (list, of) => list.reduce((total, entry) => total + of(entry), 0);
  const named = (name) => layer.filter(({ event }) => event === name).map(({ ecommerce }) => ecommerce);
  for (const list of report.lists) {
    const isOf = ({ items }) => items[0].item_list_id === list.name;
    const added = named("add_to_cart").filter(isOf);
    expect({ seen: named("view_item_list").filter(isOf).length, selected: named("select_item").filter(isOf).length, additions: added.length }, list.name)
      .toEqual({ seen: list.seen, selected: list.selected, additions: list.additions });
    expect([sum(added, ({ items }) => sum(items, ({ quantity }) => quantity)), pence(sum(added, ({ value }) => value))]).toEqual([list.added_pieces, list.added_minor]);
  }
  expect(report.lists.map(({ name }) => name).sort()).toEqual(PRODUCTS.map((sku) => `bundle:${sku}`).sort());
  expect(report.log).toMatchObject({ lines: events.length, used: events.length, foreign: 0 });
  // The shoppers bought what the carts took, and nothing else.
  const paid = sum(lines, ({ quantity, priceMinor }) => quantity * priceMinor);
  expect([report.revenue_minor, report.offers_revenue_minor, sum(report.lists, ({ added_minor: minor }) => minor)]).toEqual([paid, paid, paid]);
});
