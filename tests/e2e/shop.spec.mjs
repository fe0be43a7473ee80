// The main job, end to end: a shopper in the demo shop, from a product to free shipping and the membership page.

import { readFileSync } from "node:fs";
import { expect, test } from "@playwright/test";
import { CAKESTAND as CAKESTAND_LINE } from "./visit.mjs";

const CAKESTAND = "/product.html?sku=22423";
const SOLD_OUT = "/product.html?sku=23355";

// Layout shifts without user input, summed up since the start of the page.
async function layoutShift(page) {
  return page.evaluate(
    () =>
      new Promise((resolve) => {
        let sum = 0;
        new PerformanceObserver((list) => {
          for (const entry of list.getEntries()) if (!entry.hadRecentInput) sum += entry.value;
        }).observe({ type: "layout-shift", buffered: true });
        requestAnimationFrame(() => setTimeout(() => resolve(sum), 50));
      }),
  );
}

const pence = (text) => Math.round(Number(/£([\d,]+\.\d\d)/.exec(text)[1].replaceAll(",", "")) * 100);

test.beforeEach(async ({ page }) => {
  const failures = [];
  page.on("pageerror", (error) => failures.push(error.message));
  page.on("console", (message) => message.type() === "error" && failures.push(message.text()));
  page.failures = failures;
});

test.afterEach(({ page }) => expect(page.failures).toEqual([]));

test("an order placed before the widget is loaded has its follow-up", async ({ page }) => {
  let load;
  const isPlaced = new Promise((resolve) => (load = resolve));
  await page.addInitScript((lines) => localStorage.setItem("robin-and-reed", JSON.stringify({ lines, membership: null })), [CAKESTAND_LINE]);
  // The shop's own script does not wait for the widget.
  await page.route("**/checkout.html", async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, body: (await response.text()).replace('<script type="module" src="/pkg/', '<script async type="module" src="/pkg/') });
  });
  await page.route("**/pkg/tillside.js", async (route) => {
    await isPlaced;
    await route.continue();
  });
  await page.goto("/checkout.html", { waitUntil: "commit" });
  await page.getByRole("button", { name: "Fill in an example" }).click();
  await page.getByRole("button", { name: "Place order" }).click();
  await expect(page.getByRole("heading", { name: "Thank you for your order" })).toBeVisible();
  load();
  await expect(page.locator("tillside-follow-up").getByRole("heading")).toHaveText("Goes well with your order");
});

test("a shopper adds a bundle, closes the gap and sees what a membership saves", async ({ page }) => {
  await page.goto(CAKESTAND);
  const bundle = page.locator("tillside-bundle");
  const shipping = page.locator("tillside-shipping");
  await expect(bundle.getByRole("checkbox")).toHaveCount(4);
  await expect(bundle.getByText(/^In \d+ of 1,988 orders with Regency cakestand 3 tier$/).first()).toBeVisible();
  await expect(shipping.getByRole("status")).toHaveText("Free delivery from £50.00");
  expect(await layoutShift(page)).toBe(0);

  const total = bundle.locator("[part=sum]");
  const prices = (await bundle.locator("[part=price]").allTextContents()).map(pence);
  const all = prices.reduce((sum, price) => sum + price);
  await expect(total).toHaveText(`£${(all / 100).toFixed(2)}`);
  await bundle.getByRole("checkbox").nth(3).uncheck();
  const ticked = all - prices[3];
  await expect(total).toHaveText(`£${(ticked / 100).toFixed(2)}`);
  await bundle.getByRole("button", { name: "Add 3 to basket" }).click();

  await expect(bundle.locator(".live-region")).toHaveText("3 items added to your basket");
  await expect(page.getByRole("link", { name: "Basket (3)" })).toBeVisible();
  // A second cakestand, so that three products can close the gap.
  await page.getByRole("button", { name: "Add to basket", exact: true }).click();
  const held = ticked + 1275;
  const remaining = 5000 - held;
  await expect(shipping.getByRole("status")).toHaveText(`Spend £${(remaining / 100).toFixed(2)} more for free delivery`);

  const fill = (await shipping.locator("[part=price]").allTextContents()).map(pence);
  expect(fill.length).toBeGreaterThan(0);
  expect(fill.reduce((sum, price) => sum + price)).toBeGreaterThanOrEqual(remaining);
  await shipping.getByRole("button").click();
  const filled = fill.reduce((sum, price) => sum + price);
  await expect(shipping.getByRole("status")).toHaveText(`Spend £${((8000 - held - filled) / 100).toFixed(2)} more to get a jumbo bag free`);

  await page.getByRole("link", { name: "Membership" }).first().click();
  const memberships = page.locator("tillside-memberships");
  const subtotal = held + filled;
  await expect(memberships.locator("[part=badge]")).toHaveCount(0);
  await expect(memberships.locator("[part=saving]")).toHaveText(
    `Saves you £${(Math.floor((subtotal * 5) / 100) / 100).toFixed(2)} on this order`,
  );
  await memberships.getByRole("button", { name: /^Join .*Club/ }).click();
  await expect(memberships.locator("section")).toHaveCount(0);
});

