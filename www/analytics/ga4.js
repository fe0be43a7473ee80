// Google Analytics 4: the recommended e-commerce events, for Google Tag Manager and for gtag.js, with consent only.
//
// Source: Google, "Recommended events" (view_item_list, select_item, add_to_cart, view_promotion, select_promotion).

import { find, listen } from "../dom.js";

// "also_bought" -> "Also bought"
const nameOf = (kind) => kind.charAt(0).toUpperCase() + kind.slice(1).replaceAll("_", " ");

// Tag Manager reads objects and gtag.js commands. Where both are on a page, the event is Tag Manager's alone, or it
// would count twice.
function isTagManager() {
  const ids = Object.keys(globalThis.google_tag_manager ?? {});
  return ids.some((id) => id.startsWith("GTM-")) || find('script[src*="/gtm.js"]').length > 0;
}

function push(event, data) {
  if (typeof globalThis.gtag === "function" && !isTagManager()) return globalThis.gtag("event", event, data);
  const layer = (globalThis.dataLayer ??= []);
  // Without it, Tag Manager would add what an earlier event contained.
  layer.push({ ecommerce: null });
  layer.push({ event, ecommerce: data });
}

/** `digits()` returns the number of decimals of the currency; `hasConsent()` whether the shopper has given it. */
export function start({ digits, hasConsent }) {
  const places = new Map(); // list -> the SKUs of its products, in the order in which they were seen

  const amount = (minor) => minor / 10 ** digits();

  const product = ({ source, listId }) => ({ sku, title, quantity, priceMinor, wasMinor, index }, at) => {
    const place = index ?? places.get(listId)?.indexOf(sku) ?? -1;
    return {
      item_id: sku,
      item_name: title,
      item_list_id: listId,
      item_list_name: nameOf(source),
      index: place < 0 ? at : place,
      quantity,
      ...(priceMinor != null && { price: amount(priceMinor) }),
      ...(priceMinor != null && wasMinor > priceMinor && { discount: amount(wasMinor - priceMinor) }),
    };
  };

  const list = (detail, items) => ({
    currency: detail.currency,
    item_list_id: detail.listId,
    item_list_name: nameOf(detail.source),
    items: items.map(product(detail)),
  });

  const promotion = ({ source, listId }) => ({ promotion_id: listId, promotion_name: nameOf(source) });

  const hear = (name, heard) => listen(name, ({ detail }) => hasConsent() && heard(detail));

  hear("tillside-view", (detail) => {
    const { listId, items } = detail;
    places.set(listId, items.map(({ sku }) => sku));
    if (items.length > 0) push("view_item_list", list(detail, items));
    else push("view_promotion", promotion(detail));
  });

  hear("tillside-select", (detail) => {
    if (detail.item) push("select_item", list(detail, [detail.item]));
    else if (detail.listId) push("select_promotion", promotion(detail));
  });

  // A membership is chosen, not added to the cart.
  hear("tillside-add", (detail) => detail.membership && push("select_promotion", promotion(detail)));

  // What the cart has taken, not what was asked for.
  hear("tillside-added", (detail) => {
    const { items, currency } = detail;
    if (items.length === 0) return;
    const total = items.reduce((sum, { priceMinor, quantity }) => sum + (priceMinor ?? 0) * quantity, 0);
    push("add_to_cart", { currency, value: amount(total), items: items.map(product(detail)) });
  });
}
