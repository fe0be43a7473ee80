// A WooCommerce shop whose theme floats its columns, as Storefront does.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { Visit, WIDTHS, openBrowser } from "./visit.mjs";
import { openShop } from "./woocommerce.mjs";

let browser;
before(async () => (browser = await openBrowser()));
after(() => browser.close());

const shown = (visit) => visit.page.evaluate(() => document.querySelector("a.cart-contents").textContent);

for (const width of WIDTHS) {
  test(`WooCommerce at ${width} px: the bundle is below the floats, is added, and the shop's own count shows it`, async (t) => {
    const shop = await openShop();
    t.after(() => shop.close());
    const visit = await Visit.start(browser, "woocommerce", { width, address: shop.address });
    assert.match(await visit.bundle(), /£49\.50/);
    await visit.picture("bundle");
    const [bundle, column] = await visit.page.evaluate(() => ["tillside-bundle", ".product"].map((name) => document.querySelector(name).getBoundingClientRect().width));
    assert(Math.abs(bundle - column) < 1, `${bundle} px of ${column}`);
    await visit.isCalm();
    const { heard, refused } = await visit.add();
    assert.deepEqual([heard, refused], ["3 items added to your basket", ""]);
    assert.equal(await shown(visit), "£49.50 3 items");
    await visit.untilSubtotal(4950);
    assert.deepEqual(await visit.page.evaluate(() => [window.fragments, window.invalidated]), [[["h3", undefined]], "wc/store/cart"]);
    await visit.picture("added");
    await visit.isCalm();
    await visit.end();
  });
}

for (const width of [390, 1280]) {
  test(`WooCommerce at ${width} px: a sold-out product is refused with the shop's reason as plain text`, async (t) => {
    const shop = await openShop({ stock: { KETT: 0 } });
    t.after(() => shop.close());
    const visit = await Visit.start(browser, "woocommerce", { width, address: shop.address });
    await visit.bundle();
    const { heard, refused } = await visit.add();
    assert.equal(heard, "2 items added to your basket");
    assert.match(refused, /You cannot add "Pouring kettle" to the cart because the product is out of stock\./);
    assert.equal(await shown(visit), "£25.50 2 items");
    await visit.picture("refused");
    await visit.end();
  });
}

test("WooCommerce: the shop's own number of decimals, and a nonce that expired", async (t) => {
  const shop = await openShop({ decimals: 4 });
  t.after(() => shop.close());
  const visit = await Visit.start(browser, "woocommerce", { address: shop.address });
  await visit.bundle();
  await visit.page.waitForLoadState("networkidle");
  shop.api.expire();
  assert.equal((await visit.add()).heard, "3 items added to your basket");
  await visit.untilSubtotal(4950);
  await visit.end();
});