test("a membership shows a small cart that it saves the delivery cost", async ({ page }) => {
  await page.goto("/product.html?sku=85123A");
  await page.getByRole("button", { name: "Add to basket", exact: true }).first().click();
  await page.getByRole("link", { name: "Membership" }).first().click();
  await expect(page.locator("tillside-memberships").locator("[part=saving]").first()).toHaveText("Saves you £4.95 on this order");
});

test("the cart page offers small matching products with one click", async ({ page }) => {
  await page.goto(CAKESTAND);
  await expect(page.locator("[data-price]")).toContainText("£");
  const cakestand = pence(await page.locator("[data-price]").textContent());
  await page.getByRole("button", { name: "Add to basket", exact: true }).click();
  await page.getByRole("link", { name: "Basket (1)" }).click();
  const also = page.locator("tillside-also-bought");
  await expect(also.getByRole("heading")).toHaveText("Customers also bought");
  const prices = (await also.locator("[part=price]").allTextContents()).map(pence);
  expect(prices.length).toBeGreaterThan(0);
  for (const price of prices) expect(price).toBeLessThanOrEqual(cakestand / 2);
  const [title] = await also.locator("[part=title]").allTextContents();
  await also.getByRole("button", { name: `Add to basket: ${title}` }).click();
  await expect(page.locator("[data-lines]").getByRole("link", { name: title, exact: true })).toBeVisible();
  await expect(also.getByText(title, { exact: true })).toHaveCount(0);
  await expect(also.locator(".live-region")).toHaveText("Added to your basket");
});

test("a sold-out product shows the nearest alternatives", async ({ page }) => {
  await page.goto(SOLD_OUT);
  await expect(page.getByRole("button", { name: "Sold out" })).toBeDisabled();
  const rescue = page.locator("tillside-bundle");
  await expect(rescue.getByRole("heading")).toHaveText("Sold out: similar products");
  const titles = await rescue.locator("[part=title]").allTextContents();
  expect(titles.length).toBeGreaterThan(1);
  for (const title of titles) expect(title).toMatch(/hot water bottle/i);
  expect(await layoutShift(page)).toBe(0);
  await rescue.getByRole("button", { name: `Add to basket: ${titles[0]}` }).click();
  await expect(page.getByRole("link", { name: "Basket (1)" })).toBeVisible();
  await expect(rescue.locator(".live-region")).toHaveText("Added to your basket");
  await expect(rescue.getByText(titles[0])).toHaveCount(0);
});

test("a product page loads its own part of the graph only", async ({ page }) => {
  const files = [];
  page.on("response", (response) => files.push(new URL(response.url()).pathname));
  await page.goto(CAKESTAND);
  await expect(page.locator("tillside-bundle").getByRole("checkbox")).toHaveCount(4);
  // The policy file and one data file.
  await expect.poll(() => files.filter((file) => file.endsWith(".bin")).length).toBe(2);
  expect(files.filter((file) => file.endsWith(".wasm"))).toHaveLength(1);
});

for (const width of [360, 1280]) {
  test(`nothing moves and nothing overflows at ${width} px`, async ({ page }) => {
    await page.setViewportSize({ width, height: 800 });
    for (const address of ["/", CAKESTAND, SOLD_OUT, "/product.html?sku=22827", "/product.html?sku=22460", "/cart.html", "/membership.html", "/tour.html"]) {
      await page.goto(address);
      await page.evaluate(async () => (await import("/pkg/tillside.js")).currentPlan());
      await page.waitForFunction(() => !document.querySelector("tillside-bundle, tillside-shipping, tillside-memberships") || document.querySelector("[data-settled]"));
      expect(await layoutShift(page), address).toBe(0);
      expect(await page.evaluate(() => document.documentElement.scrollWidth), address).toBeLessThanOrEqual(width);
    }
  });
}

