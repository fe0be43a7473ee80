// The shop's side of Tillside: it tells the widget about basket and shopper and answers when a shopper adds an offer.
// Everything here is the public API; without the widget the shop works the same, minus the offers.
import * as basket from "./basket.mjs";
import { consent, onConsent, shopper } from "./shopper.mjs";
import { soldOut } from "./stock.mjs";

let widget = null;

function tell() {
  widget?.setBasket(basket.lines().map(({ sku, quantity, priceMinor }) => ({ sku, quantity, priceMinor })));
  widget?.setPlan(basket.membership());
}

document.addEventListener("tillside-add", (event) => {
  const { items = [], plan } = event.detail;
  // The price that was shown is the price that is charged.
  if (items.length > 0) basket.add(items);
  if (plan) basket.join(plan);
});
basket.onChange(tell);
onConsent((isGiven) => widget?.setConsent(isGiven));

/** Resolves to true when offers can be shown, to false when the page is on its own. */
export const connected = (async () => {
  try {
    widget = await import("/pkg/tillside.js");
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

/** The order is placed. */
export function purchase(lines) {
  widget?.setStage("after");
  widget?.setPurchase(lines.map(({ sku, quantity, priceMinor }) => ({ sku, quantity, priceMinor })));
}

/** The offers on this page as plain data, or null. */
export const offers = () => widget?.currentPlan() ?? null;
/** What became of everything that was considered. */
export const reasons = () => widget?.explain() ?? [];
