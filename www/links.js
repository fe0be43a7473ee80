// Links of offers: the page's router may take them.

import { own, send } from "./dom.js";

/** Sends `tillside-select` for a plain click on a link in the shadow root; a page that cancels it goes there itself. */
export function offerLinks(element, root, currentPlan) {
  root.addEventListener("click", (event) => {
    const { target, defaultPrevented, button, metaKey, ctrlKey, shiftKey, altKey } = event;
    const link = target.closest?.("a[href]");
    const isPlain = button === 0 && !(metaKey || ctrlKey || shiftKey || altKey || defaultPrevented);
    if (!link || !isPlain || (link.target && link.target !== "_self")) return;
    const { offers = [], shipping } = currentPlan() ?? {};
    const items = [...offers, shipping?.fill].flatMap((offer) => offer?.items ?? []);
    const address = link.getAttribute("href");
    const sku = items.find(({ url }) => url === address)?.sku ?? null;
    if (!send("tillside-select", own({ url: link.href, sku }), element, true)) event.preventDefault();
  });
}
