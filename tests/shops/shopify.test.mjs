// A Shopify shop whose theme is built like Dawn.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { openShop } from "./shopify.mjs";
import { Visit, WIDTHS, openBrowser } from "./visit.mjs";

let browser;
before(async () => (browser = await openBrowser()));
after(() => browser.close());

const count = (visit) => visit.page.evaluate(() => document.querySelector(".cart-count-bubble [aria-hidden]")?.textContent ?? "0");

for (const width of WIDTHS) {
  test(`Shopify at ${width} px: the bundle appears, is added, and the theme's drawer and count show it`, async (t) => {
    const shop = await openShop();
    t.after(() => shop.close());
    const visit = await Visit.start(browser, "shopify", { width, address: shop.address });
    const text = await visit.bundle();
    assert.match(text, /£49\.50/);
    await visit.picture("bundle");
    await visit.isCalm();
    const { heard, refused } = await visit.add();
    assert.deepEqual([heard, refused], ["3 items added to your basket", ""]);
    await visit.page.waitForFunction(() => document.querySelector("cart-drawer").classList.contains("active"));
    assert.equal(await count(visit), "3");
    assert.match(await visit.page.evaluate(() => document.querySelector(".totals__total-value").textContent), /£49\.50/);
    assert.deepEqual(await visit.page.evaluate(() => window.updates.at(-1)), ["tillside", 3]);
    await visit.untilSubtotal(4950);
    await visit.picture("added");
    // The overlay, which the theme listens on, closes the drawer still.
    await visit.page.mouse.click(5, 400);
    assert.equal(await visit.page.evaluate(() => document.querySelector("cart-drawer").classList.contains("active")), false);
    await visit.end();
  });
}

for (const width of [390, 1280]) {
  test(`Shopify at ${width} px: a sold-out product is refused with the shop's reason, and the others are in the cart`, async (t) => {
    const shop = await openShop({ stock: { FILT: 0 } });
    t.after(() => shop.close());
    const visit = await Visit.start(browser, "shopify", { width, address: shop.address });
    await visit.bundle();
    const { heard, refused } = await visit.add();
    assert.equal(heard, "2 items added to your basket");
    assert.match(refused, /Paper filters.*already sold out/);
    assert.equal(await count(visit), "2");
    assert.equal(await visit.page.evaluate(() => document.querySelector("cart-drawer").className), "drawer");
    await visit.picture("refused");
    await visit.isCalm();
    await visit.end();
  });
}

test("Shopify: a product that the theme's own form adds changes the plan, in a shop with a locale in its addresses", async (t) => {
  const shop = await openShop({ root: "/fr/" });
  t.after(() => shop.close());
  const visit = await Visit.start(browser, "shopify", { address: shop.address });
  await visit.bundle();
  await visit.page.waitForLoadState("networkidle");
  await visit.page.click("product-form button");
  await visit.untilSubtotal(1900);
  assert.equal(shop.api.cart.length, 1);
  await visit.end();
});

test("Shopify: yen are counted in hundredths", async (t) => {
  const shop = await openShop({ currency: "JPY" });
  t.after(() => shop.close());
  const visit = await Visit.start(browser, "shopify", { address: shop.address });
  await visit.bundle();
  await visit.page.waitForLoadState("networkidle");
  await visit.page.click("product-form button");
  // 1,900 hundredths are 19 yen.
  await visit.untilSubtotal(19);
  await visit.end();
});
