// Shopify's cart. It is read by the Ajax API; products are added by the theme's own action, if it has configured one,
// else by the Ajax API. Shopify knows variants by id, and counts every amount in hundredths, yen included.

import { isSame } from "../skus.js";
import { afterRequests, connect, follow, json, refused, replacedBy, results } from "./connection.js";
import { refreshable, show } from "./dawn.js";

const CHANGES = /\/cart\/(add|change|update|clear)(\.js)?([?#]|$)/;
const REFUSED = 422;
// The numbers of variants have 14 digits, of older shops 8 and more; a SKU may be a number too.
const ID = /^\d{8,}$/;

const skuOf = ({ sku, variant_id: id }) => sku || String(id);

// The root has the locale: "/fr/".
const at = (path) => `${globalThis.Shopify?.routes?.root ?? "/"}${path}`;

async function ask(path, body) {
  const response = await fetch(
    at(path),
    body && {
      method: "POST",
      headers: { "content-type": "application/json", accept: "application/json" },
      body: JSON.stringify(body),
    },
  );
  const answer = await json(response);
  if (response.ok) return answer;
  const { description, message } = Object(answer);
  throw Object.assign(new Error(description || message || `${path} answered ${response.status}.`), {
    status: response.status,
  });
}

async function cart() {
  const answer = await ask("cart.js");
  if (!Array.isArray(answer?.items)) throw new Error("cart.js answered without items.");
  return answer;
}

async function read() {
  const { items, currency, items_subtotal_price: subtotal, total_price: total } = await cart();
  const lines = items.map((item) => ({ sku: skuOf(item), quantity: item.quantity, priceMinor: item.final_price }));
  return { lines, currency, decimals: 2, couponMinor: Math.max(0, subtotal - total || 0) };
}

const products = new Map(); // by handle

function product(handle) {
  if (!products.has(handle)) products.set(handle, ask(`products/${handle}.js`));
  return products.get(handle);
}

const handleIn = (url) => url?.match(/\/products\/([^/?#]+)/)?.[1];
const variantSku = ({ sku, id }) => sku || String(id);

// The variant of an item: from the product's page, else by the search of the shop.
async function variantOf({ sku, url }) {
  const inProduct = async (handle) => {
    const { variants } = await product(handle).catch(() => ({ variants: [] }));
    const found = variants.find((variant) => isSame(variantSku(variant), sku) || isSame(variant.id, sku));
    return found?.id ?? (variants.length === 1 && !variants[0].sku ? variants[0].id : undefined);
  };
  const linked = handleIn(url);
  const id = linked && (await inProduct(linked));
  if (id) return id;
  const query = `q=${encodeURIComponent(sku)}&resources[type]=product&resources[options][fields]=variants.sku`;
  const { resources } = await ask(`search/suggest.json?${query}`).catch(() => ({}));
  for (const { handle } of resources?.results?.products ?? []) {
    const id = await inProduct(handle);
    if (id) return id;
  }
  return ID.test(sku) ? Number(sku) : undefined;
}

const gid = (id) => `gid://shopify/ProductVariant/${id}`;

// The default of the action reloads the page of a theme that it does not know.
async function act(lines) {
  const said = await globalThis.Shopify.actions.updateCart({
    lines: lines.map(({ id, quantity, parent_id: parent }) => ({
      merchandiseId: gid(id),
      quantity,
      ...(parent && { parent: { merchandiseId: gid(parent) } }),
    })),
  });
  const [error] = said?.userErrors ?? [];
  if (error) throw Object.assign(new Error(error.message), { status: REFUSED });
  return {};
}

const hasAction = () => globalThis.Shopify?.actions?.updateCart?.isDefault?.() === false;
const post = (items) => ask("cart/add.js", { items, ...refreshable() });

// Too many requests, say: the line was not added, the others may have been.
function unless(error) {
  if (!error.status) throw error;
  return null;
}

// One line at fault refuses the whole list, so each is tried alone after that.
async function take(lines, send, reasons) {
  try {
    return await send(lines);
  } catch (error) {
    if (error.status !== REFUSED) throw error;
    if (lines.length === 1) return reasons.set(lines[0].id, error.message) && null;
    let last = null;
    for (const line of lines) last = await take([line], send, reasons).catch(unless);
    return last;
  }
}

async function add({ items }, complain) {
  const before = await cart();
  const ids = await Promise.all(items.map(variantOf));
  const unknown = items.filter((_, place) => !ids[place]);
  if (unknown.length > 0) complain(`No variant has the SKU ${unknown.map(({ sku }) => `"${sku}"`).join(", ")}.`);
  const idOf = (sku) =>
    ids[items.findIndex((item) => isSame(item.sku, sku))] ??
    before.items.find((line) => isSame(skuOf(line), sku))?.variant_id;
  const wanted = items.flatMap(({ quantity, belongsTo }, place) => {
    const parent = belongsTo && idOf(belongsTo);
    return ids[place] ? [{ id: Number(ids[place]), quantity, ...(parent && { parent_id: Number(parent) }) }] : [];
  });
  const reasons = new Map();
  let answer = wanted.length > 0 ? await take(wanted, hasAction() ? act : post, reasons) : null;
  // A quantity may be accepted in part, so the cart tells what is in it now.
  let after = await cart();
  const count = ({ items: lines }, _, place) =>
    lines.reduce((sum, line) => sum + (line.variant_id === Number(ids[place]) && line.quantity), 0);
  const outcome = results(items, before, after, count).map((result, place) =>
    refused(result, reasons.get(Number(ids[place]))),
  );
  const keys = new Map(before.items.map((line) => [line.key, line]));
  const ownerOf = ({ parent_relationship: relation }) => relation && skuOf(Object(keys.get(relation.parent_key)));
  const gone = replacedBy(items, outcome, before.items, { skuOf, ownerOf });
  // All lines by one request, which knows them by key.
  if (gone.length > 0) {
    answer = await ask("cart/update.js", {
      updates: Object.fromEntries(gone.map(({ key }) => [key, 0])),
      ...refreshable(),
    });
    after = await cart();
  }
  const missing = outcome.filter(({ accepted, quantity }) => accepted < quantity);
  if (outcome.some(({ accepted }) => accepted > 0))
    await show({ answer, after, isWhole: missing.length === 0, isDone: hasAction() && gone.length === 0 });
  return missing;
}

// A form of the theme holds the id of the variant that the shopper has chosen.
async function choose({ target }) {
  const handle = handleIn(location.pathname);
  if (target?.name !== "id" || !handle || !/\/cart\/add/.test(target.form?.getAttribute("action") ?? "")) return;
  const { variants } = await product(handle).catch(() => ({ variants: [] }));
  const chosen = variants.find(({ id }) => isSame(id, target.value));
  if (chosen)
    follow(
      variantSku(chosen),
      [handle, ...variants.flatMap(({ sku, id }) => [sku || id, id])],
    );
}

function watch(changed) {
  afterRequests(CHANGES, changed);
  // It is sent before the cart changes, with a promise of the change.
  document.addEventListener("shopify:cart:lines-update", ({ promise }) =>
    Promise.resolve(promise).then(changed, changed),
  );
  for (const name of ["cart:update", "cart:updated", "cart:change"]) document.addEventListener(name, changed);
  document.addEventListener("change", choose);
}

/** Connects Shopify's cart to the widget. */
export const start = (host) => connect(host, { read, add, watch });
