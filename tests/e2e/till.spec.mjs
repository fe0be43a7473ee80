// The demo's basket charges what the reference till charges. Every offer of every scene of the tour is clicked: the
// basket then costs what the offer named, and no penny more.

import { readFileSync } from "node:fs";
import { expect, test } from "@playwright/test";
import { TOUR } from "../../demo/scenes.mjs";
import { play } from "./visit.mjs";

const lines = (page) => page.evaluate(() => JSON.parse(localStorage.getItem("robin-and-reed") ?? "{}").lines ?? []);
const total = (some) => some.reduce((sum, { quantity, priceMinor }) => sum + quantity * priceMinor, 0);
const money = (minor) => `£${(minor / 100).toFixed(2)}`;
const pounds = (minor) => (minor === 0 ? "Free" : money(minor));

/** The buttons that put something into the basket; those of the memberships are in a scene of their own. */
const buttons = (page) =>
  page.locator("[data-settled], .below").locator("button:enabled").filter({ hasText: /^(Add|Choose)/ });

/** Clicks one button of a scene; returns the items of the event, and what the element had shown. */
async function click(page, button) {
  await page.evaluate(() => {
    document.addEventListener("tillside-add", ({ detail }) => (window.added = detail.items), { once: true });
  });
  const shown = await button.evaluate((node) => node.getRootNode().querySelector(".mount").textContent);
  await button.click();
  await page.waitForFunction(() => window.added !== undefined);
  return { items: await page.evaluate(() => window.added), shown };
}

for (const { id, title } of TOUR) {
  test(`${title}: the basket costs what each offer named`, async ({ page }) => {
    test.slow();
    await play(page, id);
    const count = await buttons(page).count();
    if (id !== "memberships") expect(count).toBeGreaterThan(0);
    for (let place = 0; place < count; place += 1) {
      if (place > 0) {
        // What the widget and the shop remember of the click before.
        await page.evaluate(() => localStorage.clear());
        await play(page, id);
        await expect(buttons(page)).toHaveCount(count);
      }
      const before = await lines(page);
      const { items, shown } = await click(page, buttons(page).nth(place));
      expect(items.length).toBeGreaterThan(0);
      for (const { priceMinor, quantity = 1 } of items) {
        const named = [pounds(priceMinor), pounds(priceMinor * quantity)];
        expect(named.some((amount) => shown.includes(amount)), `${named.join(" or ")} in "${shown}"`).toBe(true);
      }
      const replaced = before.filter(({ sku }) => items.some(({ replaces }) => replaces === sku));
      await expect.poll(async () => total(await lines(page))).toBe(total(before) - total(replaced) + total(items));
      const subtotal = page.getByTestId("subtotal");
      if (await subtotal.isVisible()) await expect(subtotal).toHaveText(pounds(total(await lines(page))));
    }
  });
}

test("the demo's basket charges what the reference till charges", async ({ page }) => {
  await page.goto("/cart.html");
  for (const { lines, membership, ...due } of JSON.parse(readFileSync("tests/data/till.json", "utf8"))) {
    const charged = await page.evaluate((state) => {
      localStorage.setItem("robin-and-reed", JSON.stringify(state));
      dispatchEvent(new StorageEvent("storage", { key: "robin-and-reed" }));
      const text = (name) => document.querySelector(`[data-testid="${name}"]`)?.textContent;
      const names = ["subtotal", "discount", "reward", "delivery", "total"];
      const gifts = [...document.querySelectorAll('[data-testid="gift"]')].map((gift) => gift.previousSibling.textContent);
      return { ...Object.fromEntries(names.map((name) => [name, text(name)])), gifts };
    }, { lines, membership });
    const off = (minor) => (minor === 0 ? undefined : `−${pounds(minor)}`);
    expect({ ...charged, delivery: charged.delivery.replace(/ with .*/, "") }, JSON.stringify(lines)).toEqual({
      subtotal: money(due.subtotal), discount: off(due.discount), reward: off(due.reward),
      gifts: due.gifts.map((name) => `A gift: ${name}`), delivery: pounds(due.delivery), total: money(due.total),
    });
  }
});

test("the products that fill the gap make delivery free", async ({ page }) => {
  await play(page, "shipping");
  const delivery = page.getByTestId("delivery");
  await expect(delivery).toHaveText("£4.95");
  await click(page, buttons(page).first());
  await expect(delivery).toHaveText("Free");
});
