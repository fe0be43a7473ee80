// What is true at this moment: the shop's date, and prices and stock that are fresher than the graph.

import { find } from "./dom.js";

const DAY_MS = 86_400_000;

/**
 * The day by the clock on the shop's wall, and when it ends. `now` is the shopper's clock, or the server's where that is ahead: no answer
 * comes from the future.
 */
export function clock(now, timezone, asOf) {
  const offset = (at) => {
    const parts = Object.fromEntries(format(timezone).formatToParts(at).map(({ type, value }) => [type, Number(value)]));
    const { year, month, day, hour, minute, second } = parts;
    return Date.UTC(year, month - 1, day, hour % 24, minute, second) - Math.floor(at / 1000) * 1000;
  };
  const day = Math.floor((now + offset(now)) / DAY_MS);
  const midnight = (day + 1) * DAY_MS;
  // The night may be the one in which clocks are set.
  const endsAtMs = midnight - offset(midnight - offset(now));
  const age = asOf ? Math.floor((now - Date.parse(asOf)) / DAY_MS) : NaN;
  return { day, endsAtMs, graphAgeDays: age >= 0 ? age : undefined };
}

function format(timezone) {
  const options = { year: "numeric", month: "numeric", day: "numeric", hour: "numeric", minute: "numeric", second: "numeric", hourCycle: "h23" };
  try {
    return new Intl.DateTimeFormat("en", { ...options, timeZone: timezone ?? "UTC" });
  } catch {
    return new Intl.DateTimeFormat("en", { ...options, timeZone: "UTC" });
  }
}

/** Products with price and stock as the page's JSON-LD states them (schema.org Product and ProductGroup), as `setProducts` takes them. */
export function stated(currency) {
  const digits = new Intl.NumberFormat("en", { style: "currency", currency }).resolvedOptions().maximumFractionDigits;
  const products = [];
  const read = (node) => {
    if (Array.isArray(node)) return node.forEach(read);
    if (node === null || typeof node !== "object") return;
    read(node["@graph"]);
    read(node.hasVariant);
    const offer = [node.offers].flat().find((offer) => offer?.price !== undefined && (offer.priceCurrency ?? currency) === currency);
    if (typeof node.sku !== "string" || !offer) return;
    const priceMinor = Math.round(Number(offer.price) * 10 ** digits);
    const isKnown = typeof offer.availability === "string";
    products.push({
      sku: node.sku,
      priceMinor: Number.isSafeInteger(priceMinor) && priceMinor > 0 ? priceMinor : undefined,
      isAvailable: isKnown ? !/OutOfStock|SoldOut|Discontinued/.test(offer.availability) : undefined,
    });
  };
  for (const script of find('script[type="application/ld+json"]')) {
    try {
      read(JSON.parse(script.textContent));
    } catch {
      // Not JSON: whoever wrote it will hear of it from others.
    }
  }
  return products;
}
