// What all adapters share: a cart `{ read, add?, canAdd?, watch? }` is read at the start, after each addition and
// after each change.

import { isSame } from "../skus.js";

const SETTLE_MS = 50; // Platforms announce one change of the cart in several ways.
const API = Symbol.for("tillside");

/** Connects a cart; returns what answers an addition, if the cart can add. */
export function connect({ setCart, complain, isConnected }, cart) {
  let reads = 0;
  let timer;
  let hasFailed = false;

  // Of overlapping reads the latest counts. Of failures in a row the first is reported.
  async function refresh() {
    const number = (reads += 1);
    const isLatest = () => number === reads && isConnected();
    try {
      const read = await cart.read();
      const { lines, ...terms } = Array.isArray(read) ? { lines: read } : Object(read);
      if (!Array.isArray(lines)) throw new Error("The answer has no list of lines.");
      if (!isLatest()) return;
      setCart(lines, terms);
      hasFailed = false;
    } catch (error) {
      if (isLatest()) report("The cart cannot be read", error);
    }
  }

  function report(what, error) {
    if (!hasFailed) complain(`${what}: ${error?.message ?? error}`);
    hasFailed = true;
  }

  async function add(detail) {
    const { offers, shipping } = globalThis[API].currentPlan() ?? { offers: [] };
    const offered = [...offers, shipping?.fill].flatMap((offer) => offer?.items ?? []);
    const known = offered.flatMap((item) => [item, ...(item.choice?.variants ?? [])]);
    const linked = detail.items.map((item) => ({
      ...item,
      url: known.find(({ sku }) => sku === item.sku)?.url ?? null,
    }));
    try {
      return await cart.add({ ...detail, items: linked }, complain);
    } catch (error) {
      hasFailed = false;
      report("Nothing could be added", error);
      throw error;
    } finally {
      await refresh();
    }
  }

  cart.watch?.(() => {
    clearTimeout(timer);
    timer = setTimeout(() => isConnected() && refresh(), SETTLE_MS);
  });
  refresh();

  return (detail) => (cart.add && (cart.canAdd?.() ?? true) ? add(detail) : undefined);
}

/**
 * Calls back after each request whose address matches, by whichever script: no function of the page is replaced for
 * it.
 */
export function afterRequests(pattern, changed) {
  const observer = new PerformanceObserver(
    (list) => list.getEntries().some(({ name }) => pattern.test(name)) && changed(),
  );
  observer.observe({ type: "resource" });
}

/** The JSON of a response; an HTML page in its place is an error. */
export async function json(response) {
  const text = await response.text();
  try {
    return JSON.parse(text);
  } catch {
    throw new Error(`${new URL(response.url).pathname} answered ${response.status} without JSON.`);
  }
}

/**
 * What became of each item, from the cart's own quantities before and after: `count(cart, item, place)`. Whatever a
 * platform answers, an item that is not in the cart was not added.
 */
export function results(items, before, after, count) {
  const given = new Map(); // Two items may have one SKU.
  return items.map((item, place) => {
    const gain = count(after, item, place) - count(before, item, place) - (given.get(item.sku) ?? 0);
    // Carts may contain decimal quantities, whose difference is not exact: 2.3 - 1.3 is below 1.
    const accepted = Math.min(item.quantity, Math.max(0, Math.round(gain * 1e6) / 1e6));
    given.set(item.sku, (given.get(item.sku) ?? 0) + accepted);
    return { sku: item.sku, quantity: item.quantity, accepted };
  });
}

/** The result of an item that the cart has refused for this reason; a product without any piece is sold out for now. */
export const refused = (result, reason) => (reason ? { ...result, reason, isAvailable: result.accepted > 0 } : result);

/**
 * The lines that go because of an addition: all lines of what an item replaces, and the services that belong to it. An
 * item goes only after another is in its place.
 */
export function replacedBy(items, outcome, lines, { skuOf, ownerOf }) {
  const gone = items
    .filter(({ replaces }, place) => replaces && outcome[place].accepted > 0)
    .map(({ replaces }) => replaces);
  const goes = (sku) => sku && gone.some((other) => isSame(other, sku));
  return lines.filter((line) => goes(skuOf(line)) || goes(ownerOf(line)));
}

/** The elements of a product follow the variant that the shopper has chosen; `known` are the SKUs of all variants. */
export function follow(sku, known) {
  for (const element of document.querySelectorAll("[sku]")) {
    const isOurs = element.localName.startsWith("tillside-") && known.some((other) => isSame(other, element.sku));
    if (isOurs && !isSame(element.sku, sku)) element.sku = sku;
  }
}

/** Calls into scripts of the page, whose failures are not failures of the cart. */
export function politely(work) {
  try {
    Promise.resolve(work()).catch(() => {});
  } catch {
    // The theme's own error; the products are in the cart.
  }
}
