// The carts of platforms: what their adapters read, add, refresh and follow.
import assert from "node:assert/strict";
import { amounts, codes, goal, loaded, offered, press, products, said, settled, subtotal } from "./cart_page.mjs";
import { shopify, woocommerce } from "./carts.mjs";
import { results } from "../../www/carts/connection.js";
import { couponIn } from "../../www/carts/woocommerce.js";
import { quantityOf } from "../../www/skus.js";
import { scenario } from "./scenario.mjs";

/** Marks that Shopify puts into every page. */
const SHOPIFY = (root = "/") => `<script>window.Shopify = { routes: { root: "${root}" }, currency: { active: "GBP" } };</script>`;

scenario("Shopify without a line of the shop's own: the cart is followed, additions carry variant ids, and a 422 is taken apart", async (page) => {
  const known = await products(page, { 1: { stock: 0 } });
  const cart = shopify({ products: known, root: "/fr/" });
  cart.put(known[0].id, 1);
  await page.open({ page: { before: SHOPIFY("/fr/") }, faults: cart.faults });
  await page.until(subtotal, (amount) => amount === known[0].price, "the cart's line");
  await page.run(() => document.querySelector("tillside-bundle").shadowRoot.querySelector("input:not(:checked)").click());
  await page.adds();
  await page.refuses();
  const { status, refused } = await said(page);
  assert.deepEqual([status, refused], ["3 items added to your basket", `Sorry, we couldn’t add: ${known[1].title} (The product '${known[1].title}' is already sold out.)`]);
  assert.deepEqual(cart.requests[0].items.map(({ id }) => id), known.map(({ id }) => id));
  assert.deepEqual(cart.cart.map(({ id, quantity }) => [id, quantity]), [[known[0].id, 2], [known[2].id, 1], [known[3].id, 1]]);
  assert.deepEqual(loaded(page), ["/pkg/carts/shopify.js"]);
  await page.until(subtotal, (amount) => amount === known[0].price * 2 + known[2].price + known[3].price, "the new lines");
  await page.isSilent();
});

scenario("Shopify: another script of the theme changes the cart, and the offers follow", async (page) => {
  const known = await products(page);
  const cart = shopify({ products: known });
  await page.open({ page: { before: SHOPIFY() }, faults: cart.faults });
  const empty = await page.until(goal);
  await page.run((id) => fetch("/cart/add.js", { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify({ items: [{ id, quantity: 1 }] }) }), known[0].id);
  await page.until(subtotal, (amount) => amount > 0, "the theme's line");
  assert.notEqual(await page.run(goal), empty);
  await page.isSilent();
});

// As in Dawn: the sections' ids are those of the request, and the theme's scripts are classic ones.
const DAWN = `<div id="cart-icon-bubble" class="shopify-section">empty</div>
  <cart-drawer class="drawer is-empty"><div id="CartDrawer"><div id="CartDrawer-Overlay"></div><div class="drawer__inner">empty</div></div></cart-drawer>
  <script>
    const PUB_SUB_EVENTS = { cartUpdate: "cart-update" };
    window.heard = [];
    function publish(name, { source, cartData }) { window.heard.push([name, source, cartData.item_count]); throw new Error("a subscriber's"); }
    customElements.define("cart-drawer", class extends HTMLElement {
      getSectionsToRender() { return [{ id: "cart-drawer", selector: "#CartDrawer" }, { id: "cart-icon-bubble" }]; }
      renderContents(state) { window.rendered = [state.key, Object.keys(state.sections), this.className]; this.classList.add("active"); }
    });
    document.addEventListener("cart:update", ({ detail }) => window.heard.push(["cart:update", detail.data.itemCount]));
    document.documentElement.addEventListener("cart:refresh", () => window.heard.push("cart:refresh"));
  </script>`;

