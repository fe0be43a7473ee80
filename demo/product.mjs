// One product: /product.html?sku=…
import * as cart from "./cart.mjs";
import { card, picture } from "./cards.mjs";
import { findOthers, findProduct, normal } from "./catalog.mjs";
import { say } from "./chrome.mjs";
import { count, el, money, plural } from "./format.mjs";
import { isSoldOut } from "./stock.mjs";
import { bigTicketMinor } from "./terms.mjs";
import { connected, offers } from "./widget.mjs";

const $ = (name) => document.querySelector(`[data-${name}]`);
const sku = normal(new URLSearchParams(location.search).get("sku") ?? "");
const bundle = document.querySelector("tillside-bundle");
// The widget need not wait for the shop's own catalog.
for (const beside of document.querySelectorAll("tillside-bundle, tillside-quantity-break, tillside-addons, tillside-upgrade, tillside-services")) {
  if (sku) beside.setAttribute("sku", sku);
}
// Less content follows, so less space is reserved.
bundle.classList.toggle("sold-out", isSoldOut(sku));

function show(product) {
  const { title, priceMinor, orders, department } = product;
  document.title = `${title} · Robin & Reed`;
  $("title").textContent = title;
  $("price").textContent = money(priceMinor);
  $("crumb").replaceChildren(el("a", { href: `/?department=${department.id}` }, department.name));
  $("facts").textContent = `Product no. ${product.sku}${orders > 0 ? ` · in ${plural(orders, "order")}` : ""}`;
  // On an expensive product the shop shows no other products either.
  bundle.classList.toggle("alone", priceMinor >= bigTicketMinor);
  $("picture").replaceChildren(picture(product.sku, 480, "eager"));
  document.querySelector("main").removeAttribute("aria-busy");
  const form = $("buy");
  const button = form.querySelector("button");
  if (isSoldOut(product.sku)) button.textContent = "Sold out";
  else button.disabled = false;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const quantity = Math.trunc(form.elements.quantity.valueAsNumber);
    if (!(quantity >= 1)) return;
    cart.add([{ sku: product.sku, title, priceMinor, quantity }]);
    say(`${count(quantity)} × ${title} added to your basket.`);
  });
}

/** The widget marks its element once it knows whether it has an offer; without the widget there is no offer. */
const settled = new Promise((resolve) => {
  const check = () => bundle.hasAttribute("data-settled") && resolve();
  new MutationObserver(check).observe(bundle, { attributeFilter: ["data-settled"] });
  check();
  void connected.then((isConnected) => isConnected || resolve());
});

/** Without an offer the section shows other products of the department, so that its heading is never alone. */
async function showOthers(product) {
  const isOffered = offers()?.offers.some(({ kind }) => ["bundle", "sold_out_alternatives"].includes(kind));
  if (isOffered || product.priceMinor >= bigTicketMinor || bundle.childElementCount > 0) return;
  const others = await findOthers(product).catch(() => []);
  if (others.length === 0 || bundle.childElementCount > 0) return;
  bundle.append(el("h2", {}, "More like this"), el("ul", { className: "cards" }, ...others.map(card)));
}

function missing() {
  document.title = "Not found · Robin & Reed";
  document.querySelector("main").replaceChildren(el("div", { className: "empty" },
    el("h1", {}, "We can’t find that product"),
    el("p", {}, "It may have sold out for good, or the address has a typing mistake."),
    el("p", {}, el("a", { className: "button", href: "/" }, "Back to the shop"))));
}

try {
  const product = sku ? await findProduct(sku) : null;
  if (product) {
    show(product);
    void settled.then(() => showOthers(product));
  } else missing();
} catch {
  document.querySelector("main").removeAttribute("aria-busy");
  $("title").textContent = "This page could not be loaded";
  $("facts").textContent = "Please check your connection and try again.";
}
