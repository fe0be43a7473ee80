// The keyboard's place. A new plan may take away the very control that holds the focus: what was sent away, was added or cannot be
// pressed any more; or the page's own words between the tags, when an offer takes their place. A browser then forgets where the
// shopper was and starts at the top of the page, so the focus goes on to what is nearest: a control of the same element, the element
// itself if it still says something, the next offer, the page around it.

import { own } from "./dom.js";

// Of the page's own controls no field: it would bring up a phone's keyboard.
const PRESSED = "a[href], button:not(:disabled), summary";
const OWN = `${PRESSED}, input`;

const isSeen = (element) => element.checkVisibility?.({ visibilityProperty: true }) ?? true;
const controls = (root, which = OWN) => [...root.querySelectorAll(which)].filter(isSeen);
const isBehind = (element, other) => Boolean(element.compareDocumentPosition(other) & Node.DOCUMENT_POSITION_FOLLOWING);

// The nearest in the page's order: the first behind the element, else the last before it.
function nearest(element, others) {
  return others.find((other) => isBehind(element, other)) ?? others.findLast((other) => !isBehind(element, other) && other !== element);
}

// Where to, when the control that was the `place`-th of its element is gone.
function refuge(element, offers, place) {
  const inside = controls(element.shadowRoot);
  if (inside.length > 0) return inside[Math.max(0, Math.min(place, inside.length - 1))];
  const section = element.shadowRoot.querySelector("section");
  if (section) {
    section.tabIndex = -1;
    section.addEventListener("blur", () => section.removeAttribute("tabindex"), own({ once: true }));
    return section;
  }
  const page = element.getRootNode();
  const offer = nearest(element, [...page.querySelectorAll(offers)].filter((other) => other.shadowRoot && controls(other.shadowRoot).length > 0));
  return offer ? controls(offer.shadowRoot)[0] : nearest(element, controls(page, PRESSED));
}

/** Keeps the focus that is within the shadow root of `element`; `offers` is a selector of all elements like it. */
export function keepFocus(element, offers) {
  const root = element.shadowRoot;
  let held = null;
  let place = 0;
  let isShown = false;
  const hold = (target) => {
    held = target;
    place = controls(root).indexOf(target);
    isShown = target.matches(":focus-visible");
  };
  root.addEventListener("focusin", ({ target }) => hold(target));
  // Whoever leaves a control that stays has gone elsewhere. Some browsers tell of one that is taken away, too.
  root.addEventListener("focusout", () => queueMicrotask(() => {
    if (held?.isConnected && !held.disabled && root.activeElement !== held) held = null;
  }));
  const follow = () => {
    if (!held) return;
    if (held.isConnected && !held.disabled && isSeen(held)) return hold(held);
    const gone = held;
    held = null;
    // The page may have put the focus somewhere itself.
    if (element.isConnected && [null, document.body, element, gone].includes(document.activeElement)) {
      refuge(element, offers, place)?.focus(own({ preventScroll: !isShown }));
    }
  };
  new MutationObserver(follow).observe(root, own({ childList: true, subtree: true, attributeFilter: ["disabled"] }));
}
