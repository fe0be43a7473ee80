// A shop of django-oscar: its templates declare the basket, and Oscar's own forms add to it.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { openShop } from "./oscar.mjs";
import { Visit, WIDTHS, openBrowser } from "./visit.mjs";

let browser;
let shop;
before(async () => {
  browser = await openBrowser();
  shop = await openShop();
});
after(() => Promise.all([browser.close(), shop?.close()]));

// Oscar asks a content delivery network for jQuery first, and has a copy.
async function visitShop(width) {
  const visit = await Visit.start(browser, "oscar", { width, address: "about:blank" });
  await visit.page.route(/googleapis/, (route) => route.abort());
  await visit.page.context().clearCookies();
  await visit.page.goto(shop.address);
  return visit;
}

const total = (visit) => visit.page.evaluate(() => document.querySelector(".basket-mini").textContent.replace(/\s+/g, " "));

for (const width of WIDTHS) {
  test(`Oscar at ${width} px: the bundle appears, is added to Oscar's basket, and the page's basket shows it`, async () => {
    const visit = await visitShop(width);
    assert.match(await visit.bundle(), /£49\.50/);
    await visit.picture("bundle");
    await visit.isCalm();
    assert.deepEqual(await visit.add(), { heard: "3 items added to your basket", refused: "" });
    assert.match(await total(visit), /£49\.50/);
    await visit.untilSubtotal(4950);
    await visit.picture("added");
    await visit.isCalm({ isAnswered: true });
    await visit.end();
  });
}

test("Oscar: a product that its own form adds is in the plan of the next page", async () => {
  const visit = await visitShop(1280);
  await visit.page.goto(new URL("/catalogue/paper-filters_2/", shop.address).href);
  await visit.page.click("#add_to_basket_form button");
  await visit.page.goto(shop.address);
  await visit.untilSubtotal(650);
  await visit.isCalm();
  await visit.end();
});

test("Oscar: stock that runs out meanwhile and a product that is sold out are refused with Oscar's reasons", async () => {
  await shop.close();
  shop = await openShop({ stock: { FILT: 2, KETT: 0 } });
  const visit = await visitShop(390);
  await visit.bundle();
  await visit.page.waitForLoadState("networkidle");
  // Another tab of the same shopper takes all that is left.
  const response = await visit.page.evaluate(async (address) => {
    const page = new DOMParser().parseFromString(await (await fetch(address)).text(), "text/html");
    const form = page.querySelector("#add_to_basket_form");
    const body = new URLSearchParams(new FormData(form));
    body.set("quantity", "2");
    return (await fetch(form.getAttribute("action"), { method: "POST", body })).ok;
  }, new URL("/catalogue/paper-filters_2/", shop.address).href);
  assert.equal(response, true);
  const { heard, refused } = await visit.add();
  assert.equal(heard, "Added to your basket");
  assert.match(refused, /Paper filters, 100 pieces \(.*2.*\) and Pouring kettle \(Unavailable\)/);
  await visit.picture("refused");
  assert.match(await total(visit), /£32\.00/);
  await visit.isCalm({ isAnswered: true });
  await visit.end();
});
