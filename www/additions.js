// Confirms additions: the widget shows "added" only if the cart has confirmed it, or if the cart that the page sets
// afterwards contains the items. Otherwise the items count as not added.
//
// An answer lists the items that were not added, or only in part: SKUs, or
// `{ sku, accepted?, reason?, isAvailable? }`. A product with `isAvailable: false` is not offered again on this page.

import { isSame, quantityOf } from "./skus.js";

const WAIT_MS = 10_000;

/**
 * `cart()` returns the lines that the page has set; `add(detail)` returns the answer of the adapter, if any;
 * `withdraw(skus)` ends the offers of products that the cart has refused; `tell(detail, element)` reports the result.
 */
export function createAdditions({ cart, add, withdraw, tell, complain }) {
  const waiting = new Set(); // checks of additions that the cart may confirm

  /** Handles one `tillside-add`; `call(work)` passes the view that sent it to `work`; `list(texts)` lists. */
  function open(event, call, list) {
    const { items = [] } = Object(event.detail);
    const element = event.target;
    const before = items.map(({ sku }) => quantityOf(cart(), sku));
    let timer, asked;

    const found = () => items.map(({ sku }, at) => ({ sku, accepted: quantityOf(cart(), sku) - before[at] }));

    function expect() {
      timer = setTimeout(() => settle(found(), "No cart has confirmed it"), WAIT_MS);
      asked = call((view) => view.awaitAddition()) ?? "";
    }

    function close(added, titles) {
      if (asked !== undefined) call((view) => view.showResult(asked, added, list(titles)));
      asked = undefined;
      clearTimeout(timer);
      waiting.delete(check);
    }

    // The shopper reads the title, the missing quantity if only a part is missing, and the shop's reason.
    function settle(answer, problem) {
      if (asked === undefined) return;
      let lines = answer ?? [];
      const strays = Array.isArray(lines)
        ? lines.map((line) => line?.sku ?? line).filter((sku) => !items.some((item) => isSame(item.sku, sku)))
        : [answer];
      if (strays.length > 0) [lines, problem] = [items, `The answer names "${strays}", which it does not contain`];
      const [added, refused, withdrawn, titles] = [[], [], [], []];
      for (const item of items) {
        const { sku, title, quantity } = item;
        const line = lines.find((line) => isSame(line?.sku ?? line, sku));
        const { accepted = 0, reason, isAvailable } = line ?? { accepted: quantity };
        if (accepted > 0) added.push({ ...item, quantity: Math.min(accepted, quantity) });
        if (isAvailable === false) withdrawn.push(sku);
        if (accepted >= quantity) continue;
        const missing = quantity - Math.max(accepted, 0);
        refused.push({ sku, quantity: missing, reason });
        titles.push(title + (accepted > 0 ? ` × ${missing}` : "") + (reason ? ` (${reason})` : ""));
      }
      close(added.length, titles);
      if (withdrawn.length > 0) withdraw(withdrawn);
      tell({ ...event.detail, items: added, refused }, element);
      if (problem) complain(`An addition failed: ${problem}. Use respondWith() or setCart().`);
    }

    function check() {
      // Two items may have one SKU.
      if (found().every(({ sku, accepted }) => accepted >= quantityOf(items, sku))) settle();
    }

    function take(answer) {
      waiting.delete(check);
      Promise.resolve(answer).then(settle, () => settle(items));
    }

    event.respondWith = (answer) => {
      event.preventDefault();
      if (asked === undefined) expect();
      take(answer);
    };
    if (items.length === 0) return; // A membership is confirmed by setMembership().
    expect();
    waiting.add(check);
    // At this time all listeners have been called.
    queueMicrotask(() => {
      if (!waiting.has(check)) return;
      if (event.defaultPrevented) return close(0, []);
      check();
      const answer = waiting.has(check) && add(event.detail);
      if (answer) take(answer);
    });
  }

  return {
    open,
    // Not during an event, because its listeners may change the cart one after the other.
    check: () => queueMicrotask(() => waiting.forEach((check) => check())),
  };
}
