// The widget in the hostile pages of tests/pages: in each of them a shopper sees the offers and adds them.

import { readFileSync, readdirSync } from "node:fs";
import { expect, test } from "@playwright/test";
import { CAKESTAND, shopAdds } from "./visit.mjs";

const address = (name) => `/tests/pages/${name}.html`;
const NAMES = readdirSync("tests/pages").filter((file) => file.endsWith(".html")).map((file) => file.slice(0, -5));

// Opens a page that must stay silent: no exception, no violation of a policy, no console line of the widget.
async function visit(page, name) {
  const heard = [];
  page.on("pageerror", (error) => heard.push(error.message));
  page.on("console", (message) => /^Tillside|Refused|violates/.test(message.text()) && heard.push(message.text()));
  // English words, for which an Arabic file without strings leaves the place, with Arabic amounts.
  const arabic = JSON.parse(readFileSync("pkg/languages/ar.json", "utf8"));
  await page.route("**/languages/ar.json", (route) => route.fulfill({ json: { ...arabic, messages: {}, checksum: 2166136261 } }));
  await page.goto(address(name));
  const bundle = page.locator("tillside-bundle");
  await expect(bundle.getByRole("checkbox")).toHaveCount(4);
  // All elements, also those far below.
  await page.evaluate(async () => (await import("/pkg/tillside.js")).currentPlan());
  return { bundle, shipping: page.locator("tillside-shipping"), memberships: page.locator("tillside-memberships"), heard };
}

const sum = (texts) => texts.map((text) => Number(text.replace(/\D/g, ""))).reduce((total, pence) => total + pence);

for (const name of NAMES) {
  test(`${name}: all elements are shown, and a new cart has a new plan`, async ({ page }) => {
    const { bundle, shipping, memberships, heard } = await visit(page, name);
    await expect(shipping.getByRole("progressbar")).toHaveAttribute("aria-valuenow", "0");
    await expect(memberships.getByRole("button", { name: /^Join/ })).toHaveCount(2);

    await bundle.getByRole("checkbox").last().uncheck();
    await expect(bundle.getByRole("button")).toHaveText("Add 3 to basket");
    const pence = sum((await bundle.locator("[part=price]").allTextContents()).slice(0, 3));
    await bundle.getByRole("button").click();
    await expect(shipping.getByRole("progressbar")).toHaveAttribute("aria-valuenow", String(Math.floor((pence * 100) / 5000)));
    await expect(page.locator("tillside-also-bought").getByRole("button").first()).toBeVisible();
    // Three products can close the gap that is left behind two cakestands.
    await shopAdds(page, CAKESTAND);
    await shipping.getByRole("button").click();
    await expect(shipping.getByRole("status")).toHaveText(/^Spend .*£.* more to get .*jumbo bag.* free$/);
    await memberships.getByRole("button", { name: /^Join/ }).first().click();
    await expect(memberships.locator("section")).toHaveCount(0);
    expect(heard).toEqual([]);
  });
}

test("the patched globals were really used", async ({ page }) => {
  await visit(page, "patched-globals");
  const wrapped = () => page.evaluate(() => window.wrapped);
  await expect.poll(async () => (await wrapped()).fetch).toBe(5); // Default plan, wasm, manifest, policy, one data file.
  expect((await wrapped()).define).toBe(15); // The elements.
});

test("two copies share one session", async ({ page }) => {
  const files = [];
  page.on("response", (response) => files.push(new URL(response.url())));
  const { bundle } = await visit(page, "two-copies");
  await expect(bundle.locator("section")).toHaveCount(1);
  await page.evaluate(async () => (await import("/pkg/tillside.js")).ready);
  for (const file of [/\.wasm$/, /manifest\.json$/, /-[0-9a-f]{16}\.bin$/, /-[0-9a-f]{4}\.bin$/]) {
    expect(files.filter(({ pathname }) => file.test(pathname)), file.source).toHaveLength(1);
  }
  expect(await page.evaluate(async () => (await import("/pkg/tillside.js?copy")).setCart === (await import("/pkg/tillside.js")).setCart)).toBe(true);
});

test("a right-to-left page is mirrored", async ({ page }) => {
  const { bundle } = await visit(page, "rtl");
  const lefts = await bundle.getByRole("listitem").evaluateAll((items) => items.map((item) => item.getBoundingClientRect().left));
  expect(lefts).toEqual([...lefts].sort((x, y) => y - x));
  const [fillEnd, trackEnd] = await page.locator("tillside-shipping").evaluate((shipping) =>
    [".bar", ".track"].map((selector) => shipping.shadowRoot.querySelector(selector).getBoundingClientRect().right));
  expect(fillEnd).toBe(trackEnd);
});

test("a right-to-left amount stands whole before its words", async ({ page }) => {
  const { memberships } = await visit(page, "rtl");
  const [left, right] = await memberships.locator("[part=price]").last().evaluate((price) => {
    const [text] = price.childNodes;
    const boxOf = (words) => {
      const range = document.createRange();
      const start = text.data.search(words);
      range.setStart(text, start);
      range.setEnd(text, start + text.data.match(words)[0].length);
      return range.getBoundingClientRect();
    };
    return [boxOf(/\d.*£/).right, boxOf(/a year/).left];
  });
  expect(left).toBeLessThanOrEqual(right);
});

test("nothing violates the strictest policy", async ({ page }) => {
  await page.addInitScript(() => {
    window.violations = [];
    document.addEventListener("securitypolicyviolation", (event) => window.violations.push(event.violatedDirective));
  });
  const { bundle } = await visit(page, "strict-csp");
  await bundle.getByRole("checkbox").first().uncheck();
  await expect(bundle.getByRole("button")).toHaveText("Add 3 to basket");
  expect(await page.evaluate(() => window.violations)).toEqual([]);
});

test("properties that a page adds to every object are not settings", async ({ page }) => {
  const { shipping } = await visit(page, "polluted-prototype");
  await expect(shipping.getByRole("status")).toHaveText("Free delivery from £50.00");
});