const rendered = (name, { item_count: count }) => ({
  "cart-drawer": `<div class="shopify-section"><cart-drawer><div id="CartDrawer"><div id="CartDrawer-Overlay"></div><div class="drawer__inner">${count} in the drawer</div></div></cart-drawer></div>`,
  "cart-icon-bubble": `<div class="shopify-section">${count}</div>`,
})[name];

scenario("Shopify: the theme's drawer is rendered and opened by the theme, and the theme's events are sent", async (page) => {
  const known = await products(page);
  const cart = shopify({ products: known, render: rendered });
  await page.open({ page: { before: SHOPIFY() + DAWN }, faults: cart.faults });
  await page.shows();
  await page.adds();
  assert.deepEqual(await page.until(() => window.rendered), [`${known[0].id}:abc`, ["cart-drawer", "cart-icon-bubble"], "drawer"]);
  assert.deepEqual(cart.requests.at(-1).sections, ["cart-drawer", "cart-icon-bubble"]);
  await settled(page);
  assert.deepEqual(await page.run(() => window.heard), [["cart-update", "tillside", 4], ["cart:update", 4], "cart:refresh"]);
  assert.equal((await said(page)).status, "4 items added to your basket");
  await page.isSilent();
});

scenario("Shopify: after a refusal the cart is shown anew and the drawer stays closed, so that the reason can be read", async (page) => {
  const known = await products(page, { 2: { stock: 0 } });
  const cart = shopify({ products: known, render: rendered });
  await page.open({ page: { before: SHOPIFY() + DAWN }, faults: cart.faults });
  await page.shows();
  await page.run(() => (window.overlay = document.querySelector("#CartDrawer-Overlay")));
  await page.adds();
  await page.refuses();
  const shown = await page.run(() => [
    document.querySelector("#cart-icon-bubble").textContent,
    document.querySelector(".drawer__inner").textContent,
    document.querySelector("cart-drawer").className,
    document.querySelector("#CartDrawer-Overlay") === window.overlay,
    Boolean(window.rendered),
  ]);
  assert.deepEqual(shown, ["3", "3 in the drawer", "drawer", true, false]);
  assert(!(await page.run(offered)).includes(known[2].title));
});

scenario("Shopify: a quantity that is accepted in part is shown by sections that are asked for again", async (page) => {
  const known = await products(page, { 3: { stock: 2 } });
  const cart = shopify({ products: known, render: rendered });
  const sections = (response) => response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(cart.sections(["cart-drawer", "cart-icon-bubble"])));
  await page.open({ page: { before: SHOPIFY() + DAWN }, faults: cart.faults });
  await page.shows();
  const html = page.shop.pages["/shop.html"];
  page.shop.pages = {};
  page.shop.faults.push([/^\/shop\.html$/, sections]);
  await press(page, "Object.assign(event.detail.items[3], { quantity: 3 });");
  await page.refuses();
  const { status, refused } = await said(page);
  assert.deepEqual([status, refused], ["4 items added to your basket", `Sorry, we couldn’t add: ${known[3].title} × 1 (Only 2 items were added to your cart due to availability.)`]);
  assert.equal(await page.run(() => document.querySelector("#cart-icon-bubble").textContent), "5");
  page.shop.pages = { "/shop.html": html };
});

scenario("Shopify: an upgrade removes all lines of what it replaces, with the services that belong to it", async (page) => {
  const known = await products(page);
  const [old, service] = [{ id: 50_000_001, handle: "old", sku: "OLD", title: "Old", price: 900 }, { id: 50_000_002, handle: "care", sku: "CARE", title: "Care", price: 100 }];
  const cart = shopify({ products: [...known, old, service], render: rendered });
  cart.put(old.id, 1);
  cart.put(old.id, 2, { properties: "engraved" });
  cart.put(service.id, 1, { parent: old.id });
  await page.open({ page: { before: SHOPIFY() + DAWN }, faults: cart.faults });
  await page.until(subtotal, (amount) => amount === 2800, "the cart");
  await press(page, 'Object.assign(event.detail.items[0], { replaces: "old " });');
  await settled(page);
  assert.deepEqual(cart.cart.map(({ id }) => id).sort(), known.map(({ id }) => id));
  assert.equal(cart.requests.filter(({ updates }) => updates).length, 1, "one request for all lines");
  assert.equal(await page.until(() => window.heard.find(([name]) => name === "cart:update")?.[1]), 4);
});

