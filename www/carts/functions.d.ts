// Types of `tillside/carts/functions.js`.

import type { Cart } from "../tillside.js";

/** Connects the page's own cart: it is read now, after each addition, and whenever `watch` reports a change. Returns what disconnects it. */
export function connectCart(cart: Cart): () => void;
