// Types of the npm package `tillside`: what a shop's page calls, listens to, and writes into its HTML.

/** One line of the shopper's basket. */
export interface LineItem {
  /** The shop's SKU; case and outer spaces do not matter. */
  sku: string;
  /** Whole number; 0 is no line. */
  quantity: number;
  /** What one costs here, in minor units (pence, cents). The graph's price stands in when it is left out. */
  priceMinor?: number;
}

export interface Config {
  /** Address of the graph's directory, the one with manifest.json. */
  graph: string;
  /** ISO 4217 code of the page's prices; the graph's by default. */
  currency?: string;
  /** Address of tillside.wasm; beside the module by default. */
  wasm?: string;
  /** Patience for each file, in milliseconds; 5000 by default. */
  timeoutMs?: number;
}

/** In what way one product goes with another. */
export type Companion = "often_bought_with" | "accessory" | "required_part" | "part_of_set" | "also_viewed";

export type Reason =
  | { kind: "viewed" }
  | { kind: "often_bought_with"; sku: string; title: string; together: number; orders: number }
  /** No count stands behind it, or one so small that it could point at a person. */
  | { kind: "goes_with"; sku: string; title: string; relation: Companion }
  /** The product of that SKU is sold out. */
  | { kind: "instead"; sku: string; title: string; relation: "substitute" | "upgrade" }
  | { kind: "saves"; shippingMinor: number; discountMinor: number };

export interface Offered {
  sku: string;
  title: string;
  priceMinor: number;
  url: string | null;
  image: string | null;
  reason: Reason;
}

/** Everything that is offered on the page at this moment. Amounts are minor units of `currency`. */
export interface Plan {
  currency: string;
  subtotalMinor: number;
  bundles: { sku: string; isInBasket: boolean; items: Offered[]; totalMinor: number }[];
  /** What comes closest to each product of the page that is sold out. */
  rescues: { sku: string; items: Offered[] }[];
  shipping: {
    name: string;
    thresholdMinor: number;
    remainingMinor: number;
    progressPercent: number;
    isEarned: boolean;
    fill: { items: Offered[]; totalMinor: number; overshootMinor: number } | null;
  } | null;
  /** What goes with the whole basket. */
  also: { items: Offered[] } | null;
  memberships: {
    best: string | null;
    plans: {
      id: string;
      name: string;
      priceMinor: number;
      period: "month" | "year";
      url: string | null;
      benefits: string[];
      savingMinor: number;
      paysAfterOrders: number | null;
      isBest: boolean;
      reason: Reason;
    }[];
  } | null;
}

/** Codes are stable; messages are for people. */
export interface TillsideError extends Error {
  name: "TillsideError";
  code:
    | "bad-config"
    | "blocked-by-csp"
    | "wasm-failed"
    | "graph-unreachable"
    | "graph-corrupt"
    | "graph-version"
    | "graph-mismatch"
    | "internal";
}

/** Detail of `tillside-add`. Call preventDefault() to refuse; otherwise add the items and call setBasket(). */
export interface AddDetail {
  source: "bundle" | "rescue" | "shipping" | "also" | "plans";
  currency: string;
  items: { sku: string; quantity: number; title: string; priceMinor: number }[];
  /** The membership to join, when source is "plans". */
  plan?: string;
}

/** What the script tag's data- attributes do; the first call counts. */
export function configure(config: Config): void;
/** Tells what the shopper holds; everything is planned again at once. */
export function setBasket(lines: LineItem[]): void;
/** Tells what is sold out; such products are never offered. */
export function setUnavailable(skus: string[]): void;
/** Tells which membership the shopper has: its benefits apply and none is advertised. */
export function setPlan(id: string | null): void;
/** Replaces strings by key, such as { "bundle.title": "Goes well together" }. */
export function setMessages(messages: Record<string, string>): void;
/** The plan of this moment; null while loading and after a failure. */
export function currentPlan(): Plan | null;
/** Resolves when wasm and graph are up. */
export const ready: Promise<void>;

export interface TillsideBundleElement extends HTMLElement {
  sku: string;
}

declare global {
  interface HTMLElementTagNameMap {
    "tillside-bundle": TillsideBundleElement;
    "tillside-shipping": HTMLElement;
    "tillside-plans": HTMLElement;
    "tillside-also": HTMLElement;
  }
  interface HTMLElementEventMap {
    "tillside-add": CustomEvent<AddDetail>;
    "tillside-error": CustomEvent<{ name: "TillsideError"; code: TillsideError["code"]; message: string }>;
  }
  interface DocumentEventMap {
    "tillside-plan": CustomEvent<{ plan: Plan; ms: number }>;
  }
}
