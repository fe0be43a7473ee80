// Shops that swap their HTML by htmx or Turbo, without a script of their own.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { openShop } from "./swapped.mjs";
import { Visit, openBrowser } from "./visit.mjs";

let browser;
before(async () => (browser = await openBrowser()));
after(() => browser.close());

const count = (visit) => visit.page.evaluate(() => document.querySelector("#basket output").textContent);

test("htmx: its swaps change the plan, and content that is replaced after an addition still belongs to htmx", async (t) => {
  const shop = await openShop("htmx", { stock: { KETT: 0 } });
  t.after(() => shop.close());
  const visit = await Visit.start(browser, "htmx", { width: 390, address: shop.address });
  await visit.bundle();
  await visit.page.click("#buy");
  await visit.untilSubtotal(1900);
  await visit.page.click("#clear");
  await visit.untilSubtotal(0);
  const { heard, refused } = await visit.add();
  assert.equal(heard, "2 items added to your basket");
  assert.match(refused, /Pouring kettle \(All gone\)/);
  assert.equal(await count(visit), "2");
  await visit.untilSubtotal(2550);
  await visit.picture("refused");
  await visit.page.click("#clear");
  await visit.untilSubtotal(0);
  assert.equal(await count(visit), "0");
  await visit.isCalm();
  await visit.end();
});

test("Turbo: after a visit the new page's elements and cart are used", async (t) => {
  const shop = await openShop("turbo");
  t.after(() => shop.close());
  const visit = await Visit.start(browser, "turbo", { address: shop.address });
  await visit.bundle();
  await visit.page.evaluate(() => (window.isSame = true));
  await visit.page.click("nav a[href='/p/house-blend']");
  await visit.page.waitForFunction(() => document.querySelector("h1").textContent.startsWith("House blend"));
  assert.match(await visit.bundle(), /House blend/);
  assert.equal(await visit.page.evaluate(() => window.isSame), true, "Turbo went there, not the browser");
  const { heard, refused } = await visit.add();
  assert.match(heard, /added to your basket/);
  assert.equal(refused, "");
  assert(shop.cart.has("BEAN"));
  const total = [...shop.cart.values()].reduce((sum, each) => sum + each, 0);
  // The page's own count comes with the page that is fetched after the addition.
  await visit.page.waitForFunction((total) => document.querySelector("output").textContent === total, String(total));
  await visit.page.click("nav a[href='/p/v60-dripper']");
  await visit.page.waitForFunction(() => document.querySelector("h1").textContent.startsWith("V60"));
  // Turbo first shows the page that it kept, then the new one.
  await visit.page.waitForFunction((total) => document.querySelector("output").textContent === total, String(total));
  await visit.isCalm();
  await visit.end();
});
