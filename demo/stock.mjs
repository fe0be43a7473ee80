// The sold-out products of Robin & Reed, as a shop's stock system would list them.
import { normal } from "./catalog.mjs";

const SOLD_OUT = new Set(["23355"]);

export const soldOut = () => [...SOLD_OUT];
export const isSoldOut = (sku) => SOLD_OUT.has(normal(sku));
