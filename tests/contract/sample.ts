// A shop's script that uses the package. It must compile, and the lines that are marked as errors must not.

import { configure, currentPlan, explain, forget, ready, setCart, setConsent, setMessages, setMarket, setMembership, setProducts, setPurchase, setShopper, setStage, setUnavailable } from "tillside";
import type { AddDetail, ErrorCode, OfferKind, LineItem, LiveFile, Plan, TillsideElement, TillsideError, Offer } from "tillside";

const cart = new Map<string, LineItem>();
const take = ({ sku, quantity, priceMinor, replaces }: AddDetail["items"][number]) => {
  if (replaces) cart.delete(replaces);
  cart.set(sku, { sku, quantity, priceMinor: priceMinor ?? undefined });
};

configure({ graph: "/graph/", market: "de", currency: "GBP", stage: "browse", jsonLd: true, inlinePictures: true, timeoutMs: 3000 });
setCart([...cart.values()], { currency: "GBP", decimals: 2, couponMinor: 500 });
setPurchase([{ sku: "85123A", quantity: 1 }]);
setUnavailable(["22423"]);
setShopper({ country: "GB", history: [{ sku: "84991", daysAgo: 95 }], orders: [{ subtotalMinor: 2500, daysAgo: 12 }] });
setMarket("at");
setMembership(null);
setStage("checkout");
setConsent(true);
setMessages({ "bundle.title": "Goes well together" });
forget();

const live: LiveFile = { products: { LANTERN: { priceMinor: 1399, isAvailable: true } } };
setProducts(Object.entries(live.products).map(([sku, product]) => ({ sku, ...product })));

const bundle: TillsideElement = document.createElement("tillside-bundle");
bundle.sku = "85123A";
bundle.addEventListener("tillside-dismiss", ({ detail }) => detail.listId.toUpperCase());

document.addEventListener("tillside-add", (event) => {
  const { source, items, membership, period } = event.detail;
  if (source === "memberships" && membership && period === "year") return setMembership(membership);
  items.forEach(take);
  event.respondWith(Promise.resolve(["22423", { sku: "85123A", accepted: 1, reason: "Only one left" }]));
  return setCart([...cart.values()]);
});
document.addEventListener("tillside-plan", ({ detail: { plan, ms } }) => tell(plan, ms));
document.addEventListener("tillside-error", ({ detail }) => remedy(detail.code));

function tell(plan: Plan, ms: number): string {
  const named = plan.offers.map((offer: Offer) => `${offer.kind} ${offer.listId}: ${offer.items?.map(why).join(", ") ?? ""}`);
  const goal = plan.shipping?.progress.goal;
  const remaining = goal?.unit === "items" ? goal.remaining : goal?.remainingMinor;
  return `${named.join("; ")}; ${remaining ?? 0} to go; ${ms.toFixed(1)} ms`;
}

function why({ title, reason }: NonNullable<Offer["items"]>[number]): string {
  return reason.kind === "often_bought_with" ? `${title}, ${reason.together} of ${reason.orders}` : title;
}

// Every code has an answer: a new one is an error here.
function remedy(code: ErrorCode): string {
  switch (code) {
    case "bad-config":
    case "blocked-by-csp":
    case "cart-failed":
      return "mend the page";
    case "wasm-failed":
    case "language-failed":
    case "graph-unreachable":
    case "graph-corrupt":
    case "graph-version":
    case "graph-mismatch":
      return "mend the server";
    case "internal":
      return "report it";
  }
}

await ready.catch((error: TillsideError) => remedy(error.code));
export const seen: OfferKind[] = currentPlan()?.offers.map(({ kind }) => kind) ?? [];
export const held = explain()?.filter(({ outcome }) => outcome !== "shown");

// @ts-expect-error: the graph is missing.
configure({ currency: "GBP" });
// @ts-expect-error: prices are whole minor units, not texts.
setCart([{ sku: "85123A", quantity: 1, priceMinor: "4.95" }]);
// @ts-expect-error: there is no such stage.
setStage("later");
// @ts-expect-error: there is no such element.
document.createElement("tillside-bundel").sku = "85123A";
// @ts-expect-error: there is no such code.
remedy("graph-slow");
// @ts-expect-error: the event carries no price by that name.
document.addEventListener("tillside-add", ({ detail }) => detail.items[0]?.price);
