// A cart that the page declares in its HTML, as JSON or as attributes, and how items get into it: no script of the
// shop. The declaration is read again whenever the HTML is swapped.
//
// `{sku}`, `{quantity}` and `{line}` stand in the address of a form or link, or in the fields of a form. A form
// without them is a product's own: it is looked for in the page, else in the product's page, by the selector that is
// the value of `data-tillside-add`.

import { isSame, quantityOf } from "../skus.js";
import { connect, refused, replacedBy, results } from "./connection.js";

const CART = "[data-tillside-cart]";
const ADD = "[data-tillside-add]";
const REMOVE = "[data-tillside-remove]";
const REASON = "[data-tillside-reason]";
const DECIMALS = 4; // Prices are written as "16.90": four decimals are enough for every currency.

const amount = (price) =>
  price === undefined || price === null || price === "" ? null : Math.round(Number(price) * 10 ** DECIMALS);

function declared(page) {
  const [cart, another] = page.querySelectorAll(CART);
  if (!cart) throw new Error("No element of the page has data-tillside-cart.");
  if (another) throw new Error("Two elements of the page have data-tillside-cart: remove one.");
  const { lines, currency, coupon } =
    cart.localName === "script"
      ? JSON.parse(cart.textContent)
      : {
          currency: cart.dataset.currency,
          coupon: cart.dataset.coupon,
          lines: [...cart.querySelectorAll("[data-sku]")].map(({ dataset }) => ({ ...dataset })),
        };
  if (!Array.isArray(lines)) throw new Error("The declared cart has no list of lines.");
  return {
    lines: lines.map(({ sku, id, quantity, price }) => ({
      sku: String(sku ?? id),
      quantity: Number(quantity ?? 1),
      priceMinor: amount(price),
    })),
    currency: currency || undefined,
    decimals: DECIMALS,
    couponMinor: amount(coupon) ?? 0,
    raw: lines.map((line) => ({ ...line, sku: String(line.sku ?? line.id) })),
  };
}

const parsed = (html) => new DOMParser().parseFromString(html, "text/html");

async function load(address) {
  const response = await fetch(address, { cache: "no-store", headers: { accept: "text/html" } });
  if (!response.ok) throw new Error(`${new URL(response.url).pathname} answered ${response.status}.`);
  return { page: parsed(await response.text()), base: response.url };
}

// Attributes, not properties: a field may have the name "action".
const targetOf = (element) => element.getAttribute(element.localName === "form" ? "action" : "href") ?? "";
const fieldsOf = (element) => (element.localName === "form" ? [...new FormData(element)] : []);
const hasPlaces = (element) => /\{(sku|quantity|line)\}/.test(targetOf(element) + fieldsOf(element).join());

/** Sends what an element declares, with its places filled in; returns the page that the server answers. */
async function submit(element, values, base = location.href) {
  const fill = (text, code) => text.replace(/\{(sku|quantity|line)\}/g, (_, name) => code(String(values[name] ?? "")));
  const address = new URL(fill(targetOf(element), encodeURIComponent), base);
  const fields = fieldsOf(element).map(([name, value]) => [
    name,
    typeof value === "string" ? fill(value, String) : value,
  ]);
  if (!hasPlaces(element)) {
    const quantity = fields.find(([name]) => name === "quantity");
    if (quantity) quantity[1] = String(values.quantity);
  }
  const isPost = element.getAttribute("method")?.toLowerCase() === "post";
  const body = new (element.getAttribute("enctype") === "multipart/form-data" ? FormData : URLSearchParams)();
  for (const [name, value] of fields) body.append(name, value);
  if (!isPost && fields.length > 0) address.search = body;
  const response = await fetch(address, isPost ? { method: "POST", body } : { cache: "no-store" });
  return parsed(await response.text());
}

// A server that refuses says why, in an element that is marked, or that the page names.
function reasonIn(page) {
  const named = document.querySelector(`${ADD}[data-reason]`)?.dataset.reason;
  return page
    .querySelector(named || REASON)
    ?.textContent.trim()
    .replace(/\s+/g, " ");
}

/** The forms and links that add a product. */
function formsIn(page) {
  const named = document.querySelector(`${ADD}:not([data-tillside-add=""])`)?.dataset.tillsideAdd;
  return [...page.querySelectorAll(named || `form${ADD}, a${ADD}`)];
}

const formFor = (page, sku) => formsIn(page).find((form) => isSame(form.closest("[data-sku]")?.dataset.sku, sku));

/** Connects the declared cart to the widget. */
export function start(host) {
  let fetched = null; // the page as the server has it after an addition, until the page itself changes
  let last = "";

  const read = () => {
    const { raw, ...cart } = declared(fetched ?? document);
    return cart;
  };
  // By the template of the page, the product's form in this page, or the one in the product's own page. Returns why
  // not.
  async function post(item, complain) {
    const template = formsIn(document).find(hasPlaces) ?? formFor(document, item.sku);
    if (template) return reasonIn(await submit(template, item));
    const there = item.url && (await load(item.url));
    const form = there && (formFor(there.page, item.sku) ?? formsIn(there.page)[0]);
    if (form) return reasonIn(await submit(form, item, there.base));
    // The page of a product that is sold out has no form.
    const reason = there && reasonIn(there.page);
    if (!reason) complain(`No form of a page adds "${item.sku}".`);
    return reason;
  }

  async function add({ items }, complain) {
    // Not the page's own: another tab may have changed the cart.
    const before = declared((await load(location.href)).page);
    const remove = document.querySelector(REMOVE);
    const reasons = [];
    for (const item of items) {
      const isPossible = !item.replaces || remove;
      if (!isPossible) complain("An upgrade needs an element with data-tillside-remove.");
      reasons.push(isPossible ? await post(item, complain) : undefined);
    }
    let { page } = await load(location.href);
    const count = ({ lines }, { sku }) => quantityOf(lines, sku);
    const outcome = results(items, before, declared(page), count).map((result, place) =>
      refused(result, reasons[place]),
    );
    const gone = replacedBy(items, outcome, before.raw, {
      skuOf: ({ sku }) => sku,
      ownerOf: ({ belongsTo }) => belongsTo,
    });
    for (const { sku, quantity, line } of gone) await submit(remove, { sku, quantity, line });
    if (gone.length > 0) ({ page } = await load(location.href));
    fetched = page;
    for (const part of document.querySelectorAll("[data-tillside-refresh][id]")) {
      const fresh = page.getElementById(part.id);
      if (!fresh) continue;
      const copy = document.importNode(fresh, true);
      part.replaceWith(copy);
      globalThis.htmx?.process?.(copy);
    }
    return outcome.filter(({ accepted, quantity }) => accepted < quantity);
  }

  function watch(changed) {
    const text = () => [...document.querySelectorAll(CART)].map((cart) => cart.outerHTML).join();
    last = text();
    new MutationObserver(() => {
      if (text() === last) return;
      last = text();
      fetched = null;
      changed();
    }).observe(document.documentElement, { subtree: true, childList: true, characterData: true, attributes: true });
  }

  // Turbo swaps whole pages, so a form may come later.
  return connect(host, { read, watch, add, canAdd: () => document.querySelector(ADD) !== null });
}