scenario("Shopify: an upgrade that is refused removes nothing", async (page) => {
  const known = await products(page, { 0: { stock: 0 } });
  const cart = shopify({ products: [...known, { id: 50_000_001, handle: "old", sku: "OLD", title: "Old", price: 900 }] });
  cart.put(50_000_001, 1);
  await page.open({ page: { before: SHOPIFY() }, faults: cart.faults });
  await page.until(subtotal, (amount) => amount === 900, "the cart");
  await press(page, 'Object.assign(event.detail.items[0], { replaces: "OLD" });');
  await page.refuses();
  assert(cart.cart.some(({ id }) => id === 50_000_001));
});

scenario("Shopify: a service is a nested line of its product", async (page) => {
  const known = await products(page);
  const cart = shopify({ products: known });
  await page.open({ page: { before: SHOPIFY() }, faults: cart.faults });
  await page.shows();
  await press(page, `Object.assign(event.detail.items[1], { belongsTo: "${known[0].sku}" });`);
  await settled(page);
  assert.deepEqual(cart.requests[0].items[1], { id: known[1].id, quantity: 1, parent_id: known[0].id });
  assert.equal(cart.cart.find(({ id }) => id === known[1].id).parent, known[0].id);
});

scenario("Shopify: a theme that has configured the standard action adds by it, and the default that reloads the page is not called", async (page) => {
  const known = await products(page, { 1: { stock: 0 } });
  const cart = shopify({ products: known });
  const actions = (isDefault) => `<script>
    const updateCart = async ({ lines }) => {
      window.acts = [...(window.acts ?? []), lines];
      const items = lines.map(({ merchandiseId, quantity }) => ({ id: Number(merchandiseId.split("/").at(-1)), quantity }));
      const response = await fetch("/cart/add.js", { method: "POST", body: JSON.stringify({ items }) });
      const answer = await response.json();
      return { cart: {}, userErrors: response.ok ? [] : [{ message: answer.description }], warnings: [] };
    };
    updateCart.isDefault = () => ${isDefault};
    Shopify.actions = { updateCart };
  </script>`;
  await page.open({ page: { before: SHOPIFY() + actions(false) }, faults: cart.faults });
  await page.shows();
  await page.adds();
  await page.refuses();
  assert.match((await said(page)).refused, /already sold out/);
  assert.equal(await page.run(() => window.acts[0][0].merchandiseId), `gid://shopify/ProductVariant/${known[0].id}`);
  await page.open({ page: { before: SHOPIFY() + actions(true) }, faults: cart.faults });
  await page.shows();
  await page.adds();
  await page.refuses();
  assert.equal(await page.run(() => window.acts), null);
});

scenario("Shopify: the standard event comes before the change, so the cart is read when its promise is settled", async (page) => {
  const known = await products(page);
  const cart = shopify({ products: known });
  await page.open({ page: { before: SHOPIFY() }, faults: cart.faults });
  await page.shows();
  await page.run(() => {
    const event = Object.assign(new Event("shopify:cart:lines-update", { bubbles: true }), { promise: new Promise((resolve) => (window.finish = resolve)) });
    document.body.dispatchEvent(event);
  });
  await page.run(() => new Promise((resolve) => setTimeout(resolve, 150)));
  cart.put(known[0].id, 1);
  await page.run(() => window.finish({}));
  await page.until(subtotal, (amount) => amount === known[0].price, "the new line");
});

