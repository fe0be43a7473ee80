// WooCommerce's cart by its Store API. Amounts are texts in minor units with the shop's own number of decimals.
//
// The nonce belongs to the session of the shopper's cookie. A Cart-Token would open a session of its own, which the
// shop's pages do not see, so none is used.

import { isSame } from "../skus.js";
import { afterRequests, connect, follow, json, politely, refused, replacedBy, results } from "./connection.js";

const CHANGES =
  /wc-ajax=(add_to_cart|remove_from_cart|apply_coupon|remove_coupon|get_refreshed_fragments)|\/wc\/store\/v1\/(cart\/|batch)/;
const ENTITIES = { quot: '"', amp: "&", lt: "<", gt: ">", nbsp: " ", apos: "'" };
const MOST = 25; // requests in one batch
const owners = new Map(); // key of a service's line -> SKU of its product, as far as this page has added them

// Codes of answers about the product itself, whichever version of the API they are from.
const REFUSALS = /stock|purchasable|invalid_product|sold_individually|variation/;

let nonce = null;

// WordPress links its API, which may be at "?rest_route=/".
const root = () =>
  document.querySelector('link[rel="https://api.w.org/"]')?.href ?? new URL("/wp-json/", location.href).href;

function address(path, query) {
  const joined = `${root()}wc/store/v1/${path}`;
  return query ? joined + (joined.includes("?") ? "&" : "?") + query : joined;
}

async function ask(path, { query, ...options } = {}) {
  const response = await fetch(address(path, query), { credentials: "same-origin", cache: "no-store", ...options });
  nonce = response.headers.get("nonce") ?? nonce;
  const answer = await json(response);
  if (!response.ok && response.status !== 207)
    throw new Error(plain(answer?.message) || `${path} answered ${response.status}.`);
  return answer;
}

