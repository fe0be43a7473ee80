// The shop's side of all pages here: a cart that accepts every offer and passes the result to the widget.
import { setCart, setMembership } from "/pkg/tillside.js";

const cart = [];

const add = ({ detail }) => {
  for (const { sku, quantity, priceMinor } of detail.items) cart.push({ sku, quantity, priceMinor });
  setCart(cart);
  if (Object.hasOwn(detail, "membership")) setMembership(detail.membership);
};

document.addEventListener("tillside-add", add);
// The shop's own button, which a test presses.
document.addEventListener("shop-add", add);
