// The shop's own cart: line items in this browser's localStorage, or in memory where storage is blocked.
import { delivery, memberships, quantityBreaks, rewards } from "./terms.mjs";

const key = "robin-and-reed";
const most = 999;
const changes = new EventTarget();
let state = read();

function read() {
  let stored = {};
  try {
    stored = JSON.parse(localStorage.getItem(key) ?? "{}") ?? {};
  } catch {
    // Blocked or broken storage: an empty cart is better than a broken page.
  }
  const lines = Array.isArray(stored.lines) ? stored.lines.filter(isLine) : [];
  const membership = memberships.some(({ id }) => id === stored.membership) ? stored.membership : null;
  return { lines, membership };
}

/** A product at an offer's reduced price has a line of its own. */
export const keyOf = ({ sku, priceMinor, belongsTo = "" }) => `${sku} ${priceMinor} ${belongsTo}`;

function isLine(line) {
  return typeof line?.sku === "string" && typeof line.title === "string"
    && Number.isInteger(line.quantity) && line.quantity > 0 && Number.isInteger(line.priceMinor) && line.priceMinor >= 0;
}

function write(next) {
  state = { ...state, ...next };
  try {
    localStorage.setItem(key, JSON.stringify(state));
  } catch {
    // The cart stays in memory until the page is left.
  }
  changes.dispatchEvent(new Event("change"));
}

/** The line items, in the order of adding: `[{ sku, title, priceMinor, quantity }]`. */
export const lines = () => state.lines;
/** Number of pieces in the cart. */
export const count = () => state.lines.reduce((sum, line) => sum + line.quantity, 0);
/** The membership's id, or null. */
export const membership = () => state.membership;

/** Adds products. A line at the same price only gains quantity. An item with `replaces` replaces that line. */
export function add(items) {
  let lines = state.lines.map((line) => ({ ...line }));
  for (const { sku, title, priceMinor, quantity = 1, replaces, belongsTo } of items) {
    if (replaces) lines = lines.filter((line) => line.sku !== replaces);
    const added = { sku, title, priceMinor, quantity, ...(belongsTo && { belongsTo }) };
    const known = lines.find((line) => keyOf(line) === keyOf(added));
    if (known) known.quantity = Math.min(most, known.quantity + quantity);
    else lines.push(added);
  }
  write({ lines: lines.filter(isLine) });
}

/** Sets a line's quantity; 0 removes the line and its services. */
export function setQuantity(key, quantity) {
  const lines = state.lines.map((line) => (keyOf(line) === key ? { ...line, quantity: Math.min(most, quantity) } : line)).filter(isLine);
  write({ lines: lines.filter(({ belongsTo }) => !belongsTo || lines.some(({ sku }) => sku === belongsTo)) });
}

export const empty = () => write({ lines: [] });
/** Replaces all lines. */
export const replace = (lines) => write({ lines: lines.filter(isLine), membership: null });
/** Joins a membership by id; null leaves it. */
export const join = (id) => write({ membership: memberships.some((plan) => plan.id === id) ? id : null });

/** Calls back after every change, including changes in other tabs. */
export function onChange(callback) {
  changes.addEventListener("change", callback);
}
addEventListener("storage", (event) => {
  if (event.key !== key && event.key !== null) return;
  state = read();
  changes.dispatchEvent(new Event("change"));
});
addEventListener("pageshow", (event) => {
  if (!event.persisted) return;
  state = read();
  changes.dispatchEvent(new Event("change"));
});

/** What quantity breaks take off. The most expensive pieces form sets. */
function setSaving() {
  const savings = quantityBreaks.flatMap(({ skus, from, totalMinor }) => {
    const lines = state.lines.filter(({ sku }) => skus.includes(sku));
    const prices = lines.flatMap(({ quantity, priceMinor }) => Array(quantity).fill(priceMinor)).filter((price) => price > 0);
    const sorted = prices.sort((one, other) => other - one);
    const sets = Array.from({ length: Math.floor(sorted.length / from) }, (_, set) => sorted.slice(set * from, (set + 1) * from));
    return sets.map((set) => Math.max(0, set.reduce((sum, price) => sum + price, 0) - totalMinor));
  });
  return savings.reduce((sum, saving) => sum + saving, 0);
}

/** The cart's totals in minor units, and its gifts. Rewards are earned by the subtotal before any discount. */
export function totals() {
  const plan = memberships.find(({ id }) => id === state.membership);
  const sets = setSaving();
  const subtotal = state.lines.reduce((sum, line) => sum + line.quantity * line.priceMinor, 0) - sets;
  const earned = rewards.filter(({ fromMinor }) => subtotal >= fromMinor);
  const percent = Math.max(0, ...earned.map((reward) => reward.percent ?? 0));
  const discount = Math.floor((subtotal * (plan?.discountPercent ?? 0)) / 100);
  const reward = Math.floor((subtotal * percent) / 100);
  const isFree = subtotal === 0 || subtotal >= delivery.freeFromMinor || plan?.freeShipping === true;
  const shipping = isFree ? 0 : delivery.priceMinor;
  const gifts = earned.filter(({ gift }) => gift).map(({ name }) => name);
  return { sets, subtotal, discount, percent, reward, gifts, shipping, total: subtotal - discount - reward + shipping, plan };
}