scenario("Shopify: elements follow the variant that the theme's form names, and other forms do not count", async (page) => {
  const known = await products(page);
  const family = { handle: "sizes", title: "Sizes", price: 500, variants: [{ id: 60_000_001, sku: "22423" }, { id: 60_000_002, sku: known[1].sku }, { id: 60_000_003, sku: null }] };
  const cart = shopify({ products: [...known, family] });
  const form = (id) => `<form id="${id}" action="/cart/add"><input type="hidden" name="id" value="60000001"></form><form id="search"><input name="id"></form>`;
  await page.open({ page: { before: `${SHOPIFY()}<script>history.replaceState({}, "", "/products/sizes")</script>${form("product")}` }, faults: cart.faults });
  await page.shows();
  const choose = (form, value) => page.run((form, value) => {
    const input = document.querySelector(`${form} [name=id]`);
    input.value = value;
    input.dispatchEvent(new Event("change", { bubbles: true }));
  }, form, value);
  const sku = () => document.querySelector("tillside-bundle").sku;
  await page.until(() => performance.getEntriesByType("resource").some(({ name }) => name.endsWith("/cart.js")));
  await choose("#search", "60000002");
  await choose("#product", "60000002");
  await page.until(sku, (now) => now === known[1].sku, known[1].sku);
  await choose("#product", "60000003");
  await page.until(sku, (now) => now === "60000003", "the id of a variant without a SKU");
  await choose("#product", "");
  await choose("#product", "60000001");
  await page.until(sku, (now) => now === "22423", "back");
  await page.isSilent();
});

scenario("Shopify counts yen in hundredths: another currency than the graph's is one event and no amount", async (page) => {
  const known = await products(page);
  const cart = shopify({ products: known, currency: "JPY" });
  await page.open({ page: { before: SHOPIFY() }, faults: cart.faults });
  const { told } = await page.collapsed();
  assert.deepEqual([told.map(({ code }) => code), await page.run(amounts)], [["bad-config"], []]);
});

const WOO = '<link rel="https://api.w.org/" href="/wp-json/"><script>window.wc_add_to_cart_params = {};</script>';

scenario("WooCommerce without a line of the shop's own: one batch, a nonce that expired, and the reason as plain text", async (page) => {
  const known = await products(page, { 1: { stock: 0 }, 2: { isVariation: true } });
  const cart = woocommerce({ products: known });
  await page.open({ page: { before: WOO }, faults: cart.faults });
  await page.shows();
  cart.expire();
  await page.run(() => {
    window.heard = [];
    document.body.addEventListener("wc-blocks_added_to_cart", () => window.heard.push("blocks"));
    addEventListener("wc-blocks_store_sync_required", ({ detail }) => detail.type === "from_@wordpress/data" && window.heard.push("interactive"));
    window.jQuery = () => ({ trigger(name) { window.heard.push(name); return this; } });
  });
  await page.adds();
  await page.refuses();
  const { status, refused } = await said(page);
  assert.deepEqual([status, refused], ["3 items added to your basket", `Sorry, we couldn’t add: ${known[1].title} (You cannot add "${known[1].title}" to the cart because the product is out of stock.)`]);
  assert.deepEqual(cart.cart.map(({ id }) => id), [known[0].id, known[2].id, known[3].id]);
  assert(!(await page.run(offered)).includes(known[1].title));
  assert(cart.batches.every((requests) => requests.length === 4), "one request for all lines");
  assert.deepEqual(await page.run(() => window.heard), ["wc_fragment_refresh", "wc_update_cart", "blocks", "interactive"]);
  assert.deepEqual(loaded(page), ["/pkg/carts/woocommerce.js"]);
  await page.follows();
  await page.isSilent();
});

scenario("WooCommerce: the shop's own number of decimals", async (page) => {
  const known = await products(page);
  const cart = woocommerce({ products: known.map((product) => ({ ...product, price: product.price * 100 })), decimals: 4 });
  cart.put(known[0].id, 1);
  await page.open({ page: { before: WOO }, faults: cart.faults });
  await page.until(subtotal, (amount) => amount > 0, "a cart");
  assert.equal(await page.run(subtotal), known[0].price);
});

