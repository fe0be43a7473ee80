// A cart that the page connects itself, with two functions: for single-page shops.

import "../tillside.js";
import { connect } from "./connection.js";

/** Connects `{ read, add?, watch? }`; returns a function that disconnects it. */
export const connectCart = (cart) => globalThis[Symbol.for("tillside")].connectCart((host) => connect(host, cart));
