// The totals next to the basket and the checkout.
import * as cart from "./cart.mjs";
import { el, money } from "./format.mjs";

/** Fills the page's `<dl data-totals>`. */
export function showTotals() {
  const { sets, subtotal, discount, percent, reward, gifts, shipping, total, plan } = cart.totals();
  const row = (name, value, props = {}) => el("div", {}, el("dt", {}, name), el("dd", props, value));
  const rows = [];
  if (sets > 0) rows.push(row("Quantity breaks", `−${money(sets)}`, { "data-testid": "sets" }));
  rows.push(row("Subtotal", money(subtotal), { "data-testid": "subtotal" }));
  if (discount > 0) rows.push(row(`${plan.name}, ${plan.discountPercent}% off`, `−${money(discount)}`, { "data-testid": "discount" }));
  if (reward > 0) rows.push(row(`${percent}% off`, `−${money(reward)}`, { "data-testid": "reward" }));
  for (const gift of gifts) rows.push(row(`A gift: ${gift}`, "Free", { "data-testid": "gift" }));
  const free = plan?.freeShipping ? `Free with ${plan.name}` : "Free";
  rows.push(row("Delivery", shipping === 0 ? free : money(shipping), { "data-testid": "delivery" }));
  const last = row("Total", money(total), { "data-testid": "total" });
  last.className = "total";
  document.querySelector("[data-totals]").replaceChildren(...rows, last);
}
