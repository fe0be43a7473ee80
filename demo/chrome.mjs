// What every page shares: the basket's count in the header, the widget, the live panel.
import * as basket from "./basket.mjs";
import { count } from "./format.mjs";
import "./widget.mjs";
import "./live.mjs";
import { consent, setConsent } from "./shopper.mjs";

const link = document.querySelector("[data-basket-link]");

function showCount() {
  link.textContent = `Basket (${count(basket.count())})`;
  // Members have no use for the offer of a membership.
  for (const plans of document.querySelectorAll("tillside-plans")) plans.hidden = basket.membership() !== null;
}
basket.onChange(showCount);
showCount();

// The widget remembers nothing until this is ticked, and forgets everything when it is not any more.
const remember = document.querySelector("[data-consent]");
remember.checked = consent();
remember.addEventListener("change", () => setConsent(remember.checked));

/** Says something to screen readers and, for a moment, in the page's corner. */
export function say(text) {
  const toast = document.querySelector("[data-toast]");
  toast.textContent = text;
  toast.dataset.shown = "";
  clearTimeout(say.timer);
  say.timer = setTimeout(() => delete toast.dataset.shown, 4000);
}
