// A file that cannot be loaded only affects offers that need it, and is requested once more. Other failures: tests/embedding, in three engines.

import { expect, test } from "@playwright/test";
import { settled } from "./visit.mjs";

const PAGE = "/product.html?sku=22423";

test("a missing data file affects only the offers that need it", async ({ page }) => {
  const lines = [];
  page.on("console", (message) => message.text().startsWith("Tillside") && lines.push(message.text()));
  await page.addInitScript(() => {
    window.told = [];
    document.addEventListener("tillside-error", (event) => window.told.push([event.target.localName ?? "document", event.detail.code]));
  });
  await page.goto(PAGE);
  await expect(page.locator("tillside-bundle").getByRole("checkbox")).toHaveCount(4);
  await settled(page);
  let refused = 0;
  await page.route("**/*.bin", (route) => {
    refused += 1;
    return route.fulfill({ status: 503, body: "" });
  });
  const bundle = page.locator("tillside-bundle");
  // A single-page shop opens another product whose file is missing.
  await bundle.evaluate((element) => (element.sku = "85123A"));
  await expect(bundle.locator("section")).toHaveCount(0);
  // A request during the pending response would share it.
  await page.waitForFunction(() => window.told.length > 0);
  await page.evaluate(async () => {
    const { setCart } = await import("/pkg/tillside.js");
    setCart([{ sku: "22423", quantity: 1, priceMinor: 1275 }]);
    setCart([{ sku: "22423", quantity: 2, priceMinor: 1275 }]);
  });
  await expect(page.locator("tillside-shipping").getByText("Spend £24.50 more for free delivery")).toBeVisible();
  await expect.poll(() => refused).toBe(2);
  expect(await page.evaluate(() => window.told)).toEqual([["tillside-bundle", "graph-unreachable"]]);
  expect(lines).toHaveLength(1);
  expect(lines[0]).toMatch(/answered 503\. Check the address\.$/);
  expect(refused).toBe(2);

  // The next product's file is available, and so is the first one's.
  await page.unroute("**/*.bin");
  await bundle.evaluate((element) => (element.sku = "22423"));
  await expect(bundle.getByRole("checkbox")).toHaveCount(4);
});

test("a page whose data file is missing from the start shows its own content and all other offers", async ({ page }) => {
  await page.route("**/plans/*.json", (route) => route.fulfill({ status: 404, body: "" }));
  await page.route(/-[0-9a-f]{4}\.bin$/, (route) => route.fulfill({ status: 404, body: "" }));
  await page.route("**/guest.html", (route) =>
    route.fulfill({
      contentType: "text/html",
      body: `<!doctype html><html lang="en-GB"><title>A guest</title>
        <script type="module" src="/pkg/tillside.js" data-graph="/graph/"></script>
        <tillside-bundle sku="22423"><p>Ask us what goes with it.</p></tillside-bundle>
        <tillside-shipping></tillside-shipping><tillside-memberships></tillside-memberships>`,
    }),
  );
  await page.goto("/guest.html");
  await expect(page.locator("tillside-bundle[data-settled]")).toBeAttached();
  await expect(page.getByText("Ask us what goes with it.")).toBeVisible();
  await expect(page.locator("tillside-shipping").getByRole("status")).toHaveText("Free delivery from £50.00");
  await expect(page.locator("tillside-memberships").getByRole("button", { name: /^Join/ })).toHaveCount(2);
});

for (const [what, answer] of [
  ["missing", () => ({ status: 404, body: "" })],
  ["truncated", (body) => ({ body: body.subarray(0, body.length - 9) })],
]) {
  test(`a ${what} data file that arrives at the second attempt, without the cache, is shown`, async ({ page }) => {
    await page.addInitScript(() => {
      window.asked = [];
      const fetch = window.fetch;
      window.fetch = (address, options) => {
        if (/-[0-9a-f]{4}\.bin$/.test(address)) window.asked.push(options.cache);
        return fetch(address, options);
      };
    });
    let asked = 0;
    await page.route("**/plans/*.json", (route) => route.fulfill({ status: 404, body: "" }));
    await page.route(/-[0-9a-f]{4}\.bin$/, async (route) => {
      asked += 1;
      if (asked > 1) return route.continue();
      return route.fulfill(answer(await (await route.fetch()).body()));
    });
    await page.goto(PAGE);
    await expect(page.locator("tillside-bundle[data-settled]")).toBeAttached();
    const bundle = page.locator("tillside-bundle");
    await expect(bundle.getByRole("checkbox")).toHaveCount(0);
    await page.getByRole("button", { name: "Add to basket", exact: true }).first().click();
    await expect(bundle.getByRole("checkbox")).toHaveCount(4);
    await expect(page.locator("tillside-shipping").getByRole("status")).toHaveText("Spend £37.25 more for free delivery");
    expect(await page.evaluate(() => window.asked)).toEqual(["default", "reload"]);
  });
}

test("a missing data file of the cart does not affect the bundle", async ({ page }) => {
  let isMissing = false;
  await page.route("**/*.bin", (route) => (isMissing ? route.fulfill({ status: 404, body: "" }) : route.continue()));
  const lines = [];
  page.on("console", (message) => message.text().startsWith("Tillside") && lines.push(message.text()));
  await page.goto(PAGE);
  await settled(page);
  await expect(page.locator("tillside-bundle").getByRole("checkbox")).toHaveCount(4);
  isMissing = true;
  const told = await page.evaluate(async () => {
    const { setCart } = await import("/pkg/tillside.js");
    const told = new Promise((resolve) => document.addEventListener("tillside-error", ({ target, detail }) => resolve([target === document, detail.code])));
    setCart([{ sku: "85123A", quantity: 10, priceMinor: 295 }]);
    return told;
  });
  expect(told).toEqual([true, "graph-unreachable"]);
  expect(lines).toHaveLength(1);
  await expect(page.locator("tillside-bundle").getByRole("checkbox")).toHaveCount(4);
  await expect(page.locator("tillside-shipping").getByRole("status")).toHaveText("Spend £20.50 more for free delivery");
});
