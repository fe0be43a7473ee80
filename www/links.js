// Links of offers: the page's router may take them.

import { own, send } from "./dom.js";
import { itemOf } from "./impressions.js";

/**
 * Sends `tillside-select` for a plain click on a link in the shadow root; a page that cancels it goes there itself.
 * `shown()` returns what the element shows.
 */
export function offerLinks(element, root, shown) {
  root.addEventListener("click", (event) => {
    const { target, defaultPrevented, button, metaKey, ctrlKey, shiftKey, altKey } = event;
    const link = target.closest?.("a[href]");
    const isPlain = button === 0 && !(metaKey || ctrlKey || shiftKey || altKey || defaultPrevented);
    if (!link || !isPlain || (link.target && link.target !== "_self")) return;
    const { source = null, listId = null, currency = null, items = [] } = shown() ?? {};
    const address = link.getAttribute("href");
    // The link of a chosen variant may be another one.
    const linked = (item) => [item, ...(item.choice?.variants ?? [])].find(({ url }) => url === address);
    const index = items.findIndex(linked);
    const item = itemOf(index < 0 ? undefined : { ...items[index], ...linked(items[index]) }, index);
    const detail = { url: link.href, sku: item?.sku ?? null, source, listId, currency, item };
    if (!send("tillside-select", detail, element, true)) event.preventDefault();
  });
}
