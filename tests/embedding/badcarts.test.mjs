// Carts that go wrong: one clear event, no promise that is not kept, and the page goes on.
import assert from "node:assert/strict";
import { HASTY, codes, press, products, said, settled, subtotal, titles } from "./cart_page.mjs";
import { shopify, woocommerce } from "./carts.mjs";
import { ELEMENTS, SCRIPT, scenario } from "./scenario.mjs";

const SHOPIFY = '<script>window.Shopify = { routes: { root: "/" }, currency: { active: "GBP" } };</script>';
const WOO = '<link rel="https://api.w.org/" href="/wp-json/"><script>window.wc_add_to_cart_params = {};</script>';
const PLATFORMS = { Shopify: [shopify, SHOPIFY], WooCommerce: [woocommerce, WOO] };

/** One event with this text, one console line, nothing said to be added, and a page that goes on. */
async function isOne(page, text, code = "cart-failed") {
  const events = await page.until(() => noted.events, (events) => events.length > 0, "an event");
  assert.deepEqual(events.map((event) => event.code), [code], JSON.stringify(events));
  assert.match(events[0].message, text);
  const { errors, console: lines } = await page.noted();
  assert.deepEqual([errors, lines.filter((line) => line.startsWith("Tillside")).length], [[], 1]);
  await page.goesOn();
}

for (const [name, [standIn, before]] of Object.entries(PLATFORMS)) {
  const open = async (page, more = {}, body = ELEMENTS) => {
    const known = await products(page, more);
    const cart = standIn({ products: known });
    await page.open({ page: { before, body }, faults: cart.faults });
    return { known, cart };
  };

  scenario(`${name}: a cart API that answers with an HTML page: one event`, async (page) => {
    const known = await products(page);
    const cart = standIn({ products: known });
    cart.isHtml = true;
    await page.open({ page: { before }, faults: cart.faults });
    await page.shows();
    await isOne(page, /cart can.* answered 200 without JSON/i);
  });

  scenario(`${name}: a cart API that answers with a page after the click: one event, and no product is shown as added`, async (page) => {
    const { cart } = await open(page);
    await page.shows();
    await page.rests();
    cart.isHtml = true;
    await page.adds();
    await page.refuses();
    assert.equal((await said(page)).status, "");
    await isOne(page, /Nothing could be added: .* without JSON/);
  });

  scenario(`${name}: an answer in an unknown form: one event`, async (page) => {
    const known = await products(page);
    const cart = standIn({ products: known });
    cart.words = { basket: { articles: 3 } };
    await page.open({ page: { before }, faults: cart.faults });
    await page.shows();
    await isOne(page, /answered without items/);
  });

  scenario(`${name}: another script empties the cart between click and answer: no product is shown as added`, async (page) => {
    const { cart, known } = await open(page);
    await page.shows();
    cart.onAdd = () => (cart.cart.length = 0);
    await page.adds();
    await page.refuses();
    const { status, refused } = await said(page);
    assert.equal(status, "");
    for (const { title } of known) assert(refused.includes(title), refused);
    await page.goesOn();
  });

  scenario(`${name}: offline after the page was loaded: one event, and the button can be pressed again`, async (page) => {
    const { cart } = await open(page);
    await page.shows();
    await page.rests();
    const faults = [...page.shop.faults];
    page.shop.faults.unshift([{ test: cart.handles }, (response) => response.destroy()]);
    await page.adds();
    await page.refuses();
    assert.equal((await said(page)).status, "");
    await isOne(page, /Nothing could be added/);
    page.shop.faults.splice(0, page.shop.faults.length, ...faults);
    await page.adds();
    await page.until(() => document.querySelector("tillside-bundle").shadowRoot.querySelector(".live-region").textContent, Boolean, "added");
  });

  scenario(`${name}: a variant that no longer exists: its SKU is named once, and the others are added`, async (page) => {
    const known = await products(page);
    const cart = standIn({ products: known.filter((_, at) => at !== 2) });
    await page.open({ page: { before }, faults: cart.faults });
    await page.shows();
    await page.adds();
    await page.refuses();
    const { status, refused } = await said(page);
    assert.deepEqual([status, refused], ["3 items added to your basket", `Sorry, we couldn’t add: ${known[2].title}`]);
    await isOne(page, new RegExp(`has the SKU "${known[2].sku}"`));
  });

  scenario(`${name}: a cart of a thousand lines is read in one piece`, async (page) => {
    const known = await products(page);
    const many = Array.from({ length: 1000 }, (_, at) => ({ id: 70_000_000 + at, handle: `many-${at}`, sku: `MANY-${at}`, title: `Many ${at}`, price: 1 }));
    const cart = standIn({ products: [...known, ...many] });
    for (const { id } of many) cart.put(id, 1);
    await page.open({ page: { before }, faults: cart.faults });
    await page.until(subtotal, (amount) => amount === 1000, "a thousand pence");
    await page.adds();
    await settled(page);
    assert.equal((await said(page)).status, "4 items added to your basket");
    await page.isSilent();
  });
}