test("the page does not shift after a product is offered that fills the gap", async ({ page }) => {
  const lines = [{ sku: "22423", title: "Regency cakestand 3 tier", priceMinor: 1275, quantity: 3 }];
  await page.addInitScript((lines) => localStorage.setItem("robin-and-reed", JSON.stringify({ lines, membership: null })), lines);
  // The file with the suggested product arrives well after the wasm.
  await page.route("**/*.bin", async (route) => {
    await new Promise((resolve) => setTimeout(resolve, 800));
    await route.continue();
  });
  await page.setViewportSize({ width: 1280, height: 1200 });
  await page.goto("/cart.html");
  await expect(page.locator("tillside-shipping").getByRole("button")).toBeVisible();
  await expect(page.locator("tillside-memberships").getByRole("button", { name: /^Join/ })).toHaveCount(2);
  expect(await layoutShift(page)).toBe(0);
});

test("memberships side by side have their names, prices and buttons in line", async ({ page }) => {
  const lines = [{ sku: "85123A", title: "White hanging heart t-light holder", priceMinor: 295, quantity: 30 }];
  await page.addInitScript((lines) => localStorage.setItem("robin-and-reed", JSON.stringify({ lines, membership: null })), lines);
  await page.goto("/membership.html");
  // A month costs £3.99 and saves 5% of this cart, £4.42.
  await page.locator("tillside-memberships").getByRole("button", { name: "Monthly" }).click();
  const memberships = page.locator("tillside-memberships");
  await expect(memberships.locator("[part=badge]")).toHaveCount(1);
  for (const part of ["name", "price", "button"]) {
    const tops = await memberships.locator(`[part=${part}]`).evaluateAll((all) => all.map((one) => one.getBoundingClientRect().top));
    expect(tops, part).toEqual([tops[0], tops[0]]);
  }
});

test("the search finds products in the whole catalog", async ({ page }) => {
  await page.goto("/");
  await page.getByRole("searchbox", { name: "Search the shop" }).or(page.getByLabel("Search the shop")).first().fill("regency cakestand");
  await page.getByRole("link", { name: /Regency cakestand 3 tier/i }).first().click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(/Regency cakestand 3 tier/i);
});

test("the live plan never covers the page", async ({ page }) => {
  await page.setViewportSize({ width: 1280, height: 800 });
  await page.goto(CAKESTAND);
  const panel = page.locator("details.live");
  const isClear = async () => {
    const { x } = await panel.boundingBox();
    const main = await page.getByRole("main").boundingBox();
    return main.x + main.width <= x;
  };
  await expect.poll(isClear).toBe(true);
  await panel.locator("summary").click();
  await expect(panel).toHaveAttribute("open");
  await expect(panel.getByRole("heading", { name: "Bundle" })).toBeVisible();
  await expect.poll(isClear).toBe(true);
  await page.setViewportSize({ width: 900, height: 800 });
  const below = async () => (await panel.boundingBox()).y - (await page.getByRole("main").boundingBox()).y - (await page.getByRole("main").boundingBox()).height;
  expect(await below()).toBeGreaterThanOrEqual(0);
});

test("the shop's pages show the terms of the graph", async ({ page }) => {
  const { policy } = JSON.parse(readFileSync("target/demo/facts.json", "utf8"));
  const pounds = (minor) => `£${(minor / 100).toFixed(2)}`;
  await page.goto("/membership.html");
  for (const plan of policy.memberships) {
    const card = page.locator(`#${plan.id}`);
    await expect(card.getByRole("heading")).toHaveText(plan.name);
    await expect(card.locator(".price")).toHaveText(plan.prices.map(([period, minor]) => `${pounds(minor)} a ${period}`).join(" or "));
    await expect(card.locator("li")).toHaveText(plan.benefits);
  }
  await page.goto(CAKESTAND);
  await expect(page.locator(".notes")).toContainText(`Delivery ${pounds(policy.tiers[0].reward.shipping)}`);
});
