// The shop's side of Tillside: it tells the widget about the basket and answers when a shopper adds an offer.
// Everything here is the public API; without the widget the shop works the same, minus the offers.
import * as basket from "./basket.mjs";
import { soldOut } from "./stock.mjs";

let widget = null;

function tell() {
  widget?.setBasket(basket.lines().map(({ sku, quantity, priceMinor }) => ({ sku, quantity, priceMinor })));
  widget?.setPlan(basket.membership());
}

document.addEventListener("tillside-add", (event) => {
  const { items = [], plan } = event.detail;
  if (items.length > 0) basket.add(items);
  if (plan) basket.join(plan);
});
basket.onChange(tell);

/** Resolves to true when offers can be shown, to false when the page is on its own. */
export const connected = (async () => {
  try {
    widget = await import("/pkg/tillside.js");
    widget.setUnavailable(soldOut());
    tell();
    await widget.ready;
    return true;
  } catch {
    document.documentElement.classList.add("no-widget");
    return false;
  }
})();

/** The offers on this page as plain data, or null. */
export const offers = () => widget?.currentPlan() ?? null;
