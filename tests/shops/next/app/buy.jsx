"use client";

import { useCart } from "./shop.jsx";

export default function Buy({ sku, price }) {
  const put = useCart();
  return <button id="buy" onClick={() => put([{ sku, quantity: 1, priceMinor: price }])}>Add to basket</button>;
}