scenario("WooCommerce: a nonce that expires again and again: no product is shown as added, and the reason is the shop's", async (page) => {
  const known = await products(page);
  const cart = woocommerce({ products: known });
  await page.open({ page: { before: WOO }, faults: cart.faults });
  await page.shows();
  page.shop.faults.unshift([/\/batch$/, (...rest) => (cart.expire(), cart.handle(...rest))]);
  await page.adds();
  await page.refuses();
  const { status, refused } = await said(page);
  assert.deepEqual([status, refused.includes("Nonce is invalid.")], ["", true]);
  assert.equal(cart.batches.length, 2);
  await page.goesOn();
});

scenario("two adapters at once: marks of two platforms are one cart, and two connected carts are one event and the later one counts", async (page) => {
  const known = await products(page);
  const shop = shopify({ products: known });
  const woo = woocommerce({ products: known });
  shop.put(known[0].id, 1);
  await page.open({ page: { before: SHOPIFY + WOO }, faults: [...shop.faults, ...woo.faults] });
  await page.until(subtotal, (amount) => amount === known[0].price, "one cart");
  assert.equal(page.shop.requests.filter(({ address }) => address.startsWith("/pkg/carts/")).length, 1);
  await page.isSilent();
  await page.run(async (sku) => {
    const { connectCart } = await import("/pkg/carts/functions.js");
    window.end = connectCart({ read: () => [{ sku, quantity: 1, priceMinor: 111 }], watch: (changed) => (window.changed = changed) });
    connectCart({ read: () => [{ sku, quantity: 1, priceMinor: 222 }] });
    window.changed();
  }, known[0].sku);
  await page.until(subtotal, (amount) => amount === 222, "the later cart");
  await isOne(page, /Two carts are connected/);
});

scenario("a cart that is disconnected and connected again, as frameworks do, is not an error", async (page) => {
  await page.open();
  await page.shows();
  await page.run(async () => {
    const { connectCart } = await import("/pkg/carts/functions.js");
    const cart = { read: () => [{ sku: "22423", quantity: 1, priceMinor: 333 }] };
    connectCart(cart)();
    connectCart(cart);
  });
  await page.until(subtotal, (amount) => amount === 333, "the cart");
  await page.isSilent();
});

scenario("a cart that is declared twice from the start: one event, and the page goes on", async (page) => {
  const cart = '<script type="application/json" data-tillside-cart>{ "lines": [] }</script>';
  await page.open({ page: { before: cart + cart } });
  await page.shows();
  await isOne(page, /Two elements of the page have data-tillside-cart/);
});

scenario("a declared cart that is not JSON, or has no lines: one event", async (page) => {
  for (const text of ["{ lines: ", '{ "currency": "GBP" }', "null"]) {
    await page.open({ page: { before: `<script type="application/json" data-tillside-cart>${text}</script>` } });
    await page.shows();
    await isOne(page, /The cart cannot be read/);
  }
});

scenario("functions that throw, or return something other than a cart: one event, and no product is shown as added", async (page) => {
  await page.open({ page: { before: HASTY } });
  await page.shows();
  await page.run(async () => {
    const { connectCart } = await import("/pkg/carts/functions.js");
    connectCart({ read: () => ({ basket: 3 }), add: () => window.cartThatIsNotThere.add() });
  });
  await isOne(page, /no list of lines/);
  await page.adds();
  await page.refuses();
  assert.equal((await said(page)).status, "");
  const names = await titles(page);
  assert((await said(page)).refused.includes(names[0]));
  assert.deepEqual(await codes(page), ["cart-failed", "cart-failed"]);
});

scenario("a listener that throws beside an adapter: the adapter's answer counts", async (page) => {
  const known = await products(page);
  const cart = shopify({ products: known });
  await page.open({ page: { before: SHOPIFY }, faults: cart.faults });
  await page.shows();
  await press(page, "cartThatIsNotThere.add();");
  await settled(page);
  assert.equal((await said(page)).status, "4 items added to your basket");
  assert.equal(cart.cart.length, 4);
  assert.deepEqual(await codes(page), []);
});

scenario("a click before the adapter has arrived is not lost", async (page) => {
  const known = await products(page);
  const cart = shopify({ products: known });
  let send;
  const slow = (response, address) => (send = () => page.shop.late(response, address));
  await page.open({ page: { before: SHOPIFY, script: SCRIPT.replace("data-graph", 'data-cart="shopify" data-graph') }, faults: [[/^\/pkg\/carts\/shopify\.js$/, slow], ...cart.faults] });
  const { FAULTS } = await import("./fake_server.mjs");
  page.shop.late = FAULTS.late(0);
  await page.shows();
  await page.adds();
  for (const end = Date.now() + 5000; !send && Date.now() < end;) await new Promise((resolve) => setTimeout(resolve, 50));
  send();
  await settled(page);
  assert.equal((await said(page)).status, "4 items added to your basket");
  assert.equal(cart.cart.length, 4);
});
