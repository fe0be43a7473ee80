// What is remembered of a shopper, with consent and no other way: one key, at most 4 KB, for 30 days. Deleted when consent goes.

import { bare } from "./dom.js";

const KEY = "tillside";
const VERSION = 1;
const DAY_MS = 86_400_000;
const KEPT_MS = 30 * DAY_MS;
const VISIT_MS = 1_800_000; // After half an hour without a page another visit begins.
const MOST_BYTES = 4096;

// What a row of each list is. Any script of the shop's origin can write an entry: a row that is none of ours is left out.
const isText = (value) => typeof value === "string";
const isCount = (value) => value >>> 0 === value;
const isLine = (value) => isText(value?.sku) && isCount(value.quantity);
const isRow = (...columns) => (value) => Array.isArray(value) && columns.every((isRight, at) => isRight(value[at]));
const isWhole = Number.isSafeInteger;
const LISTS = {
  basket: isLine,
  left: isLine,
  dismissed: isText,
  seen: isRow(isText, isCount),
  bought: isRow(isText, isCount, isWhole),
  orders: isRow(isWhole, isWhole, isText, isWhole),
};
const NAMES = Object.keys(LISTS);
const lists = (rows) => Object.fromEntries(NAMES.map((name) => [name, rows(name)]));

const nothing = () => ({ version: VERSION, at: 0, ...lists(() => []) });

/** Opens the memory and begins the page's part of it. What is not ours, or too old, is nothing. */
export function remember(now) {
  let notes = read(now);
  if (now - notes.at > VISIT_MS) {
    // What is in the basket still is no loss; the page's basket tells.
    notes = { ...notes, left: notes.basket, seen: [] };
  }
  const keep = (changes) => {
    notes = { ...notes, ...changes, at: now };
    write(notes);
  };
  keep({});
  return {
    get notes() {
      return notes;
    },
    keep,
    /** An offer that is shown on this page. */
    see(topic) {
      const pages = notes.seen.find(([known]) => known === topic)?.[1] ?? 0;
      keep({ seen: [...notes.seen.filter(([known]) => known !== topic), [topic, pages + 1]] });
    },
    /** An order; a thank-you page that is loaded again tells of the same one. */
    buy(lines, subtotalMinor) {
      const order = lines.map(({ sku, quantity }) => `${sku}×${quantity}`).join();
      if (notes.orders.some(([, , known, at]) => known === order && now - at < DAY_MS)) return;
      const bought = new Map(notes.bought.map(([sku, orders, at]) => [sku, [orders, at]]));
      for (const { sku } of lines) bought.set(sku, [(bought.get(sku)?.[0] ?? 0) + 1, now]);
      keep({
        basket: [],
        left: [],
        bought: [...bought].map(([sku, [orders, at]]) => [sku, orders, at]),
        orders: [...notes.orders, [subtotalMinor, now, order, now]],
      });
    },
    /** Earlier purchases and orders as `setShopper` takes them. */
    history() {
      const days = (at) => Math.max(0, Math.floor((now - at) / DAY_MS));
      return {
        history: notes.bought.map(([sku, orders, at]) => ({ sku, orders, daysAgo: days(at) })),
        orders: notes.orders.filter(([subtotal]) => subtotal > 0).map(([subtotalMinor, at]) => ({ subtotalMinor, daysAgo: days(at) })),
      };
    },
  };
}

/** Forgets everything. */
export function forget() {
  try {
    localStorage.removeItem(KEY);
  } catch {
    // Where nothing can be stored, nothing is.
  }
}

function read(now) {
  try {
    const notes = bare(JSON.parse(localStorage.getItem(KEY)));
    const isOurs = notes?.version === VERSION && notes.at <= now && now - notes.at < KEPT_MS && NAMES.every((name) => Array.isArray(notes[name]));
    return isOurs ? { version: VERSION, at: notes.at, ...lists((name) => notes[name].filter(LISTS[name])) } : nothing();
  } catch {
    return nothing();
  }
}

function write(notes) {
  const kept = { ...notes };
  // What is oldest goes first, out of the longest list.
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
    // A full or blocked storage remembers nothing.
  }
}
