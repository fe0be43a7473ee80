// The "Live plan" panel: the offers of this page with their reasons, the withheld offers, and the planning time. It is closed at first and
// never covers the page: on wide screens it is a tab in the margin, otherwise a box at the end of the page.
import { count, el, money } from "./format.mjs";
import { offers, reasons } from "./widget.mjs";

const time = el("span", { className: "live-time" });
const trouble = el("p", { hidden: true });
const body = el("div", {}, el("p", {}, "Waiting for the first plan…"));
const panel = el("details", { className: "live" }, el("summary", {}, "Live plan ", time),
  el("div", { className: "live-body", tabIndex: 0, role: "group", "aria-label": "Offers on this page" }, trouble, body));
document.querySelector("footer").before(el("aside", { "aria-label": "Live plan" }, panel));

const TITLES = {
  bundle: "Bundle", quantity_break: "Quantity break", sold_out_alternatives: "Sold-out alternatives", upgrade: "Upgrade", addons: "Accessories", services: "Services", shipping: "Rewards", also_bought: "Customers also bought",
  trial: "Sample", loyalty: "Loyalty points", deal: "Deal of the day", abandoned_cart: "Abandoned basket", follow_up: "Follow-up", buy_again: "Buy again", memberships: "Memberships",
};
const OUTCOMES = {
  in_cart: "in the basket", variant: "another variant is on the page or in the basket", viewed: "the product of this page", quantity_break: "a quantity break would change the sum", elsewhere: "offered elsewhere on the page", gift: "the gift of a reward", sold_out: "sold out",
  never: "never offered by this shop", in_sets: "sold in sets only", owned: "bought recently, or not due yet", unpriced: "no reliable price", too_expensive: "too expensive for this product or basket",
  irrelevant: "the link is too weak", not_better: "no stated advantage", outranked: "others rank higher", no_slot: "the page has no element for it",
  too_many: "the page shows the maximum number of offers", stage: "not at this stage", sold_out_alternatives: "the product is sold out: only alternatives are shown", big_ticket: "the product is too expensive for other offers",
  dismissed: "dismissed by the shopper", repeated: "shown often enough in this visit", nothing: "nothing to offer", control_group: "the shopper is in the control group",
};

/** The text of a reason. */
function because(reason) {
  switch (reason?.kind) {
    case "viewed": return "this product";
    case "often_bought_with":
      return `in ${count(reason.together)} of ${count(reason.orders)} orders with ${reason.title}`;
    case "goes_with": return reason.relation === "required_part" ? `${reason.title} needs it` : `goes with ${reason.title}`;
    case "instead": return `${reason.relation === "upgrade" ? "upgrade from" : "alternative to"} ${reason.title}`;
    case "serves": return `for ${reason.title}`;
    case "due": return reason.intervalDays ? `usually reordered after ${reason.intervalDays} days` : "bought often";
    case "loyalty": return `reaches ${reason.reward}`;
    case "saves": {
      const parts = [[reason.shippingMinor, "delivery"], [reason.discountMinor, "discount"]].filter(([minor]) => minor > 0);
      return parts.length ? `saves ${parts.map(([minor, what]) => `${money(minor)} ${what}`).join(" and ")} on this basket` : "";
    }
    default: return "";
  }
}

const entry = (name, minor, reason) => {
  const why = because(reason);
  return el("li", {}, el("b", {}, name), minor === null ? "" : ` ${money(minor)}`, why ? el("span", { className: "live-why" }, why) : "");
};
const block = (title, list, note = "") => el("section", {}, el("h2", {}, title), list.length ? el("ul", {}, ...list) : "", note ? el("p", {}, note) : "");

function shown({ offers, shipping }) {
  const blocks = offers.map(({ kind, items = [], memberships = [], totalMinor }) => block(TITLES[kind], [
    ...items.map((item) => entry(item.title, item.priceMinor, item.reason)),
    ...memberships.map(({ isBest, name, prices, reason }) => entry(isBest ? `${name} (best)` : name, prices[0].priceMinor, reason)),
  ], kind === "bundle" ? `Together ${money(totalMinor)}` : ""));
  if (shipping) {
    const { progress: { goal, name }, fill } = shipping;
    const note = shipping.isEarned ? `Earned: the basket has reached ${money(goal.thresholdMinor)}.`
      : `${money(goal.remainingMinor)} to go to ${name} (${shipping.progressPercent}%)${fill ? `; these products exceed it by ${money(fill.overshootMinor)}.` : "."}`;
    blocks.push(block(TITLES.shipping, (fill?.items ?? []).map((item) => entry(item.title, item.priceMinor, item.reason)), note));
  }
  return blocks.length ? blocks : [el("p", {}, "Nothing is offered on this page right now.")];
}

/** The withheld offers with their outcome, and the number of withheld products for each outcome. */
function heldBack() {
  const told = reasons();
  const offered = new Set(told.filter(({ sku, outcome }) => sku === null && outcome === "shown").map(({ kind }) => kind));
  const whole = told.filter(({ kind, sku, outcome }) => sku === null && outcome !== "shown" && !offered.has(kind));
  const list = whole.map(({ kind, outcome }) => el("li", {}, el("b", {}, TITLES[kind]), el("span", { className: "live-why" }, OUTCOMES[outcome])));
  const products = new Map();
  for (const { sku, title, outcome } of told) {
    if (sku === null || outcome === "shown") continue;
    const titles = products.get(outcome) ?? new Set();
    products.set(outcome, titles.add(title));
  }
  const more = [...products].map(([outcome, titles]) => el("li", {}, el("b", {}, `${count(titles.size)} ${titles.size === 1 ? "product" : "products"}`),
    ` ${OUTCOMES[outcome]}`, el("span", { className: "live-why" }, [...titles].slice(0, 3).join(", ") + (titles.size > 3 ? " …" : ""))));
  return block("Held back", [...list, ...more]);
}

function show(plan) {
  const note = el("p", {}, `Basket ${money(plan.subtotalMinor)}, planned in ${time.textContent} on this device.`);
  body.replaceChildren(note, ...shown(plan), ...(panel.open ? [heldBack()] : []));
}
document.addEventListener("tillside-plan", ({ detail }) => {
  time.textContent = `${detail.ms < 10 ? detail.ms.toFixed(2) : Math.round(detail.ms)} ms`;
  show(detail.plan);
});
panel.addEventListener("toggle", () => {
  const plan = offers();
  if (plan) show(plan);
});
document.addEventListener("tillside-error", ({ detail }) => {
  trouble.hidden = false;
  trouble.textContent = `Something is missing: ${detail.message} (${detail.code})`;
  if (!offers()) body.replaceChildren(el("p", {}, "Nothing is offered on this page."));
});
