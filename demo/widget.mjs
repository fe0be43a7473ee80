// The shop's side of Tillside: passes cart and shopper to the widget, and responds when a shopper adds an offer.
// It only uses the public API; without the widget the shop works the same, without offers.
import * as cart from "./cart.mjs";
import { consent, onConsent, shopper } from "./shopper.mjs";
import { soldOut } from "./stock.mjs";

let widget = null;
// null if the browser cannot load it.
const loaded = import("/pkg/tillside.js").catch(() => null);

function tell() {
  widget?.setCart(cart.lines().map(({ sku, quantity, priceMinor }) => ({ sku, quantity, priceMinor })));
  widget?.setMembership(cart.membership());
}

document.addEventListener("tillside-add", (event) => {
  const { items = [], membership } = event.detail;
  // The displayed price is the price that is charged.
  if (items.length > 0) cart.add(items);
  if (membership) cart.join(membership);
});
cart.onChange(tell);
onConsent((isGiven) => widget?.setConsent(isGiven));

/** Resolves to true when offers can be shown, and to false when the widget failed to load. */
export const connected = (async () => {
  try {
    widget = await loaded;
    widget.setUnavailable(soldOut());
    widget.setShopper(shopper());
    widget.setConsent(consent());
    tell();
    await widget.ready;
    return true;
  } catch {
    document.documentElement.classList.add("no-widget");
    return false;
  }
})();

/** Sets the placed order. A quick shopper may place it before the widget is loaded. */
export async function purchase(lines) {
  await loaded;
  widget?.setStage("post_purchase");
  widget?.setPurchase(lines.map(({ sku, quantity, priceMinor }) => ({ sku, quantity, priceMinor })));
}

/** The offers on this page as plain data, or null. */
export const offers = () => widget?.currentPlan() ?? null;
/** The outcome of every offer and product that was considered. */
export const reasons = () => widget?.explain() ?? [];
