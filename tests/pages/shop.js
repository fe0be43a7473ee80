// The shop's side of all pages here: a basket that takes whatever is offered and tells the widget.
import { setBasket, setPlan } from "/pkg/tillside.js";

const basket = [];

document.addEventListener("tillside-add", ({ detail }) => {
  for (const { sku, quantity, priceMinor } of detail.items) basket.push({ sku, quantity, priceMinor });
  setBasket(basket);
  if (Object.hasOwn(detail, "plan")) setPlan(detail.plan);
});
