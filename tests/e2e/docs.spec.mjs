// The documentation in the demo shop: every element has a live example, and a reader with any screen can find a page.

import { readFileSync } from "node:fs";
import { expect, test } from "@playwright/test";
import { readContract } from "../../tools/contract/read.mjs";

const AXE = readFileSync(new URL(import.meta.resolve("axe-core/axe.min.js")), "utf8");
const root = new URL("../..", import.meta.url).pathname;
const PAGES = [
  "abandoned-cart", "addons", "also-bought", "bundle", "buy-again", "deal", "follow-up", "", "loyalty", "memberships", "quantity-break", "services", "shipping",
  "sold-out-alternatives", "trial", "upgrade",
];

/** The texts of the live examples, and the elements that show them. */
const examples = (page) => page.evaluate(() => [...document.querySelectorAll(".live-example > [data-settled]")].map((element) => [element.localName, element.shadowRoot.textContent]));

test("every element has a live example that shows an offer", async ({ page }) => {
  test.slow();
  const errors = [];
  page.on("pageerror", ({ message }) => errors.push(message));
  const shown = new Set();
  for (const name of PAGES) {
    await page.goto(`/docs/offers/${name && `${name}.html`}`);
    await expect.poll(async () => (await examples(page)).filter(([, text]) => text.length > 20).length, name).toBe(1);
    for (const [tag] of await examples(page)) shown.add(tag);
  }
  expect([...shown].sort()).toEqual(Object.keys(readContract(root).elements).sort());
  expect(errors).toEqual([]);
});

test("a click in a live example shows the event that the page receives, and the product is added", async ({ page }) => {
  await page.goto("/docs/offers/bundle.html");
  const example = page.locator(".live-example");
  await example.getByRole("button", { name: /^Add 4/ }).click();
  await expect(example.locator("pre")).toContainText('"source": "bundle"');
  await expect(example).toContainText("4 items added to your basket");
});

test("the next page has its own example", async ({ page }) => {
  await page.goto("/docs/offers/also-bought.html");
  await expect.poll(async () => (await examples(page)).length).toBe(1);
  await page.getByRole("link", { name: "Loyalty points", exact: true }).first().click();
  await expect(page.getByRole("heading", { level: 1 })).toContainText("Loyalty points");
  await expect.poll(async () => (await examples(page)).map(([tag]) => tag)).toEqual(["tillside-loyalty"]);
});

test("the pages fit a phone, in light and dark, and axe finds nothing in the examples", async ({ page }) => {
  await page.setViewportSize({ width: 360, height: 740 });
  for (const colorScheme of ["light", "dark"]) {
    await page.emulateMedia({ colorScheme });
    for (const address of ["", "offers/bundle.html", "reference.html", "exports.html"]) {
      await page.goto(`/docs/${address}`);
      expect(await page.evaluate(() => document.documentElement.scrollWidth), address).toBe(360);
    }
    await page.goto("/docs/offers/bundle.html");
    await expect.poll(async () => (await examples(page)).length).toBe(1);
    await page.evaluate(AXE);
    const violations = await page.evaluate(async () => (await axe.run(".live-example")).violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)]));
    expect(violations).toEqual([]);
  }
});

test("the search finds a page by a word in it", async ({ page }) => {
  await page.goto("/docs/");
  await page.getByRole("button", { name: "Search" }).click();
  await page.getByRole("searchbox").fill("free_from_items");
  await expect(page.locator(".result", { hasText: "shop.toml" }).first()).toBeVisible();
});

test("llms.txt lists every page, and each is there as Markdown", async ({ request }) => {
  const text = await (await request.get("/docs/llms.txt")).text();
  const links = [...text.matchAll(/\]\((\S+\.md)\)/g)].map(([, link]) => link);
  expect(links.length).toBeGreaterThan(30);
  for (const link of links) expect((await request.get(link)).ok(), link).toBe(true);
  expect(await (await request.get("/docs/exports.md")).text()).toBe(readFileSync("docs/exports.md", "utf8"));
});
