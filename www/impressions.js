// Which offers the shopper has seen: half of the element, or half of the viewport, was visible for one second. This is
// the Media Rating Council's definition of a viewable impression.

import { own } from "./dom.js";

const SEEN_MS = 1000;
const LATE_MS = 500;
const TENTHS = Array.from({ length: 11 }, (_, tenths) => tenths / 10);

/** What the element of a slot shows of a plan, if anything: an offer, or the progress to a reward. */
export function shownIn(plan, { id, kind }) {
  const { offers, shipping, currency } = plan ?? { offers: [] };
  const offer = offers.find(({ slot }) => slot === id);
  if (offer) return { source: offer.kind, currency, ...offer, items: offer.items ?? [] };
  if (kind !== "shipping" || !shipping) return null;
  return { source: kind, currency, listId: shipping.listId, items: shipping.fill?.items ?? [] };
}

/** What is named once on a page, and once in the stored entry: a list with its first product. */
export const topicOf = ({ listId, items }) => `${listId}/${items[0]?.sku ?? ""}`;

/** A product of a list, as events name it. */
export function itemOf(item, index) {
  if (!item) return null;
  const { sku, quantity, title, priceMinor, wasMinor } = item;
  return { sku, quantity, title, priceMinor, ...(wasMinor !== undefined && { wasMinor }), index };
}

/** `shown(element)` returns what an element shows; `see(element)` is called when it has been seen. */
export function createImpressions(shown, see) {
  const visible = new Map(); // element -> what it shows, and the timer until that has been seen
  const observer = new IntersectionObserver((entries) => {
    for (const { target, intersectionRatio, intersectionRect, rootBounds } of entries) {
      const isLarge = intersectionRect.height >= (rootBounds?.height ?? innerHeight) / 2;
      if (intersectionRatio >= 0.5 || isLarge) wait(target);
      else leave(target);
    }
  }, own({ threshold: TENTHS }));

  function wait(element) {
    const offer = shown(element);
    const topic = offer && topicOf(offer);
    if (visible.get(element)?.topic === topic) return;
    leave(element);
    const since = performance.now();
    const stay = { topic, timer: topic && setTimeout(() => requestAnimationFrame(check), SEEN_MS) };
    visible.set(element, stay);

    // A hidden tab has no frames: what it shows is seen a second after it is back.
    function check() {
      if (visible.get(element) !== stay) return;
      if (performance.now() - since < SEEN_MS + LATE_MS) return see(element);
      leave(element);
      wait(element);
    }
  }

  function leave(element) {
    clearTimeout(visible.get(element)?.timer);
    visible.delete(element);
  }

  return {
    watch: (element) => observer.observe(element),
    unwatch(element) {
      observer.unobserve(element);
      leave(element);
    },
    /** After a new plan, what the visible elements show may be new. */
    renew: () => [...visible.keys()].forEach(wait),
  };
}
