// The stored entry of a shopper who gave consent: one key, at most 4 KB, for 30 days. Several tabs share it, so it is
// read again before each change. If it is missing, consent was withdrawn in another tab, and the change is not written.

import { bare } from "./dom.js";

const KEY = "tillside";
const VERSION = 1;
const DAY_MS = 86_400_000;
const KEPT_MS = 30 * DAY_MS;
const VISIT_MS = 1_800_000; // After half an hour without a page another visit begins.
const MOST_BYTES = 4096;

// The shape of each list's rows. Any script of the shop's origin can write the entry: invalid rows are left out.
const isText = (value) => typeof value === "string";
const isCount = (value) => value >>> 0 === value;
const isWhole = Number.isSafeInteger;
const isLine = (value) => isText(value?.sku) && isCount(value.quantity);
const isRow = (...columns) => (value) => Array.isArray(value) && columns.every((isRight, at) => isRight(value[at]));
const LISTS = {
  cart: isLine,
  left: isLine,
  dismissed: isText,
  seen: isRow(isText, isCount),
  bought: isRow(isText, isCount, isWhole),
  orders: isRow(isWhole, isWhole, isText, isWhole),
};
const NAMES = Object.keys(LISTS);
const lists = (rows) => Object.fromEntries(NAMES.map((name) => [name, rows(name)]));

const nothing = () => ({ version: VERSION, at: 0, ...lists(() => []) });

let heard = null;

/** Opens the entry. `hear(isKept)` is called when another tab has changed or deleted it. */
export function remember(hear) {
  if (!heard) addEventListener("storage", ({ key }) => [KEY, null].includes(key) && heard(read() !== null));
  heard = hear;
  const before = notes();
  // Products that are still in the cart are not abandoned; the page's cart decides.
  write(Date.now() - before.at > VISIT_MS ? { ...before, left: before.cart, seen: [] } : before);
  return { notes, keep, see, buy, history };
}

const notes = () => read() ?? nothing();

function keep(changes) {
  const kept = read();
  if (kept) write({ ...kept, ...changes(kept) });
}

/** Counts an offer that was seen on this page for the first time. */
function see(topic) {
  keep(({ seen }) => {
    const pages = seen.find(([known]) => known === topic)?.[1] ?? 0;
    return { seen: [...seen.filter(([known]) => known !== topic), [topic, pages + 1]] };
  });
}

/** Adds an order of a market; a reloaded thank-you page reports the same one again. */
function buy(lines, subtotalMinor, market) {
  const now = Date.now();
  const order = lines.map(({ sku, quantity }) => `${sku}×${quantity}`).join();
  keep(({ bought, orders }) => {
    if (orders.some(([, , known, at]) => known === order && now - at < DAY_MS)) return {};
    const products = new Map(bought.map((row) => [row[0], row]));
    for (const { sku } of lines) products.set(sku, [sku, (products.get(sku)?.[1] ?? 0) + 1, now]);
    const row = [subtotalMinor, now, order, now].concat(market || []);
    return { cart: [], left: [], bought: [...products.values()], orders: [...orders, row] };
  });
}

/** Earlier purchases, and orders with the amounts of this market, in the shape of `setShopper`. */
function history(market) {
  const { bought, orders } = notes();
  const days = (at) => Math.max(0, Math.floor((Date.now() - at) / DAY_MS));
  const paid = orders.filter(([subtotal, , , , at = ""]) => subtotal > 0 && at === market);
  return {
    history: bought.map(([sku, orders, at]) => ({ sku, orders, daysAgo: days(at) })),
    orders: paid.map(([subtotalMinor, at]) => ({ subtotalMinor, daysAgo: days(at) })),
  };
}

/** Deletes the entry. */
export function forget() {
  try {
    localStorage.removeItem(KEY);
  } catch {
    // Blocked storage has no entry.
  }
}

// The entry, or null if it is missing, too old, or in another format.
function read() {
  try {
    const notes = bare(JSON.parse(localStorage.getItem(KEY)));
    const age = Date.now() - notes.at;
    const isOurs = notes.version === VERSION && age >= 0 && age < KEPT_MS;
    return isOurs ? { version: VERSION, at: notes.at, ...lists((name) => notes[name].filter(LISTS[name])) } : null;
  } catch {
    return null;
  }
}

function write(notes) {
  const kept = { ...notes, at: Date.now() };
  // The oldest row of the longest list is removed first.
  let text = JSON.stringify(kept);
  while (new TextEncoder().encode(text).length > MOST_BYTES) {
    const longest = NAMES.reduce((one, other) => (kept[other].length > kept[one].length ? other : one));
    if (kept[longest].length === 0) return;
    kept[longest] = kept[longest].slice(1);
    text = JSON.stringify(kept);
  }
  try {
    localStorage.setItem(KEY, text);
  } catch {
    // If storage is full or blocked, the entry is not stored.
  }
}
