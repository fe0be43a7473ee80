// The basket page: lines with quantities, the total, and the link to the checkout.
import * as cart from "./cart.mjs";
import { picture, productAddress } from "./cards.mjs";
import { say } from "./chrome.mjs";
import { el, money } from "./format.mjs";
import { showTotals } from "./totals.mjs";

const list = document.querySelector("[data-lines]");
const full = document.querySelector("[data-full]");
const none = document.querySelector("[data-none]");

const isService = ({ belongsTo }) => belongsTo !== undefined;

function row(line) {
  const { sku, title, priceMinor, quantity } = line;
  const key = cart.keyOf(line);
  const name = isService(line) || sku.startsWith("SAMPLE") ? el("span", {}, title) : el("a", { href: productAddress(sku) }, title);
  const beside = isService(line) || sku.startsWith("SAMPLE") ? el("span", { className: "line-mark", "aria-hidden": "true" }, isService(line) ? "+" : "★")
    : el("a", { href: productAddress(sku), tabIndex: -1, "aria-hidden": "true" }, picture(sku, 88, "eager"));
  const input = el("input", { type: "number", min: "1", max: "999", value: quantity, inputMode: "numeric", "aria-label": `Quantity of ${title}` });
  const price = el("span", { className: "line-price" });
  const remove = el("button", { type: "button", className: "quiet", "aria-label": `Remove ${title}` }, "Remove");
  const item = el("li", { className: "line" },
    beside,
    el("div", { className: "line-words" }, name, el("span", { className: "muted" }, priceMinor === 0 ? "Free" : `${money(priceMinor)} each`)),
    el("div", { className: "line-edit" }, input, remove), price);
  item.dataset.key = key;
  input.addEventListener("change", () => {
    const wanted = Math.trunc(input.valueAsNumber);
    if (wanted >= 1) cart.setQuantity(key, wanted);
    else input.value = cart.lines().find((line) => cart.keyOf(line) === key)?.quantity ?? 1;
  });
  remove.addEventListener("click", () => {
    const next = item.nextElementSibling ?? item.previousElementSibling;
    cart.setQuantity(key, 0);
    say(`${title} removed.`);
    (next?.querySelector(".quiet") ?? document.querySelector("h1")).focus();
  });
  return item;
}

/** Rows stay in place when their numbers change, so that a quantity field keeps the focus. */
function show() {
  const lines = cart.lines();
  full.hidden = lines.length === 0;
  none.hidden = lines.length > 0;
  for (const old of [...list.children]) if (!lines.some((line) => cart.keyOf(line) === old.dataset.key)) old.remove();
  lines.forEach((line, at) => {
    const item = [...list.children].find((child) => child.dataset.key === cart.keyOf(line)) ?? row(line);
    if (list.children[at] !== item) list.insertBefore(item, list.children[at] ?? null);
    const input = item.querySelector("input");
    if (input !== document.activeElement || input.valueAsNumber !== line.quantity) input.value = line.quantity;
    item.querySelector(".line-price").textContent = money(line.quantity * line.priceMinor);
  });
  showTotals();
}
cart.onChange(show);
show();
