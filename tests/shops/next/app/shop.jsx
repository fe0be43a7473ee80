"use client";

import { useRouter } from "next/navigation";
import { createContext, useCallback, useContext, useMemo, useState } from "react";
import { Tillside } from "tillside/react";

const Cart = createContext(null);
export const useCart = () => useContext(Cart);
const SOLD_OUT = ["KETT"];

export default function Shop({ children }) {
  const router = useRouter();
  const [lines, setLines] = useState([]);
  const put = useCallback((items) => setLines((lines) => [...lines, ...items.map(({ sku, quantity, priceMinor }) => ({ sku, quantity, priceMinor }))]), []);

  const cart = useMemo(() => ({
    lines,
    currency: "GBP",
    async add({ items }) {
      const isSoldOut = ({ sku }) => location.search === "?sold-out" && SOLD_OUT.includes(sku);
      put(items.filter((item) => !isSoldOut(item)));
      return items.filter(isSoldOut).map(({ sku }) => ({ sku, reason: "Sold out" }));
    },
  }), [lines, put]);

  function select(event) {
    event.preventDefault();
    router.push(new URL(event.detail.url).pathname);
  }

  return (
    <Cart.Provider value={put}>
      <Tillside graph="/graph/" cart={cart} onSelect={select} />
      <header style={{ display: "flex", justifyContent: "space-between" }}>
        <span>Slow Coffee</span>
        <output>{lines.reduce((sum, { quantity }) => sum + quantity, 0)}</output>
      </header>
      <main>{children}</main>
    </Cart.Provider>
  );
}
