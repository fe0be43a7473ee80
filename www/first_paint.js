// The first paint: what the builder has planned for the page's product and a shopper of whom nothing is known, shown
// before the wasm has arrived. The wasm's view takes the nodes over.
//
// `plans/SKU.json` is described in src/build/default_plans.rs. Whatever is wrong with it, the page waits for the wasm.
// It is a stranger's file: it names no element, attribute or address but those that a view may have.

import { isSafe } from "./address.js";
import { make, own } from "./dom.js";
import { isSealed, keyOf, shardOf } from "./hashes.js";
import { languageOf } from "./languages.js";
import { placeOf } from "./element_language.js";

const DAY_MS = 86_400_000;
// The same as `plan_name` in src/build/default_plans.rs: for other SKUs there is no file.
const NAME = /^(?!\.)[^\p{Cc}/\\:*?"<>|%#]{1,120}(?<![. ])$/u;
const TAGS = new Set("section div ul li h2 p span a s img label input select option button".split(" "));
const ATTRIBUTES = /^(aria-[a-z]+|data-earned|role|id|type|value|alt|width|height|decoding)$/;
const PROPERTIES = ["checked", "disabled", "selected"];
const BESIDE = ["bundle", "upgrade", "addons", "services"];
const RIGHT_TO_LEFT = /[\u0590-\u08ff\u200f\ufb1d-\ufdff\ufe70-\ufefc\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;

/** The one product of the page's elements, or undefined. */
export function productOf(slots) {
  const skus = new Set([...slots.values()].map(({ sku }) => keyOf(sku)).filter(Boolean));
  return skus.size === 1 ? [...skus][0] : undefined;
}

/** Resolves to the default plan of a product, or to null. */
export async function loadPlan({ market, timeoutMs }, sku) {
  if (!NAME.test(sku)) return null;
  try {
    const signal = AbortSignal.timeout(timeoutMs);
    // As `<link rel="preload" as="fetch" crossorigin>` asks for it.
    const response = await fetch(
      new URL(`plans/${encodeURIComponent(sku)}.json`, market),
      own({ signal, credentials: "same-origin" }),
    );
    const text = response.ok ? await response.text() : "";
    return isSealed(text) ? own(JSON.parse(text)) : null;
  } catch {
    return null;
  }
}

/** Paints what an unknown shopper sees, and returns the elements of which the plan alone decides what they show. */
export function paint(plan, state, config) {
  const places = [...state.slots];
  const isOpen = ([, { kind, sku }]) => kind === "offers" || (BESIDE.includes(kind) && !sku);
  if (!isUnknown(state, plan, config) || places.some(isOpen)) return [];
  // Its strings are English.
  if (places.some(([element]) => languageOf(placeOf(element).tag))) return [];
  let [offers, decided] = [0, 0];
  for (const [tag, node, facts] of plan.offers) {
    const { skus, days = [], first } = own(facts);
    decided += 1;
    const [element] = places.find(([, { kind }]) => kind === tag) ?? [];
    if (!element || node === 0) continue;
    const isOffer = tag !== "shipping";
    // Later offers depend on this one.
    if (!node || isChanged(state, skus) || isDeal(plan, days) || (offers > 0 && first)) {
      decided -= 1;
      break;
    }
    if (isOffer && offers >= plan.most) continue;
    element.paint((locale) => build(node, teller(plan, state.messages, locale)));
    offers += isOffer;
  }
  const tags = plan.offers.map(([tag]) => tag);
  const isDecided = ([, { kind }]) => tags.includes(kind) && !tags.includes(kind, decided);
  return places.filter(isDecided).map(([element]) => element);
}

const isEmpty = (list) => !list || list.length === 0;

// Whether the page has told nothing that changes the plan as a whole.
function isUnknown({ cart, purchase, shopper, membership, stage, dismissed, left }, plan, config) {
  const { lines, currency = plan.currency, ...terms } = own(cart);
  const { country, visitor, points, history, orders, left: _, ...more } = own(shopper);
  const isTreated = !plan.control || (visitor !== undefined && shardOf(String(visitor), 100) >= plan.control);
  return [lines, purchase, history, orders, dismissed, left].every(isEmpty)
    && [config.currency ?? currency, currency].every((code) => String(code).toUpperCase() === plan.currency)
    && !Object.values({ ...terms, ...more, ...membership }).some(Boolean)
    && (stage?.name ?? "browse") === "browse"
    && !(country && plan.countries) && isTreated && !plan.live && !config.jsonLd && !config.inlinePictures
    && Date.now() < (plan.until ?? Infinity);
}

// Whether the page knows another price or stock of one of the products.
function isChanged({ products = [], unavailable = [] }, skus) {
  return [...products.map((product) => product?.sku), ...unavailable].some((sku) => skus.includes(keyOf(String(sku))));
}

// Whether one of the products is the deal of the day, in whatever time zone.
function isDeal({ cycle }, days) {
  const today = Math.floor(Date.now() / DAY_MS);
  return [-1, 0, 1].some((shift) => days.includes((today + shift) % cycle));
}

// The function that writes a description (src/widget/text_descriptions.rs) as a text, like src/widget/messages.rs.
//
// The first use of Intl takes 50 ms on a slow phone, so the builder describes the shape of amounts in the languages of
// the currency.
function teller({ currency, digits, texts, shapes }, messages = [], locale) {
  const shape = own(shapes)[locale];
  let plain, whole, exact;
  const format = (value) => (plain ??= new Intl.NumberFormat(locale)).format(value);
  const styled = (minimumFractionDigits) =>
    new Intl.NumberFormat(locale, own({ style: "currency", currency, minimumFractionDigits }));
  // Browsers show some currencies, such as HUF, without decimals: 12.50 would become 12.
  const price = (decimal) =>
    (/\.\d*[1-9]/.test(decimal) ? (exact ??= styled(digits)) : (whole ??= styled())).format(decimal);
  // "1988" with the sign between thousands and hundreds; a shape has none for larger numbers.
  const grouped = (whole) => (whole.length < 4 ? whole : whole.slice(0, -3) + shape[3] + whole.slice(-3));
  const number = (value) => {
    const [whole, decimals] = String(value).split(".");
    if (!shape || whole.length > 4) return format(value);
    return grouped(whole) + (decimals ? shape[1] + decimals : "");
  };
  const known = own(texts);
  const find = (key) => messages.find(([name]) => name === key)?.[1] ?? known[key] ?? "";
  const money = (minor) => {
    const text = String(minor).padStart(digits + 1, "0");
    const [whole, decimals] = digits ? [text.slice(0, -digits), text.slice(-digits)] : [text];
    if (shape && decimals && whole.length <= 4) return shape[0] + grouped(whole) + shape[1] + decimals + shape[2];
    return price(decimals ? `${whole}.${decimals}` : whole);
  };
  return function say(description) {
    if (typeof description === "string") return description;
    if (typeof description === "number") return number(description);
    const [key, values = {}, count] = description;
    if (typeof key === "number") return money(key);
    const said = new Map(Object.entries(values).map(([name, value]) => [name, say(value)]));
    if (count !== undefined) said.set("count", number(count));
    const plural = () => (shape ? (count === 1 ? "one" : "other") : new Intl.PluralRules(locale).select(count));
    const category = count === undefined ? "" : `.${plural()}`;
    const text = find(key + category) || (category && find(`${key}.other`));
    if (!text.includes("{")) return text;
    const isMixed = [text, ...said.values()].some((part) => RIGHT_TO_LEFT.test(part));
    return text.replace(/\{([^}]*)\}/g, (_, name) => {
      const value = said.get(name) ?? "";
      return isMixed && value ? `\u2068${value}\u2069` : value;
    });
  };
}

function build([tag, name, attributes, text, ...children], say) {
  if (!TAGS.has(tag)) throw new Error(`A view has no <${tag}>.`);
  const node = make(tag);
  node.setAttribute("class", name);
  node.setAttribute("part", name);
  for (const [key, value] of Object.entries(attributes || {})) {
    if (PROPERTIES.includes(key)) node[key] = value === true;
    else if (key === "style.inline-size") node.style.inlineSize = value;
    else if ((key === "href" || key === "src") && isSafe(value)) node.setAttribute(key, value);
    else if (ATTRIBUTES.test(key)) node.setAttribute(key, say(value));
  }
  if (text) node.textContent = say(text);
  node.append(...children.map((child) => build(child, say)));
  return node;
}
