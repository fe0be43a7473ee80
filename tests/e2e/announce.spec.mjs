// What is said aloud: a change of the way to free delivery once, as an amount of money, in a place that was there before.

import { expect, test } from "@playwright/test";
import { CAKESTAND, HEARTS, visit } from "./visit.mjs";

/** Starts to note what the status of the shipping bar says; the result tells what was said since it was asked last. */
async function listen(page) {
  await page.locator("tillside-shipping").getByRole("status").evaluate((status) => {
    window.said = [];
    window.spoken = status;
    new MutationObserver((changes) => {
      // Several records of one moment are one announcement.
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

test("each change of the basket is announced once, in money", async ({ page }) => {
  await visit(page, "/basket.html", [HEARTS]);
  const said = await listen(page);
  const quantity = page.getByRole("spinbutton").first();
  for (const [count, remaining, counted] of [[3, "£41.15", "£8.85"], [4, "£38.20", "£11.80"], [2, "£44.10", "£5.90"]]) {
    await quantity.fill(String(count));
    await quantity.press("Tab");
    await expect(status(page)).toHaveText(`Add ${remaining} for free shipping`);
    await page.waitForLoadState("networkidle");
    expect(await said()).toEqual([`Add ${remaining} for free shipping`]);
    await expect(bar(page)).toHaveAttribute("aria-valuetext", `${counted} of £50.00`);
  }
});

test("the first product, a reward that is earned and an emptied basket are announced once", async ({ page }) => {
  await visit(page, "/product.html?sku=22423");
  await expect(status(page)).toHaveText("Free shipping from £50.00");
  const said = await listen(page);
  await page.getByRole("button", { name: "Add to basket", exact: true }).click();
  await expect(status(page)).toHaveText("Add £25.04 for free shipping");
  await page.waitForLoadState("networkidle");
  expect(await said()).toEqual(["Add £25.04 for free shipping"]);
  await page.evaluate(async (line) => (await import("/pkg/tillside.js")).setBasket([{ ...line, quantity: 9 }]), CAKESTAND);
  await expect(status(page)).toHaveText("10% off is yours");
  expect(await said()).toEqual(["10% off is yours"]);
  await page.evaluate(async () => (await import("/pkg/tillside.js")).setBasket([]));
  await expect(status(page)).toHaveText("Free shipping from £50.00");
  expect(await said()).toEqual(["Free shipping from £50.00"]);
});

test("what changes nothing is not announced", async ({ page }) => {
  await visit(page, "/basket.html", [CAKESTAND, HEARTS]);
  const said = await listen(page);
  await page.evaluate(async (lines) => {
    const { setBasket, setUnavailable, setConsent } = await import("/pkg/tillside.js");
    setBasket(lines);
    setUnavailable(["23355"]);
    setConsent(true);
  }, [CAKESTAND, HEARTS]);
  await page.waitForLoadState("networkidle");
  expect(await said()).toEqual([]);
});
