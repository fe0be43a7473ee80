// The shop's cart: its currency, and what is said about an addition.
import assert from "node:assert/strict";
import { HASTY, NOTHING, amounts, codes, loaded, offered, press, products, said, settled, subtotal, titles } from "./cart_page.mjs";
import { shopify } from "./carts.mjs";
import { ELEMENTS, SCRIPT, scenario } from "./scenario.mjs";

scenario("without a listener no product is shown as added, the products are named, and one event and one console line name the missing listener", async (page) => {
  await page.open({ page: { before: HASTY } });
  await page.shows();
  await press(page);
  assert.deepEqual(await said(page), { status: "", refused: "", busy: "true" });
  await page.refuses();
  const { status, refused } = await said(page);
  assert.equal(status, "");
  for (const title of await titles(page)) assert(refused.includes(title), refused);
  const { events, console: lines } = await page.noted();
  assert.deepEqual(events.map(({ code }) => code), ["cart-failed"]);
  assert.match(events[0].message, /respondWith\(\).*setCart\(\)/);
  assert.equal(lines.filter((line) => line.startsWith("Tillside")).length, 1);
});

scenario("a listener that throws: no product is shown as added, and the button can be pressed again", async (page) => {
  await page.open({ page: { before: HASTY } });
  await page.shows();
  await press(page, "window.calls = (window.calls ?? 0) + 1; cartThatIsNotThere.add();");
  await page.refuses();
  assert.equal((await said(page)).status, "");
  assert.deepEqual(await codes(page), ["cart-failed"]);
  await press(page);
  assert.equal(await page.run(() => window.calls), 2);
});

scenario("a page that only calls setCart(): items that the cart contains afterwards count as added, the others do not", async (page) => {
  await page.open({ page: { before: HASTY } });
  await page.shows();
  const names = await titles(page);
  await press(page, 'import("/pkg/tillside.js").then(({ setCart }) => setCart(event.detail.items.slice(0, 3).map(({ sku, quantity }) => ({ sku, quantity }))));');
  await page.refuses();
  const { status, refused } = await said(page);
  assert.deepEqual([status, refused], ["3 items added to your basket", `Sorry, we couldn’t add: ${names[3]}`]);
  assert.deepEqual(await codes(page), ["cart-failed"]);
});

scenario("a page that calls setCart() a moment later: added as soon as the cart contains the items, and not before", async (page) => {
  await page.open();
  await page.shows();
  await press(page, 'window.tell = async () => (await import("/pkg/tillside.js")).setCart(event.detail.items);');
  assert.deepEqual(await said(page), { status: "", refused: "", busy: "true" });
  await page.run(() => window.tell());
  await settled(page);
  assert.equal((await said(page)).status, "4 items added to your basket");
  await page.isSilent();
});

scenario("an answer with reasons and quantities: the shopper reads them, and the others are added", async (page) => {
  await page.open();
  await page.shows();
  const names = await titles(page);
  await press(page, 'const { items } = event.detail; event.respondWith(Promise.resolve([{ sku: ` ${items[1].sku.toLowerCase()} `, reason: "Only 2 left" }, items[2].sku]));');
  await page.refuses();
  const { status, refused } = await said(page);
  assert.deepEqual([status, refused], ["2 items added to your basket", `Sorry, we couldn’t add: ${names[1]} (Only 2 left) and ${names[2]}`]);
  await page.isSilent();
});

scenario("a quantity that is accepted in part: the product is added, and the shopper reads how many are missing and why", async (page) => {
  await page.open();
  await page.shows();
  const [name] = await titles(page);
  await press(page, `Object.assign(event.detail.items[0], { quantity: 3 });
    event.respondWith([{ sku: event.detail.items[0].sku, accepted: 2, reason: "Only 2 left" }]);`);
  await page.refuses();
  assert.deepEqual(await said(page), { status: "4 items added to your basket", refused: `Sorry, we couldn’t add: ${name} × 1 (Only 2 left)`, busy: "false" });
  await page.isSilent();
});

