"use client";
// Tillside in React: `<Tillside>` once in a page, and a component for each element.

import { createElement, useEffect, useRef } from "react";
import { openPage } from "./page.js";

/** Starts Tillside and connects the page's cart. It renders nothing. */
export function Tillside({ cart, onSelect, ...options }) {
  const latest = useRef({});
  const page = useRef(null);
  latest.current = { cart, onSelect, options };
  useEffect(() => {
    page.current = openPage(() => latest.current);
    return () => page.current.end();
  }, []);
  useEffect(() => page.current.changed(), [cart]);
  return null;
}

// tools/package.mjs adds a component for each element.
const component = (name, tag) => (props) => createElement(tag, props);
