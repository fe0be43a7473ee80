export const cart = $state({ lines: [] });
const SOLD_OUT = ["KETT"];

/** Adds items and answers which could not be had. */
export function put(items) {
  const isSoldOut = ({ sku }) => location.search === "?sold-out" && SOLD_OUT.includes(sku);
  cart.lines.push(...items.filter((item) => !isSoldOut(item)).map(({ sku, quantity, priceMinor }) => ({ sku, quantity, priceMinor })));
  return items.filter(isSoldOut).map(({ sku }) => ({ sku, reason: "Sold out" }));
}
