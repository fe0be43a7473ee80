// "Live plan": what the widget offers on this page, why, and how long the planning took. For the curious; closed at first, and never
// over the page: a tab in the margin where there is one, else a box at the page's end.
import { count, el, money } from "./format.mjs";
import { offers } from "./widget.mjs";

const time = el("span", { className: "live-time" });
const trouble = el("p", { hidden: true });
const body = el("div", {}, el("p", {}, "Waiting for the first plan…"));
const panel = el("details", { className: "live" }, el("summary", {}, "Live plan ", time),
  el("div", { className: "live-body", tabIndex: 0, role: "group", "aria-label": "Offers on this page" }, trouble, body));
document.querySelector("footer").before(el("aside", { "aria-label": "Live plan" }, panel));

/** A reason in words. */
function because(reason) {
  switch (reason?.kind) {
    case "viewed": return "this product";
    case "often_bought_with":
      return `in ${count(reason.together)} of ${count(reason.orders)} orders with ${reason.title}`;
    case "goes_with":
      return `goes with ${reason.title}`;
    case "instead":
      return `${reason.relation === "upgrade" ? "one better than" : "instead of"} ${reason.title}`;
    case "saves": {
      const parts = [[reason.shippingMinor, "delivery"], [reason.discountMinor, "discount"]].filter(([minor]) => minor > 0);
      return parts.length ? `saves ${parts.map(([minor, what]) => `${money(minor)} ${what}`).join(" and ")} on this basket` : "";
    }
    default: return "";
  }
}

const entry = (name, minor, reason) => {
  const why = because(reason);
  return el("li", {}, el("b", {}, name), ` ${money(minor)}`, why ? el("span", { className: "live-why" }, why) : "");
};
const block = (title, list, note = "") => el("section", {}, el("h2", {}, title), list.length ? el("ul", {}, ...list) : "", note ? el("p", {}, note) : "");

function blocks({ bundles = [], rescues = [], shipping, also, memberships }) {
  const shown = bundles.map((bundle) => block("Bundle", bundle.items.map((item) => entry(item.title, item.priceMinor, item.reason)), `Together ${money(bundle.totalMinor)}`));
  for (const { items } of rescues) shown.push(block("Sold out", items.map((item) => entry(item.title, item.priceMinor, item.reason))));
  if (shipping) {
    const note = shipping.isEarned ? `Earned: the basket is over ${money(shipping.thresholdMinor)}.`
      : `${money(shipping.remainingMinor)} to go to ${money(shipping.thresholdMinor)} (${shipping.progressPercent}%)`
        + (shipping.fill ? `; these end ${money(shipping.fill.overshootMinor)} above it.` : ".");
    shown.push(block("Free delivery", (shipping.fill?.items ?? []).map((item) => entry(item.title, item.priceMinor, item.reason)), note));
  }
  if (also) shown.push(block("Customers also bought", also.items.map((item) => entry(item.title, item.priceMinor, item.reason))));
  if (memberships) {
    shown.push(block("Memberships", memberships.plans.map((plan) => entry(plan.isBest ? `${plan.name} (best)` : plan.name, plan.priceMinor, plan.reason))));
  }
  return shown.length ? shown : [el("p", {}, "Nothing is offered on this page right now.")];
}

document.addEventListener("tillside-plan", ({ detail }) => {
  time.textContent = `${detail.ms < 10 ? detail.ms.toFixed(2) : Math.round(detail.ms)} ms`;
  body.replaceChildren(el("p", {}, `Basket ${money(detail.plan.subtotalMinor)}, planned in ${time.textContent} on this device.`), ...blocks(detail.plan));
});
document.addEventListener("tillside-error", ({ detail }) => {
  trouble.hidden = false;
  trouble.textContent = `Something is missing: ${detail.message} (${detail.code})`;
  if (!offers()) body.replaceChildren(el("p", {}, "Nothing is offered on this page."));
});
