// Keeps the keyboard focus when a new plan removes or disables the focused control, or when an offer replaces a focused
// control of the shop's own content. A browser would move the focus to the top of the page. Instead it moves to the
// nearest target: a control of the same element, the element itself if it still shows something, the next offer, or a
// control of the page.

import { own } from "./dom.js";

// The page's own fields are excluded, because a focused field opens a phone's keyboard.
const PRESSED = "a[href], button:not(:disabled), summary";
const OWN = `${PRESSED}, input, select`;

const isSeen = (element) => element.checkVisibility?.({ visibilityProperty: true }) ?? true;
const controls = (root, which = OWN) => [...root.querySelectorAll(which)].filter(isSeen);
const isBehind = (element, other) => element.compareDocumentPosition(other) & Node.DOCUMENT_POSITION_FOLLOWING;

// The nearest control in the page's order: the first after the element, else the last before it.
function nearest(element, others) {
  const isBefore = (other) => !isBehind(element, other) && other !== element;
  return others.find((other) => isBehind(element, other)) ?? others.findLast(isBefore);
}

// The target when the control at index `place` of its element is removed.
function refuge(element, offers, place) {
  const inside = controls(element.shadowRoot);
  if (inside.length > 0) return inside[Math.max(0, Math.min(place, inside.length - 1))];
  const section = element.shadowRoot.querySelector("section");
  if (section && isSeen(section)) {
    section.tabIndex = -1;
    section.addEventListener("blur", () => section.removeAttribute("tabindex"), own({ once: true }));
    return section;
  }
  const page = element.getRootNode();
  const hasControls = ({ shadowRoot }) => shadowRoot && controls(shadowRoot).length > 0;
  const offer = nearest(element, [...page.querySelectorAll(offers)].filter(hasControls));
  return offer ? controls(offer.shadowRoot)[0] : nearest(element, controls(page, PRESSED));
}

/** Keeps the focus that is inside the shadow root of `element`; `offers` is a selector of the widget's elements. */
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
  // If the control still exists, the shopper has moved the focus. Browsers send this event for removed controls, too.
  root.addEventListener("focusout", () => queueMicrotask(() => {
    if (held?.isConnected && !held.disabled && isSeen(held) && root.activeElement !== held) held = null;
  }));
  const follow = () => {
    if (!held) return;
    if (held.isConnected && !held.disabled && isSeen(held)) return hold(held);
    const gone = held;
    held = null;
    // The page may have moved the focus itself.
    if (element.isConnected && [null, document.body, element, gone].includes(document.activeElement)) {
      refuge(element, offers, place)?.focus(own({ preventScroll: !isShown }));
    }
  };
  new MutationObserver(follow).observe(root, own({ childList: true, subtree: true, attributeFilter: ["disabled"] }));
}