scenario("a product that the cart calls sold out: the shopper reads why, and it is not offered again on this page", async (page) => {
  await page.open();
  await page.shows();
  const names = await titles(page);
  await press(page, "event.respondWith(event.detail.items.map(({ sku }, at) => (at === 1 ? { sku, reason: 'Sold out', isAvailable: false } : sku)));");
  await page.refuses();
  const { status, refused } = await said(page);
  assert.deepEqual([status, refused.includes(`${names[1]} (Sold out)`)], ["", true]);
  await page.until(offered, (left) => !left.includes(names[1]), "offers without the product");
  assert((await page.run(offered)).includes(names[0]));
  await page.run(async () => (await import("/pkg/tillside.js")).setUnavailable([]));
  await page.until(offered, (left) => left.includes(names[1]), "the shop has the product again");
  await page.isSilent();
});

for (const [what, answer, part] of [
  ["the shop's own ids", '["40000000000007"]', /"40000000000007"/],
  ["a response of fetch()", 'fetch("/missing")', /names/],
  ["true", "true", /"true"/],
]) {
  scenario(`an answer that cannot be read (${what}): no product is shown as added, and the event names it`, async (page) => {
    await page.open();
    await page.shows();
    await press(page, `event.respondWith(${answer});`);
    await page.refuses();
    assert.equal((await said(page)).status, "");
    const { events } = await page.noted();
    assert.deepEqual(events.map(({ code }) => code), ["cart-failed"]);
    assert.match(events[0].message, part);
  });
}

scenario("a promise that is never settled: after ten seconds no product is shown as added", async (page) => {
  await page.open({ page: { before: HASTY } });
  await page.shows();
  await press(page, "event.respondWith(new Promise(() => {}));");
  await page.refuses();
  assert.equal((await said(page)).status, "");
  assert.deepEqual(await codes(page), ["cart-failed"]);
});

scenario("a refusal with preventDefault() is neither confirmed nor reported", async (page) => {
  await page.open({ page: { before: HASTY } });
  await page.shows();
  await press(page, "event.preventDefault();");
  await settled(page);
  await page.run(() => new Promise((resolve) => setTimeout(resolve, 600)));
  assert.deepEqual(await said(page), NOTHING);
  await page.isSilent();
});

scenario("a page that connects its cart with two functions: read, added, read again, and the reason shown", async (page) => {
  await page.open();
  await page.shows();
  const names = await titles(page);
  await page.run(async () => {
    const { connectCart } = await import("/pkg/carts/functions.js");
    window.lines = [];
    connectCart({
      read: async () => ({ lines: window.lines, currency: "gbp" }),
      add: async ({ items }) => {
        window.lines.push(...items.slice(1).map(({ sku, quantity, priceMinor }) => ({ sku, quantity, priceMinor })));
        return [{ sku: items[0].sku, reason: "Only in our stores" }];
      },
      watch: (changed) => (window.changed = changed),
    });
  });
  await page.adds();
  await page.refuses();
  assert.deepEqual(await said(page), { status: "3 items added to your basket", refused: `Sorry, we couldn’t add: ${names[0]} (Only in our stores)`, busy: "false" });
  await page.follows();
  await page.run(() => {
    window.lines = [];
    window.changed();
  });
  await page.until(() => document.querySelector("tillside-shipping").shadowRoot.querySelector("[role=progressbar]")?.getAttribute("aria-valuetext") ?? "", (text) => /^£0\.00/.test(text) || text.includes("£0"), "an empty cart");
  await page.isSilent();
});

