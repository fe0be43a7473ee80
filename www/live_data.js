// Current data: the shop's date, and prices and stock that are newer than the graph.

import { find } from "./dom.js";

const DAY_MS = 86_400_000;

/** The current day in the shop's time zone, and its end. `now` is the later of the shopper's and the server's clock. */
export function clock(now, timezone, asOf) {
  const format = formatOf(timezone);
  const offset = (at) => {
    const parts = format.formatToParts(at).map(({ type, value }) => [type, Number(value)]);
    const { year, month, day, hour, minute, second } = Object.fromEntries(parts);
    return Date.UTC(year, month - 1, day, hour % 24, minute, second) - Math.floor(at / 1000) * 1000;
  };
  const day = Math.floor((now + offset(now)) / DAY_MS);
  const midnight = (day + 1) * DAY_MS;
  // The day may have 23 or 25 hours, when daylight saving time begins or ends.
  const endsAtMs = midnight - offset(midnight - offset(now));
  const age = asOf ? Math.floor((now - Date.parse(asOf)) / DAY_MS) : NaN;
  return { day, endsAtMs, graphAgeDays: age >= 0 ? age : undefined };
}

function formatOf(timeZone) {
  const units = ["year", "month", "day", "hour", "minute", "second"].map((unit) => [unit, "numeric"]);
  try {
    return new Intl.DateTimeFormat("en", { ...Object.fromEntries(units), hourCycle: "h23", timeZone });
  } catch {
    return formatOf("UTC"); // A zone that this browser does not know.
  }
}

/**
 * Products of the page's JSON-LD (schema.org Product and ProductGroup) with price, stock and minimum quantity, in the shape of
 * `setProducts`. `digits` is the number of decimals of the currency.
 */
export function stated(currency, digits) {
  const products = [];
  const read = (node) => {
    if (Array.isArray(node)) return node.forEach(read);
    if (node === null || typeof node !== "object") return;
    read(node["@graph"]);
    read(node.hasVariant);
    const isOurs = (offer) => offer?.price !== undefined && (offer.priceCurrency ?? currency) === currency;
    const offer = [node.offers].flat().find(isOurs);
    if (typeof node.sku !== "string" || !offer) return;
    const priceMinor = Math.round(Number(offer.price) * 10 ** digits);
    const isKnown = typeof offer.availability === "string";
    products.push({
      sku: node.sku,
      priceMinor: Number.isSafeInteger(priceMinor) && priceMinor > 0 ? priceMinor : undefined,
      isAvailable: isKnown ? !/OutOfStock|SoldOut|Discontinued/.test(offer.availability) : undefined,
      minimumQuantity: Number(offer.eligibleQuantity?.minValue) || undefined,
    });
  };
  for (const script of find('script[type="application/ld+json"]')) {
    try {
      read(JSON.parse(script.textContent));
    } catch {
      // Invalid JSON-LD is ignored; it is an error of the page.
    }
  }
  return products;
}
