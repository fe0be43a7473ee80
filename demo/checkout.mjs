// A plausible checkout. Nothing is sent anywhere, because this is a demonstration.
import * as cart from "./cart.mjs";
import { picture } from "./cards.mjs";
import "./chrome.mjs";
import { count, el, money } from "./format.mjs";
import { showTotals } from "./totals.mjs";
import { purchase } from "./widget.mjs";

const main = document.querySelector("main");
const form = document.querySelector("form");
const list = document.querySelector("[data-lines]");
const example = { name: "Alex Example", email: "alex@example.com", street: "1 Example Street", town: "Exampleton", postcode: "EX1 1EX" };
let isPlaced = false;

function show() {
  if (isPlaced) return;
  const lines = cart.lines();
  document.querySelector("[data-full]").hidden = lines.length === 0;
  document.querySelector("[data-none]").hidden = lines.length > 0;
  list.replaceChildren(...lines.map(({ sku, title, priceMinor, quantity, belongsTo }) => el("li", { className: "line small" },
    belongsTo || sku.startsWith("SAMPLE") ? el("span", { className: "line-mark", "aria-hidden": "true" }, belongsTo ? "+" : "★") : picture(sku, 56, "eager"), el("span", { className: "line-words" }, `${count(quantity)} × ${title}`),
    el("span", { className: "line-price" }, money(quantity * priceMinor)))));
  showTotals();
}

function thank() {
  const { total } = cart.totals();
  const bought = cart.lines();
  isPlaced = true;
  cart.empty();
  document.title = "Thank you · Robin & Reed";
  const heading = el("h1", { tabIndex: -1 }, "Thank you for your order");
  main.replaceChildren(el("div", { className: "empty" }, heading,
    el("p", {}, `Your order of ${money(total)} would now be on its way. This shop is a demonstration: nothing was sent, charged or stored, and your basket is empty again.`),
    el("p", {}, el("a", { className: "button", href: "/" }, "Keep browsing"))),
  ...["follow-up", "services", "buy-again"].map((kind) => el(`tillside-${kind}`, { className: "below" })));
  purchase(bought);
  heading.focus();
  scrollTo(0, 0);
}

document.querySelector("[data-example]").addEventListener("click", () => {
  for (const [name, value] of Object.entries(example)) form.elements[name].value = value;
});
form.addEventListener("submit", (event) => {
  event.preventDefault();
  thank();
});
cart.onChange(show);
show();