scenario("WooCommerce: a coupon's tax counts where prices are shown with tax", async () => {
  const terms = { total_items: "2000", total_items_tax: "400", total_discount: "200", total_discount_tax: "40" };
  const line = (priceMinor) => [{ sku: "A", quantity: 2, priceMinor }];
  assert.equal(couponIn(line(1200), terms), 240);
  assert.equal(couponIn(line(1000), terms), 200);
  assert.equal(couponIn(line(1000), { ...terms, total_items_tax: "0", total_discount_tax: "0" }), 200);
  assert.equal(couponIn([], {}), 0);
});

scenario("an addition to a cart with decimal quantities is counted exactly", async () => {
  const items = [{ sku: "CHEESE", quantity: 1 }, { sku: "BREAD", quantity: 2 }];
  const count = (lines, { sku }) => quantityOf(lines, sku);
  const before = [{ sku: "CHEESE", quantity: 1.3 }, { sku: "BREAD", quantity: 0.7 }];
  const after = [{ sku: "CHEESE", quantity: 2.3 }, { sku: "BREAD", quantity: 1.2 }];
  assert.deepEqual(results(items, before, after, count).map(({ accepted }) => accepted), [1, 0.5]);
});

scenario("WooCommerce: an upgrade removes all lines of what it replaces, and a service that this page has added for it", async (page) => {
  const known = await products(page);
  const cart = woocommerce({ products: [...known, { id: 7, sku: "OLD", title: "Old", price: 900 }, { id: 8, sku: "CARE", title: "Care", price: 100 }] });
  cart.put(7, 1);
  cart.put(7, 2, "engraved");
  await page.open({ page: { before: WOO }, faults: cart.faults });
  await page.until(subtotal, (amount) => amount === 2700, "the cart");
  await press(page, `const [first, second, ...rest] = event.detail.items;
    if (window.isSecond) Object.assign(first, { replaces: "old" });
    else Object.assign(second, { sku: "CARE", belongsTo: "OLD" });
    window.isSecond = true;`);
  await settled(page);
  cart.cart.splice(0, cart.cart.length, ...cart.cart.filter(({ id }) => id < 10));
  await page.run(() => dispatchEvent(new CustomEvent("wc-blocks_store_sync_required", { detail: { type: "from_iAPI" } })));
  await page.until(subtotal, (amount) => amount === 2800, "the service");
  await page.shows();
  await page.adds();
  await settled(page);
  await page.until(subtotal, (amount) => amount !== 2800, "the upgrade");
  const skus = cart.cart.map(({ id }) => id);
  assert(!skus.includes(7) && !skus.includes(8), String(skus));
});

scenario("WooCommerce: twenty-five requests at most in a batch, SKUs looked up in one list, ids of products without a SKU", async (page) => {
  const known = await products(page);
  const more = Array.from({ length: 28 }, (_, at) => ({ id: 900 + at, sku: at === 27 ? undefined : `MORE-${at}`, title: `More ${at}`, price: 100 }));
  const cart = woocommerce({ products: [...known, ...more] });
  await page.open({ page: { before: WOO }, faults: cart.faults });
  await page.shows();
  await press(page, "const [, second] = event.detail.items; for (let at = 0; at < 28; at += 1) event.detail.items.push({ ...second, sku: at === 27 ? '927' : `MORE-${at}` });");
  await settled(page);
  assert.equal(cart.cart.length, 32);
  assert.deepEqual(cart.batches.map(({ length }) => length), [25, 7]);
  assert.equal(page.shop.requests.filter(({ url }) => url.includes("/products?")).length, 4);
});