// Messages are written for HTML.
function plain(message = "") {
  const text = String(message).replace(/<[^>]*>/g, "");
  return text.replace(
    /&(?:#(\d+)|#x([\da-f]+)|(\w+));/gi,
    (all, number, hex, name) =>
      ENTITIES[name] ?? (number || hex ? String.fromCodePoint(number ? Number(number) : parseInt(hex, 16)) : all),
  );
}

const skuOf = ({ sku, id }) => sku || String(id);

async function cart() {
  const answer = await ask("cart");
  if (!Array.isArray(answer?.items) || !answer.totals)
    throw new Error("The cart was answered without items and totals.");
  return answer;
}

async function read() {
  const { items, totals } = await cart();
  const lines = items.map((item) => ({
    sku: skuOf(item),
    quantity: item.quantity,
    priceMinor: Number(item.prices.price),
  }));
  return {
    lines,
    currency: totals.currency_code,
    decimals: totals.currency_minor_unit,
    couponMinor: couponIn(lines, totals),
  };
}

/**
 * The coupons of a cart. Prices of lines are as the shop displays them, with or without tax; the discount's tax stands
 * beside it.
 */
export function couponIn(
  lines,
  { total_discount: discount = 0, total_discount_tax: tax = 0, total_items: net = 0, total_items_tax: itemsTax = 0 },
) {
  const subtotal = lines.reduce((sum, { quantity, priceMinor }) => sum + quantity * priceMinor, 0);
  const isGross =
    Number(itemsTax) > 0 && Math.abs(subtotal - Number(net) - Number(itemsTax)) < Math.abs(subtotal - Number(net));
  return Number(discount) + (isGross ? Number(tax) : 0);
}

/** The ids that the cart knows items by, of products or variations. The API separates SKUs by commas. */
async function idsOf(items) {
  const lists = [
    items.filter(({ sku }) => !sku.includes(",")),
    ...items.filter(({ sku }) => sku.includes(",")).map((item) => [item]),
  ];
  const queries = lists
    .filter((list) => list.length > 0)
    .flatMap((list) => {
      const skus = `sku=${encodeURIComponent(list.map(({ sku }) => sku).join())}&per_page=100`;
      return [skus, `${skus}&type=variation`];
    });
  const search = async (queries) =>
    (await Promise.all(queries.map((query) => ask("products", { query }).catch(() => [])))).flat();
  const found = await search(queries);
  const idOf = ({ sku }) => found.find((product) => isSame(product.sku, sku))?.id;
  // A product without a SKU has its id in the graph. The number of another product may be a SKU.
  const numbers = items.filter((item) => !idOf(item) && /^\d+$/.test(item.sku)).map(({ sku }) => Number(sku));
  const include = `include=${numbers.join()}&per_page=100`;
  const nameless = numbers.length > 0 ? await search([include, `${include}&type=variation`]) : [];
  return items.map((item) => idOf(item) ?? nameless.find(({ id, sku }) => !sku && String(id) === item.sku)?.id);
}

/** Answers of several requests that change the cart; a nonce that has expired is renewed once. */
async function batch(requests, isAgain = false) {
  if (requests.length > MOST)
    return [...(await batch(requests.slice(0, MOST))), ...(await batch(requests.slice(MOST)))];
  if (!nonce || isAgain) await ask("cart");
  const headers = { Nonce: nonce ?? "" };
  const body = requests.map(([path, body]) => ({
    path: `/wc/store/v1/cart/${path}`,
    method: "POST",
    headers,
    body,
    cache: "no-store",
  }));
  const { responses } = await ask("batch", {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body: JSON.stringify({ requests: body }),
  });
  if (!Array.isArray(responses)) throw new Error("The batch was answered without responses.");
  nonce = responses.at(-1)?.headers?.Nonce ?? nonce;
  const isExpired = responses.every(({ body }) => /_nonce$/.test(body?.code));
  return isExpired && !isAgain ? batch(requests, true) : responses;
}

async function add({ items }, complain) {
  const before = await cart();
  const ids = await idsOf(items);
  const unknown = items.filter((_, place) => !ids[place]);
  if (unknown.length > 0) complain(`No product has the SKU ${unknown.map(({ sku }) => `"${sku}"`).join(", ")}.`);
  const places = items.flatMap((_, place) => (ids[place] ? [place] : []));
  const responses =
    places.length > 0
      ? await batch(places.map((place) => ["add-item", { id: ids[place], quantity: items[place].quantity }]))
      : [];
  // Another script may have emptied the cart since.
  const after = await cart();
  const count = ({ items: lines }, _, place) =>
    lines.reduce((sum, { id, quantity }) => sum + (id === ids[place] && quantity), 0);
  const outcome = results(items, before, after, count);
  responses.forEach(({ status, body }, at) => {
    const [place, reason] = [places[at], status >= 400 && plain(body?.message)];
    // A nonce that has expired, say, is no statement about the product.
    if (reason) outcome[place] = REFUSALS.test(body.code) ? refused(outcome[place], reason) : { ...outcome[place], reason };
  });
  items.forEach(({ belongsTo }, place) => {
    const line = belongsTo && after.items.find(({ id }) => id === ids[place]);
    if (line) owners.set(line.key, belongsTo);
  });
  const gone = replacedBy(items, outcome, before.items, { skuOf, ownerOf: ({ key }) => owners.get(key) });
  if (gone.length > 0) await batch(gone.map(({ key }) => ["remove-item", { key }]));
  await show();
  return outcome.filter(({ accepted, quantity }) => accepted < quantity);
}

/** Classic themes, the blocks of WordPress's data stores and the interactive blocks each have a copy of the cart. */
async function show() {
  const { jQuery, wp, wc_add_to_cart_params: adding, wc_cart_fragments_params: fragments } = globalThis;
  const endpoint = (adding ?? fragments)?.wc_ajax_url?.replace("%%endpoint%%", "get_refreshed_fragments");
  const fresh =
    jQuery &&
    endpoint &&
    (await fetch(endpoint, { method: "POST" })
      .then(json)
      .catch(() => null));
  politely(() => {
    if (!jQuery) return;
    const body = jQuery(document.body);
    // Listeners of this event use all of its arguments; the button may be no element at all.
    if (fresh?.fragments) body.trigger("added_to_cart", [fresh.fragments, fresh.cart_hash, jQuery()]);
    else body.trigger("wc_fragment_refresh").trigger("wc_update_cart");
  });
  politely(() =>
    document.body.dispatchEvent(
      new CustomEvent("wc-blocks_added_to_cart", {
        bubbles: true,
        cancelable: true,
        detail: { preserveCartData: false },
      }),
    ),
  );
  politely(() => wp?.data?.dispatch?.("wc/store/cart")?.invalidateResolutionForStore?.());
  politely(() =>
    dispatchEvent(new CustomEvent("wc-blocks_store_sync_required", { detail: { type: "from_@wordpress/data" } })),
  );
}

// A form of a variable product tells which variation is chosen.
function followVariations(body) {
  const known = new Set();
  body.on("found_variation", async ({ target }, variation) => {
    if (known.size === 0) {
      const id = target.getAttribute("data-product_id");
      const { sku } = await ask(`products/${id}`).catch(() => ({}));
      for (const each of [sku, id]) if (each) known.add(each);
    }
    const sku = variation?.sku || String(variation?.variation_id ?? "");
    known.add(sku);
    follow(sku, [...known]);
  });
}

function watch(changed) {
  afterRequests(CHANGES, changed);
  const body = globalThis.jQuery?.(document.body);
  body?.on("added_to_cart removed_from_cart updated_cart_totals", () => changed());
  if (body) followVariations(body);
  document.body.addEventListener("wc-blocks_removed_from_cart", changed);
  addEventListener("wc-blocks_store_sync_required", changed);
}

/** Connects WooCommerce's cart to the widget. */
export const start = (host) => connect(host, { read, add, watch });
