// Announcements: each change of the progress to free delivery is announced once, as an amount of money, in a live
// region that existed before.

import { expect, test } from "@playwright/test";
import { CAKESTAND, HEARTS, visit } from "./visit.mjs";

/**
 * Starts to record the status of the shipping bar; the returned function returns the announcements since its last
 * call.
 */
async function listen(page) {
  await page.locator("tillside-shipping").getByRole("status").evaluate((status) => {
    window.said = [];
    window.spoken = status;
    new MutationObserver((changes) => {
      // Several records at one moment are one announcement.
      const isAboutText = changes.some(({ target }) => status.contains(target));
      if (isAboutText) window.said.push(status.textContent);
    }).observe(status.getRootNode(), { subtree: true, childList: true, characterData: true });
  });
  return () =>
    page.evaluate(() => {
      if (!window.spoken.isConnected) throw new Error("the status was replaced, so that nobody hears it");
      return window.said.splice(0);
    });
}

const bar = (page) => page.locator("tillside-shipping").getByRole("progressbar");
const status = (page) => page.locator("tillside-shipping").getByRole("status");

test("each change to the cart is announced once, with its amount", async ({ page }) => {
  await visit(page, "/cart.html", [HEARTS]);
  const said = await listen(page);
  const quantity = page.getByRole("spinbutton").first();
  for (const [count, remaining, counted] of [[3, "£41.15", "£8.85"], [4, "£38.20", "£11.80"], [2, "£44.10", "£5.90"]]) {
    await quantity.fill(String(count));
    await quantity.press("Tab");
    await expect(status(page)).toHaveText(`Spend ${remaining} more for free delivery`);
    await page.waitForLoadState("networkidle");
    expect(await said()).toEqual([`Spend ${remaining} more for free delivery`]);
    await expect(bar(page)).toHaveAttribute("aria-valuetext", `${counted} of £50.00`);
  }
});

test("the first product, an earned reward and an emptied cart are announced once", async ({ page }) => {
  await visit(page, "/product.html?sku=22423");
  await expect(status(page)).toHaveText("Free delivery from £50.00");
  const said = await listen(page);
  await page.getByRole("button", { name: "Add to basket", exact: true }).click();
  await expect(status(page)).toHaveText("Spend £37.25 more for free delivery");
  await page.waitForLoadState("networkidle");
  expect(await said()).toEqual(["Spend £37.25 more for free delivery"]);
  await page.evaluate(async (line) => (await import("/pkg/tillside.js")).setCart([{ ...line, quantity: 12 }]), CAKESTAND);
  await expect(status(page)).toHaveText("You get 10% off");
  expect(await said()).toEqual(["You get 10% off"]);
  await page.evaluate(async () => (await import("/pkg/tillside.js")).setCart([]));
  await expect(status(page)).toHaveText("Free delivery from £50.00");
  expect(await said()).toEqual(["Free delivery from £50.00"]);
});

test("a cart without changes is not announced", async ({ page }) => {
  await visit(page, "/cart.html", [CAKESTAND, HEARTS]);
  const said = await listen(page);
  await page.evaluate(async (lines) => {
    const { setCart, setUnavailable, setConsent } = await import("/pkg/tillside.js");
    setCart(lines);
    setUnavailable(["23355"]);
    setConsent(true);
  }, [CAKESTAND, HEARTS]);
  await page.waitForLoadState("networkidle");
  expect(await said()).toEqual([]);
});