scenario("WooCommerce: classic themes get the fragments with all arguments of the event, and their errors are theirs", async (page) => {
  const known = await products(page);
  const cart = woocommerce({ products: known, fragments: ({ items_count: count }) => ({ "a.cart-contents": `<a class="cart-contents">${count} items</a>` }) });
  const before = WOO.replace("= {}", '= { wc_ajax_url: "/?wc-ajax=%%endpoint%%" }');
  await page.open({ page: { before }, faults: cart.faults });
  await page.shows();
  await page.run(() => {
    window.heard = [];
    const jQuery = () => ({ length: 0, trigger(name, rest) { window.heard.push([name, rest?.[0], rest?.[1], rest?.[2]?.length]); throw new Error("a listener's"); } });
    window.jQuery = jQuery;
    window.wp = { data: { dispatch: (store) => ({ invalidateResolutionForStore: () => window.heard.push(store) }) } };
  });
  await page.adds();
  await settled(page);
  assert.deepEqual(await page.run(() => window.heard), [["added_to_cart", { "a.cart-contents": '<a class="cart-contents">4 items</a>' }, "h4", 0], "wc/store/cart"]);
  assert.equal((await said(page)).status, "4 items added to your basket");
  await page.isSilent();
});

scenario("WooCommerce: elements follow the chosen variation", async (page) => {
  const known = await products(page);
  const cart = woocommerce({ products: [...known, { id: 31, sku: "22423", price: 100 }] });
  const before = `${WOO}<form class="variations_form" data-product_id="31"></form><script>
    window.heard = {};
    window.jQuery = () => ({ on(names, heard) { for (const name of names.split(" ")) window.heard[name] = heard; return this; } });
  </script>`;
  await page.open({ page: { before }, faults: cart.faults });
  await page.shows();
  const choose = (variation) => page.run((variation) => window.heard.found_variation({ target: document.querySelector("form") }, variation), variation);
  await page.until(() => Boolean(window.heard.found_variation));
  const sku = () => document.querySelector("tillside-bundle").sku;
  await choose({ variation_id: 32, sku: known[1].sku });
  await page.until(sku, (now) => now === known[1].sku, known[1].sku);
  await choose({ variation_id: 33, sku: "" });
  await page.until(sku, (now) => now === "33", "33");
});

scenario("WooCommerce: a change by an interactive block is followed", async (page) => {
  const known = await products(page);
  const cart = woocommerce({ products: known });
  await page.open({ page: { before: WOO }, faults: cart.faults });
  await page.shows();
  cart.put(known[0].id, 1);
  await page.run(() => dispatchEvent(new CustomEvent("wc-blocks_store_sync_required", { detail: { type: "from_iAPI" } })));
  await page.until(subtotal, (amount) => amount === known[0].price, "the line");
});

const DECLARED = (quantity) => `<div id="basket"><script type="application/json" data-tillside-cart>{ "currency": "GBP", "lines": [{ "sku": "22423", "quantity": ${quantity}, "price": "10.95" }] }</script></div>`;

scenario("a cart that the page declares as JSON is followed when its HTML is swapped", async (page) => {
  await page.open({ page: { before: DECLARED(1) } });
  await page.until(subtotal, (amount) => amount === 1095, "10.95");
  await page.run((html) => document.querySelector("#basket").replaceWith(document.createRange().createContextualFragment(html)), DECLARED(3));
  await page.until(subtotal, (amount) => amount === 3285, "32.85");
  await page.run((html) => document.querySelector("#basket").replaceWith(document.createRange().createContextualFragment(html)), DECLARED('"0.75"'));
  await page.until(subtotal, (amount) => amount === 821, "three quarters of 10.95, rounded down");
  assert.deepEqual(loaded(page), ["/pkg/carts/declared.js"]);
  await page.isSilent();
});

