// A shop in React 19: a prop is a property of the element, and `on` before an event's name listens to it; on custom elements only.
import { useEffect, useState } from "react";
import { createRoot } from "react-dom/client";
import { configure, setCart, type AddEvent, type LineItem } from "tillside";
import type {} from "tillside/react";

configure({ graph: "/graph/", wasm: "/pkg/tillside.wasm", currency: "GBP" });

function Shop() {
  const [sku, setSku] = useState("22423");
  const [isOpen, setOpen] = useState(true);
  const [lines, setLines] = useState<LineItem[]>([]);
  useEffect(() => setCart(lines), [lines]);
  const add = ({ detail }: AddEvent) => setLines((lines) => [...lines, ...detail.items]);
  return (
    <>
      <button id="other" onClick={() => setSku("85123A")}>Another product</button>
      <button id="leave" onClick={() => setOpen(!isOpen)}>Leave and come back</button>
      <output>{lines.length}</output>
      {isOpen && (
        <>
          <tillside-bundle sku={sku} ontillside-add={add}>Ask us what goes with it.</tillside-bundle>
          <tillside-shipping ontillside-add={add} />
          <tillside-also-bought ontillside-add={add} />
          <tillside-memberships ontillside-add={add} />
        </>
      )}
    </>
  );
}

createRoot(document.querySelector("#app")!).render(<Shop />);
