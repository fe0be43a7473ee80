// "Live plan": what the widget offers on this page, why, what it held back, and how long the planning took. For the curious; closed at
// first, and never over the page: a tab in the margin where there is one, else a box at the page's end.
import { count, el, money } from "./format.mjs";
import { offers, reasons } from "./widget.mjs";

const time = el("span", { className: "live-time" });
const trouble = el("p", { hidden: true });
const body = el("div", {}, el("p", {}, "Waiting for the first plan…"));
const panel = el("details", { className: "live" }, el("summary", {}, "Live plan ", time),
  el("div", { className: "live-body", tabIndex: 0, role: "group", "aria-label": "Offers on this page" }, trouble, body));
document.querySelector("footer").before(el("aside", { "aria-label": "Live plan" }, panel));

const TITLES = {
  bundle: "Bundle", rescue: "Sold out", upgrade: "Upgrade", addons: "Add-ons", services: "Services", shipping: "Rewards", also: "Customers also bought",
  trial: "Sample", points: "Points", deal: "Deal of the day", recovery: "Left last time", after: "After the purchase", again: "Buy again", plans: "Memberships",
};
const VERDICTS = {
  in_basket: "in the basket", variant: "a variant of what is there", viewed: "on this page", elsewhere: "offered elsewhere on the page", sold_out: "sold out",
  never: "never offered by this shop", owned: "bought lately, or not due", unpriced: "no price to believe", too_dear: "too dear beside it",
  irrelevant: "too weak a link", not_better: "nothing to say for it", outranked: "others are better", no_slot: "the page has no place for it",
  too_many: "enough on the page", stage: "not at this stage", rescue: "the product is sold out: only what comes closest", big_ticket: "left alone for its price",
  dismissed: "not wanted", repeated: "seen often enough", nothing: "nothing to offer", held_out: "shown nothing, to compare",
};

/** A reason in words. */
function because(reason) {
  switch (reason?.kind) {
    case "viewed": return "this product";
    case "often_bought_with":
      return `in ${count(reason.together)} of ${count(reason.orders)} orders with ${reason.title}`;
    case "goes_with": return reason.relation === "required_part" ? `${reason.title} needs it` : `goes with ${reason.title}`;
    case "instead": return `${reason.relation === "upgrade" ? "one better than" : "instead of"} ${reason.title}`;
    case "serves": return `for ${reason.title}`;
    case "due": return reason.intervalDays ? `most come back after ${reason.intervalDays} days` : "bought often";
    case "points": return `reaches ${reason.reward}`;
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

function shown({ units, shipping }) {
  const blocks = units.map(({ kind, items = [], plans = [], totalMinor }) => block(TITLES[kind], [
    ...items.map((item) => entry(item.title, item.priceMinor, item.reason)),
    ...plans.map((plan) => entry(plan.isBest ? `${plan.name} (best)` : plan.name, plan.prices[0].priceMinor, plan.reason)),
  ], kind === "bundle" ? `Together ${money(totalMinor)}` : ""));
  if (shipping) {
    const { way, fill } = shipping;
    const note = shipping.isEarned ? `Earned: the basket is over ${money(way.thresholdMinor)}.`
      : `${money(way.remainingMinor)} to go to ${way.name} (${shipping.progressPercent}%)${fill ? `; these end ${money(fill.overshootMinor)} above it.` : "."}`;
    blocks.push(block(TITLES.shipping, (fill?.items ?? []).map((item) => entry(item.title, item.priceMinor, item.reason)), note));
  }
  return blocks.length ? blocks : [el("p", {}, "Nothing is offered on this page right now.")];
}

/** What was held back: whole offers with their reason, and of the products how many for each. */
function heldBack() {
  const told = reasons();
  const offered = new Set(told.filter(({ sku, verdict }) => sku === null && verdict === "shown").map(({ kind }) => kind));
  const whole = told.filter(({ kind, sku, verdict }) => sku === null && verdict !== "shown" && !offered.has(kind));
  const list = whole.map(({ kind, verdict }) => el("li", {}, el("b", {}, TITLES[kind]), el("span", { className: "live-why" }, VERDICTS[verdict])));
  const products = new Map();
  for (const { sku, title, verdict } of told) {
    if (sku === null || verdict === "shown") continue;
    const titles = products.get(verdict) ?? new Set();
    products.set(verdict, titles.add(title));
  }
  const more = [...products].map(([verdict, titles]) => el("li", {}, el("b", {}, `${count(titles.size)} ${titles.size === 1 ? "product" : "products"}`),
    ` ${VERDICTS[verdict]}`, el("span", { className: "live-why" }, [...titles].slice(0, 3).join(", ") + (titles.size > 3 ? " …" : ""))));
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