scenario("a cart that the page declares with attributes; declared twice, it is one event and the cart before stays", async (page) => {
  const before = '<ul data-tillside-cart data-currency="GBP"><li data-sku="22423" data-quantity="2" data-price="10.95"></li></ul>';
  await page.open({ page: { before } });
  await page.until(subtotal, (amount) => amount === 2190, "21.90");
  await page.run(() => document.body.append(Object.assign(document.createElement("ul"), { id: "second" })) ?? document.querySelector("#second").setAttribute("data-tillside-cart", ""));
  await page.until(() => noted.events, (events) => events.length > 0, "an event");
  assert.deepEqual(await codes(page), ["cart-failed"]);
  assert.equal(await page.run(subtotal), 2190);
});

scenario("additions by the form that the page declares: the server's cart is read again, and its parts of the page are replaced", async (page) => {
  const known = await products(page);
  const lines = [];
  const html = () => `<p id="count" data-tillside-refresh>${lines.length} lines</p><form data-tillside-add method="post" action="/basket/{sku}/"><input name="csrf" value="t0"><input name="quantity" value="{quantity}"></form>
    <ul id="basket" data-tillside-refresh data-tillside-cart data-currency="GBP">${lines.map((sku) => `<li data-sku="${sku}" data-quantity="1" data-price="2.00"></li>`).join("")}</ul>`;
  const posts = [];
  const post = async (response, address, request) => {
    const sku = address.split("/")[2];
    posts.push((await request.toArray()).join(""));
    if (sku === known[1].sku) return response.writeHead(409, { "content-type": "text/html" }).end("<p data-tillside-reason>Only in our stores</p>");
    lines.push(sku);
    page.shop.pages["/shop.html"].html = page.shop.pages["/shop.html"].html.replace(/<p id="count"[^]*<\/ul>/, html());
    return response.writeHead(200, { "content-type": "text/html" }).end("<p>In the basket</p>");
  };
  await page.open({ page: { before: html() }, faults: [[/^\/basket\//, post]] });
  await page.shows();
  await page.adds();
  await page.refuses();
  assert.deepEqual(await said(page), { status: "3 items added to your basket", refused: `Sorry, we couldn’t add: ${known[1].title} (Only in our stores)`, busy: "false" });
  assert.equal(posts[0], "csrf=t0&quantity=1");
  assert.equal(await page.run(() => document.querySelector("#count").textContent), "3 lines");
  await page.until(subtotal, (amount) => amount === 600, "three lines");
  await page.isSilent();
});

/** A server that renders carts: `accepts(sku)` says whether a product may be added. `html(lines)` is the part of the page that it renders. */
function server(page, html, accepts = () => true) {
  const shop = { lines: [], posts: [] };
  const shown = () => html(shop.lines);
  const change = async (response, address, request) => {
    const [, , what, sku] = decodeURIComponent(address).split("/");
    shop.posts.push([request.method, request.url, (await request.toArray()).join("")]);
    if (what === "remove") shop.lines = shop.lines.filter((line) => line.line !== sku);
    else if (!accepts(sku)) return response.writeHead(409, { "content-type": "text/html" }).end('<p class="alert">Sold   out</p>');
    else shop.lines.push({ sku, line: `l${shop.lines.length}` });
    page.shop.pages["/shop.html"].html = page.shop.pages["/shop.html"].html.replace(/<!--shop-->[^]*<!--end-->/, `<!--shop-->${shown()}<!--end-->`);
    return response.writeHead(200, { "content-type": "text/html" }).end("<p>In the basket</p>");
  };
  shop.before = () => `<!--shop-->${shown()}<!--end-->`;
  shop.faults = [[/^\/basket\//, change]];
  return shop;
}

const row = ({ sku, line, belongsTo = "" }) => `<li data-id="${sku}" data-sku="${sku}" data-line="${line}" data-belongs-to="${belongsTo}" data-quantity="1" data-price="2.00"></li>`;

scenario("a declared cart: a link as template, numbers as SKUs, and the reason in the element that the link names", async (page) => {
  const known = await products(page);
  const json = (lines) => JSON.stringify({ currency: "GBP", lines: lines.map(({ sku }) => ({ sku: Number(sku) || sku, quantity: 1, price: 2 })) });
  const html = (lines) => `<a data-tillside-add data-reason=".alert" href="/basket/add/{sku}?n={quantity}" hidden rel="nofollow">Add</a><script type="application/json" data-tillside-cart>${json(lines)}</script>`;
  const shop = server(page, html, (sku) => sku !== known[1].sku);
  await page.open({ page: { before: shop.before() }, faults: shop.faults });
  await page.shows();
  await page.adds();
  await page.refuses();
  assert.deepEqual(await said(page), { status: "3 items added to your basket", refused: `Sorry, we couldn’t add: ${known[1].title} (Sold out)`, busy: "false" });
  assert.deepEqual(shop.posts[0], ["GET", `/basket/add/${encodeURIComponent(known[0].sku)}?n=1`, ""]);
  await page.until(subtotal, (amount) => amount === 600, "three lines");
  await page.isSilent();
});

scenario("a declared cart: without a template each product is added by the form of its own page", async (page) => {
  const known = await products(page);
  const html = (lines) => `<ul data-tillside-cart data-tillside-add data-currency="GBP">${lines.map(row).join("")}</ul>`;
  const shop = server(page, html);
  const form = (response, address, request) => {
    const sku = new URL(request.url, "http://shop").searchParams.get("sku");
    response.writeHead(200, { "content-type": "text/html" }).end(`<p data-tillside-add></p><form data-tillside-add method="post" action="/basket/add/${sku}"><input name="action" value="x"><input name="quantity" value="1"></form>`);
  };
  await page.open({ page: { before: shop.before() }, faults: [...shop.faults, [/^\/product\.html$/, form]] });
  await page.shows();
  await press(page, "Object.assign(event.detail.items[1], { quantity: 2 });");
  await page.refuses();
  assert.deepEqual(shop.posts.map(([method, url, body]) => [method, url, body])[1], ["POST", `/basket/add/${known[1].sku}`, "action=x&quantity=2"]);
  assert.equal(shop.lines.length, 4);
  assert.match((await said(page)).refused, new RegExp(`${known[1].title} × 1`));
});

scenario("a declared cart: an upgrade removes all lines of what it replaces with their services, if the page declares how", async (page) => {
  await products(page);
  const html = (lines) => `<form data-tillside-add method="post" action="/basket/add/{sku}"></form>
    <form data-tillside-remove method="post" action="/basket/remove/{line}"></form><ul data-tillside-cart data-currency="GBP">${lines.map(row).join("")}</ul>`;
  const shop = server(page, html);
  shop.lines = [{ sku: "OLD", line: "a" }, { sku: "OLD", line: "b" }, { sku: "CARE", line: "c", belongsTo: "OLD" }, { sku: "KEPT", line: "d" }];
  await page.open({ page: { before: shop.before() }, faults: shop.faults });
  await page.until(subtotal, (amount) => amount === 800, "the cart");
  await press(page, 'Object.assign(event.detail.items[0], { replaces: "OLD" });');
  await settled(page);
  assert.deepEqual(shop.lines.map(({ line }) => line), ["d", "l4", "l5", "l6", "l7"]);
  await page.isSilent();
});

scenario("a declared cart: a form that a later page brings is used, as after a visit by Turbo", async (page) => {
  const known = await products(page);
  const html = (lines) => `<div id="swapped"><ul data-tillside-cart data-currency="GBP">${lines.map(row).join("")}</ul></div>`;
  const shop = server(page, html);
  await page.open({ page: { before: shop.before() }, faults: shop.faults });
  await page.shows();
  await page.rests();
  await page.run(() => document.querySelector("#swapped").insertAdjacentHTML("beforeend", '<form data-tillside-add action="/basket/add/{sku}"></form>'));
  await page.adds();
  await settled(page);
  assert.equal(shop.lines.length, known.length);
  assert.equal((await said(page)).status, "4 items added to your basket");
});
