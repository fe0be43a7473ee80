// What every page shares: the basket's count in the header, the widget, the live panel.
import * as basket from "./basket.mjs";
import { count } from "./format.mjs";
import "./widget.mjs";
import "./live.mjs";

const link = document.querySelector("[data-basket-link]");

function showCount() {
  link.textContent = `Basket (${count(basket.count())})`;
  // Members have no use for the offer of a membership.
  for (const plans of document.querySelectorAll("tillside-plans")) plans.hidden = basket.membership() !== null;
}
basket.onChange(showCount);
showCount();

/** Says something to screen readers and, for a moment, in the page's corner. */
export function say(text) {
  const toast = document.querySelector("[data-toast]");
  toast.textContent = text;
  toast.dataset.shown = "";
  clearTimeout(say.timer);
  say.timer = setTimeout(() => delete toast.dataset.shown, 4000);
}
