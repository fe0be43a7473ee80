// Prices and stock that the page states as structured data, and that are newer than the graph.

import { find } from "./dom.js";

/**
 * Products of the page's JSON-LD (schema.org Product and ProductGroup) with price, stock and minimum quantity, in the shape of
 * `setProducts`. `digits` is the number of decimals of the currency.
 */
export function structuredProducts(currency, digits) {
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
