// Types of the npm package `tillside`: what a shop's page calls and hears. `make pkg` appends `Kind`, `ErrorCode` and the names of elements
// and events, which stand in contract.mjs. The comments are the reference in README.md.

/** One line of a basket. */
export interface LineItem {
  /** The shop's SKU; case and outer spaces do not matter. */
  sku: string;
  /** Whole number; 0 is no line. */
  quantity: number;
  /** What one costs here, in minor units (pence, cents). The graph's price stands in when it is left out or `null`. */
  priceMinor?: number | null;
}

export interface Config {
  /** Address of the graph's directory, the one with manifest.json. */
  graph: string;
  /** ISO 4217 code of the page's prices; the graph's by default. */
  currency?: string;
  /** Where on the way to a purchase this page stands. */
  stage?: Stage;
  /** Reads prices and stock from the page's JSON-LD (schema.org Product); off by default. */
  jsonLd?: boolean;
  /** Shows pictures that stand in the graph itself, `data:image/…`; off by default. The page's `img-src` has to allow `data:`. */
  inlinePictures?: boolean;
  /** Address of tillside.wasm; beside the module by default. */
  wasm?: string;
  /** Patience for each file, in milliseconds; 5000 by default. */
  timeoutMs?: number;
}

/** Looking around; at the basket or checkout; the order is placed. */
export type Stage = "before" | "during" | "after";

/** What is fresher than the graph. */
export interface LiveProduct {
  sku: string;
  /** What one costs now. */
  priceMinor?: number;
  /** Whether it can be bought now. */
  isAvailable?: boolean;
}

/** `live.json` beside the graph's manifest, where `[freshness] live` of `shop.toml` asks for it: by SKU what is fresher than the graph. */
export interface LiveFile {
  products: Record<string, Omit<LiveProduct, "sku">>;
}

/** What the shop knows of the shopper; all of it may be left out. */
export interface Shopper {
  /** ISO 3166 code of the country that the order goes to. */
  country?: string;
  /** Any word that is this shopper's alone; it decides who is shown nothing, to compare with. It is not sent or stored. */
  visitor?: string;
  /** Balance of points. */
  points?: number;
  /** Products bought before. */
  history?: { sku: string; orders?: number; daysAgo: number }[];
  /** What was left in the basket at an earlier visit; looked at with consent. The widget remembers it where the page does not. */
  left?: LineItem[];
  /** Earlier orders; looked at with consent. */
  orders?: { subtotalMinor: number; daysAgo: number }[];
}

/** In what way one product goes with another. */
export type Companion = "often_bought_with" | "accessory" | "required_part" | "part_of_set" | "also_viewed";

export type Reason =
  | { kind: "viewed" }
  | { kind: "often_bought_with"; sku: string; title: string; together: number; orders: number }
  /** No count stands behind it, or one so small that it could point at a person. */
  | { kind: "goes_with"; sku: string; title: string; relation: Companion }
  /** In the place of the product of that SKU. */
  | { kind: "instead"; sku: string; title: string; relation: "substitute" | "upgrade" }
  /** A service for the product of that SKU. */
  | { kind: "serves"; sku: string; title: string }
  /** It was in the basket at an earlier visit. */
  | { kind: "left" }
  /** It was bought so many days ago; customers come back for it after the interval. */
  | { kind: "due"; daysAgo: number; intervalDays: number | null }
  | { kind: "deal" }
  | { kind: "points"; extra: number; reward: string }
  | { kind: "saves"; shippingMinor: number; discountMinor: number };

export interface Offered {
  sku: string;
  title: string;
  quantity: number;
  /** Price of one in this offer: what the cart has to charge. `null` where none is known that can be believed. */
  priceMinor: number | null;
  /** Price of one without the offer, where that is more. */
  wasMinor?: number;
  /** What one costs more than what it replaces. */
  extraMinor?: number;
  /** SKU of the line whose place it takes. */
  replaces?: string;
  /** SKU of the product that it is a service for. */
  belongsTo?: string;
  note?: string;
  url: string | null;
  image: string | null;
  /** Hundredths of a star, of five. */
  rating?: { hundredths: number; reviews: number };
  testimonial?: string;
  reason: Reason;
}

/** The way to a reward. */
export interface Way {
  reward: "shipping" | "gift" | "percent";
  name: string;
  percent: number;
  thresholdMinor: number;
  countedMinor: number;
  remainingMinor: number;
}

export interface Membership {
  id: string;
  name: string;
  prices: { period: "month" | "year"; priceMinor: number; paysAfterOrders: number | null }[];
  url: string | null;
  benefits: string[];
  savingMinor: number;
  yearlySavingMinor: number | null;
  isBest: boolean;
  reason: Reason;
}