for (const when of ["before the graph has arrived", "while the page is open"]) {
  scenario(`a cart in another currency, set ${when}: one event, no amount, and offers again once the currencies agree`, async (page) => {
    const script = 'import { setCart } from "/pkg/tillside.js"; setCart([{ sku: "22423", quantity: 1, priceMinor: 4900 }], { currency: "EUR" });';
    const isEarly = when.startsWith("before");
    await page.open({ page: isEarly ? { body: `${ELEMENTS}<script type="module">${script}</script>` } : {} });
    if (!isEarly) {
      await page.shows();
      await page.run(async () => (await import("/pkg/tillside.js")).setCart([{ sku: "22423", quantity: 1, priceMinor: 4900 }], { currency: "EUR" }));
    }
    const { told, lines, errors } = await page.collapsed();
    assert.deepEqual([told.map(({ code }) => code), lines.length, errors], [["bad-config"], 1, []]);
    assert.match(told[0].message, /EUR.*GBP/);
    assert.deepEqual(await page.run(amounts), []);
    assert.equal(await page.run(async () => (await import("/pkg/tillside.js")).currentPlan()), null);
    await page.run(async () => (await import("/pkg/tillside.js")).setCart([{ sku: "22423", quantity: 2, priceMinor: 4900 }], { currency: "EUR" }));
    assert.deepEqual(await codes(page), ["bad-config"], "the same currency is reported once");
    await page.run(async () => (await import("/pkg/tillside.js")).setCart([{ sku: "22423", quantity: 1, priceMinor: 2496 }], { currency: "GBP" }));
    await page.until(() => document.querySelector("tillside-shipping").shadowRoot?.querySelector("[part=message]")?.textContent ?? "", (text) => text.includes("£25.04"), "the pound's plan");
  });
}

scenario("amounts that a platform counts in other decimals than the currency are scaled", async (page) => {
  await page.open();
  await page.shows();
  await page.run(async () => (await import("/pkg/tillside.js")).setCart([{ sku: "22423", quantity: 1, priceMinor: 249600 }], { currency: "GBP", decimals: 4 }));
  await page.until(() => document.querySelector("tillside-shipping").shadowRoot.querySelector("[part=message]").textContent, (text) => text.includes("£25.04"), "hundredths of pence as pence");
  await page.isSilent();
});

scenario("a page whose currency is not the graph's: one event and no amount", async (page) => {
  await page.open({ page: { script: SCRIPT.replace("GBP", "EUR") } });
  const { told } = await page.collapsed();
  assert.deepEqual([told.map(({ code }) => code), await page.run(amounts)], [["bad-config"], []]);
});

const SHOPIFY = '<script>window.Shopify = { routes: { root: "/" }, currency: { active: "GBP" } };</script>';

scenario("a page that calls setCart() itself has no adapter, and neither has data-cart=\"none\"", async (page) => {
  const known = await products(page);
  const cart = shopify({ products: known });
  const own = '<script type="module">import { setCart } from "/pkg/tillside.js"; setCart([]);</script>';
  await page.open({ page: { before: SHOPIFY, body: ELEMENTS + own }, faults: cart.faults });
  await page.shows();
  await page.rests();
  assert.deepEqual(loaded(page), []);
  await page.open({ page: { before: SHOPIFY, script: SCRIPT.replace("data-graph", 'data-cart="none" data-graph') }, faults: cart.faults });
  await page.shows();
  await page.rests();
  assert.deepEqual(loaded(page), []);
  await page.isSilent();
});

scenario("data-cart may be the address of an adapter, for platforms that keep all files in one folder", async (page) => {
  const known = await products(page);
  const cart = shopify({ products: known });
  cart.put(known[0].id, 1);
  const script = SCRIPT.replace("data-graph", 'data-cart="/pkg/carts/shopify.js" data-graph');
  await page.open({ page: { before: SHOPIFY, script }, faults: cart.faults });
  await page.until(subtotal, (amount) => amount === known[0].price, "the cart's line");
  await page.isSilent();
});

scenario("an adapter that does not exist is one event", async (page) => {
  await page.open({ page: { script: SCRIPT.replace("data-graph", 'data-cart="shopifi" data-graph') } });
  await page.shows();
  await page.until(() => noted.events, (events) => events.length > 0, "an event");
  assert.deepEqual(await codes(page), ["cart-failed"]);
  await page.goesOn();
});
