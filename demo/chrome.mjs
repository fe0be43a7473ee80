// Shared by all pages: the number of items in the header, the widget, the live panel.
import * as cart from "./cart.mjs";
import { count } from "./format.mjs";
import "./widget.mjs";
import "./live.mjs";
import { consent, setConsent } from "./shopper.mjs";

const link = document.querySelector("[data-cart-link]");

function showCount() {
  link.textContent = `Basket (${count(cart.count())})`;
  // Members do not see membership offers.
  for (const plans of document.querySelectorAll("tillside-memberships")) plans.hidden = cart.membership() !== null;
}
cart.onChange(showCount);
showCount();

// The widget stores data only while this is checked, and deletes all of it when it is unchecked.
const remember = document.querySelector("[data-consent]");
remember.checked = consent();
remember.addEventListener("change", () => setConsent(remember.checked));

/** Shows a message for a moment in the corner of the page, and announces it to screen readers. */
export function say(text) {
  const toast = document.querySelector("[data-toast]");
  toast.textContent = text;
  toast.dataset.shown = "";
  clearTimeout(say.timer);
  say.timer = setTimeout(() => delete toast.dataset.shown, 4000);
}
