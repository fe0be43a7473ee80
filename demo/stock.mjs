// What Robin & Reed has run out of, as a shop's stock system would tell.
import { normal } from "./catalog.mjs";

const SOLD_OUT = new Set(["23355"]);

export const soldOut = () => [...SOLD_OUT];
export const isSoldOut = (sku) => SOLD_OUT.has(normal(sku));
