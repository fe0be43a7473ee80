// Product pictures and cards, the same on every page.
import { el, money } from "./format.mjs";

export const productAddress = (sku) => `/product.html?sku=${encodeURIComponent(sku)}`;

/** The drawn picture; decorative, because the title is always next to it. */
export function picture(sku, size, loading = "lazy") {
  return el("img", { loading, alt: "", width: size, height: size, src: `/pictures/${encodeURIComponent(sku)}.svg` });
}

/** A list item with a link to the product. */
export function card({ sku, title, priceMinor }) {
  return el("li", { className: "card" }, el("a", { href: productAddress(sku) },
    picture(sku, 240), el("span", { className: "card-title" }, title), el("span", { className: "price" }, money(priceMinor))));
}