/** One offer. */
export interface Unit {
  kind: Kind;
  slot: number;
  /** The same on every page: the kind, and where it belongs to a product, that one's SKU. */
  listId: string;
  sku?: string;
  isInBasket: boolean;
  items?: Offered[];
  totalMinor: number;
  plans?: Membership[];
  points?: { balance: number | null; earned: number; reward: string | null; missing: number; extra: number };
  /** Milliseconds since 1970. */
  endsAtMs?: number;
  way?: Way;
}

/** Everything that is offered on the page at this moment. Amounts are minor units of `currency`. */
export interface Plan {
  currency: string;
  subtotalMinor: number;
  /** Whether this shopper is shown nothing, to compare with. */
  isHeldOut: boolean;
  units: Unit[];
  shipping: {
    listId: string;
    way: Way;
    progressPercent: number;
    isEarned: boolean;
    fill: { items: Offered[]; totalMinor: number; overshootMinor: number } | null;
  } | null;
}

/** What became of an offer (`sku` is null) or of a product that was considered for one. */
export interface Considered {
  kind: Kind;
  sku: string | null;
  title: string | null;
  verdict:
    | "shown"
    | "in_basket"
    | "variant"
    | "viewed"
    | "elsewhere"
    | "sold_out"
    | "never"
    | "owned"
    | "unpriced"
    | "too_dear"
    | "irrelevant"
    | "not_better"
    | "outranked"
    | "no_slot"
    | "too_many"
    | "stage"
    | "rescue"
    | "big_ticket"
    | "dismissed"
    | "repeated"
    | "nothing"
    | "held_out";
}

/** Codes are stable; messages are for people. */
export interface TillsideError extends Error {
  name: "TillsideError";
  code: ErrorCode;
}

/** Detail of `tillside-add`. Call preventDefault() to refuse; otherwise add the items and call setBasket(). */
export interface AddDetail {
  source: Kind;
  listId: string;
  currency: string;
  /** Charge `priceMinor` for each piece; an item that `replaces` another takes its place. */
  items: {
    sku: string;
    quantity: number;
    title: string;
    priceMinor: number | null;
    wasMinor?: number;
    replaces?: string;
    belongsTo?: string;
  }[];
  /** The membership to join, when source is "plans", and how it is paid. */
  plan?: string;
  period?: "month" | "year";
}

/** `tillside-add`. */
export interface AddEvent extends CustomEvent<AddDetail> {
  /**
   * Says that the page answers later: with the SKUs that it could not add, or with nothing when all are in the basket. A promise
   * that is rejected adds none.
   */
  respondWith(answer: string[] | void | PromiseLike<string[] | void>): void;
}

/** Detail of `tillside-dismiss`. Call preventDefault() to keep the offer. */
export interface DismissDetail {
  listId: string;
}

/** Detail of `tillside-plan`. */
export interface PlanDetail {
  plan: Plan;
  /** What the latest change took to plan, in milliseconds. */
  ms: number;
}

/** Detail of `tillside-error`. */
export interface ErrorDetail {
  name: "TillsideError";
  code: ErrorCode;
  message: string;
}

/** Says where the graph is; the `data-` attributes of the script tag do the same. The first call counts. */
export function configure(config: Config): void;
/** Says what the shopper holds; everything is planned again at once. Prices are in minor units (pence, cents), the graph's by default. */
export function setBasket(lines: LineItem[], terms?: { couponMinor?: number; taxMinor?: number }): void;
/** Says on the thank-you page what was bought just now. */
export function setPurchase(lines: LineItem[]): void;
/** Says where on the way to a purchase the page stands; `null` leaves it to what else is known. */
export function setStage(stage: Stage | null): void;
/** Says by their SKUs what is sold out; such products are never offered. */
export function setUnavailable(skus: string[]): void;
/** Says prices and stock that are fresher than the graph; they win everywhere. */
export function setProducts(products: LiveProduct[]): void;
/** Says what the shop knows of the shopper. */
export function setShopper(shopper: Shopper): void;
/** Says which membership the shopper has: its benefits apply and none is advertised. */
export function setPlan(id: string | null): void;
/** Says whether something may be remembered in this browser; `false` forgets everything. */
export function setConsent(isGiven: boolean): void;
/** Forgets everything that was remembered: `setConsent(false)`. */
export function forget(): void;
/** Replaces strings by key, such as `{ "bundle.title": "Goes well together" }`. */
export function setMessages(messages: Record<string, string>): void;
/** Everything that is offered at this moment, as plain JSON; `null` while loading and after a failure. */
export function currentPlan(): Plan | null;
/** What became of every offer and every product that was considered. */
export function explain(): Considered[] | null;
/** Fulfilled when wasm and graph are up, rejected with a `TillsideError` when they cannot be had at first; `tillside-plan` tells should they come later. */
export const ready: Promise<void>;

/** Each of the elements. */
export interface TillsideElement extends HTMLElement {
  /** The product that the element stands beside. */
  sku: string;
}
