// Types of the npm package `tillside`: the functions that a shop's page calls and the events that it receives. `make pkg` appends
// `OfferKind`, `ErrorCode` and the names of elements and events from contract.mjs. The tables of README.md are generated from these comments.

/** One line of a cart. */
export interface LineItem {
  /** The shop's SKU; case and surrounding spaces are ignored. */
  sku: string;
  /** Number of pieces; a line with quantity 0 is ignored. A quantity with decimals, such as 0.75 kg, counts only with a `priceMinor`. */
  quantity: number;
  /**
   * Price of one piece in minor units (pence, cents), before coupons, with or without quantity breaks. If it is missing or `null`, the graph's price applies.
   * A negative price is a discount line: it counts as a coupon of a fixed amount, not as a product.
   */
  priceMinor?: number | null;
  /** The tax in the price of all pieces of this line, before coupons. */
  taxMinor?: number | null;
}

/** The terms of a cart besides its lines. */
export interface CartTerms {
  /** ISO 4217 code of the cart's amounts; default: that of the market. If it is that of one other market, the page enters that market; otherwise the elements are empty while the two differ. */
  currency?: string;
  /** Number of decimals of the amounts, from 0 to 4; default: that of the currency. Shopify counts yen in hundredths: 2. */
  decimals?: number;
  /** Sum of all coupons of a fixed amount, in minor units. */
  couponMinor?: number;
  /** Percentage that coupons take off every line, from 0 to 100, including lines added later. Do not repeat its amount in `couponMinor`. */
  couponPercent?: number;
  /** Whether a coupon makes delivery free. */
  isShippingFree?: boolean;
  /**
   * The tax in the prices of all lines, before coupons. Lines without their own `taxMinor` are assumed to have the same rate.
   * Rewards with `tax = "excluded"` need it.
   */
  taxMinor?: number;
}

/** The cart of a page, for `connectCart` of `tillside/carts/functions.js`. */
export interface Cart {
  /** Returns the current lines; with `lines` and the terms of `setCart` if the amounts need them. */
  read(): LineItem[] | CartLines | PromiseLike<LineItem[] | CartLines>;
  /** Adds the items of an addition and returns its result, as for `respondWith`. After that the cart is read again. */
  add?(detail: AddDetail): AddAnswer | PromiseLike<AddAnswer>;
  /** Calls `changed` whenever other code has changed the cart. */
  watch?(changed: () => void): void;
}

export interface CartLines extends CartTerms {
  lines: LineItem[];
}

/** Where the cart comes from; `auto` finds out. An address with a slash is that of an adapter. */
export type CartName = "auto" | "shopify" | "woocommerce" | "declared" | "none" | (string & {});

/** An analytics service. An address with a slash is that of a module that exports `start`, like those in `analytics/`. */
export type AnalyticsName = "ga4" | "shopify" | "none" | (string & {});

/** A consent manager. An address with a slash is that of a module that exports `start`, like those in `consent/`. */
export type ConsentName = "shopify" | "wordpress" | "cookiebot" | "onetrust" | "google" | "tcf" | "none" | (string & {});

export interface Config {
  /** Address of the graph's directory, the one with manifest.json. */
  graph: string;
  /** Id of the market in `shop.toml`, such as `de`: its prices, titles and terms; default: the shop itself. */
  market?: string;
  /** Address of the folder with the language files; default: `languages/` next to the wasm. */
  languages?: string;
  /** The shop's cart: `auto`, `shopify`, `woocommerce`, `declared` in the page, or `none`; default: `auto`. */
  cart?: CartName;
  /** ISO 4217 code of the page's prices; default: that of the market. The page enters the one market with this currency. */
  currency?: string;
  /** Stage of the purchase that this page belongs to. */
  stage?: Stage;
  /** The look: `inherit` takes the colors and shape of the page's own button, `plain` has no rounded corners, and `dawn`, `storefront` and `bootstrap` suit the themes of those names; default: Tillside's own look. */
  theme?: "inherit" | "plain" | "dawn" | "storefront" | "bootstrap";
  /**
   * When WebAssembly and graph are loaded: `visible`, when an element is near the viewport; `idle`, also when the page is loaded and idle; `eager`, at once. The default plan is painted in all cases; default: `visible`.
   */
  start?: "visible" | "idle" | "eager";
  /** Analytics service that receives what shoppers see, select and add, with consent only: `ga4` (Google Analytics 4), `shopify` (customer events), or `none`; default: `none`. */
  analytics?: AnalyticsName;
  /** Consent manager that is asked for consent, instead of calls of `setConsent()`; default: `none`. With `analytics`, the shopper must also have consented to statistics. */
  consent?: ConsentName;
  /** Whether to read prices and stock from the page's JSON-LD (schema.org Product); default: false. */
  jsonLd?: boolean;
  /** Whether to show pictures that are embedded in the graph, `data:image/…`; default: false. The page's `img-src` must allow `data:`. */
  inlinePictures?: boolean;
  /** Address of tillside.wasm; default: next to the module. */
  wasm?: string;
  /** Timeout for each file, in milliseconds; default: 5000. */
  timeoutMs?: number;
}

/** The shopper looks at products; is at the cart or checkout; has placed the order. */
export type Stage = "browse" | "checkout" | "post_purchase";

/** Current price, stock and minimum quantity of a product; they replace the graph's values. */
export interface LiveProduct {
  sku: string;
  /** Current price of one piece. */
  priceMinor?: number;
  /** The tax in that price. */
  taxMinor?: number;
  /** Whether the product is in stock. */
  isAvailable?: boolean;
  /** Minimum quantity of an order. Offers add single pieces, so a product with a minimum above 1 is not offered. */
  minimumQuantity?: number;
}

/** `live.json` next to the graph's manifest: current prices and stock by SKU. Loaded if `shop.toml` sets `[freshness] live`. */
export interface LiveFile {
  products: Record<string, Omit<LiveProduct, "sku">>;
}

/** Data about the shopper. All fields are optional. */
export interface Shopper {
  /** ISO 3166 code of the destination country. */
  country?: string;
  /** A stable identifier of this shopper, which assigns the shopper to the control group or not. It is neither sent nor stored. */
  visitor?: string;
  /** Balance of loyalty points. */
  points?: number;
  /** Products of earlier orders. */
  history?: { sku: string; orders?: number; daysAgo?: number }[];
  /** Cart of the previous visit; used with consent only. If it is missing, the widget uses its own copy. */
  left?: LineItem[];
  /** Earlier orders; used with consent only. */
  orders?: { subtotalMinor: number; daysAgo: number }[];
}

/** Relation of a companion to its product. */
export type Companion = "often_bought_with" | "accessory" | "required_part" | "part_of_set" | "also_viewed";

export type Reason =
  | { kind: "viewed" }
  | { kind: "often_bought_with"; sku: string; title: string; together: number; orders: number }
  /** The link has no order count, or one too small to be published. */
  | { kind: "goes_with"; sku: string; title: string; relation: Companion }
  /** The item replaces the product with that SKU. */
  | { kind: "instead"; sku: string; title: string; relation: "substitute" | "upgrade" }
  /** The item is a service for the product with that SKU. */
  | { kind: "serves"; sku: string; title: string }
  /** The item was in the cart of the previous visit. */
  | { kind: "left" }
  /** The shopper bought the item `daysAgo` days ago; customers usually reorder it after `intervalDays` days. */
  | { kind: "due"; daysAgo: number; intervalDays: number | null }
  /** It was bought `daysAgo` days ago; `null` if the page does not know. */
  | { kind: "bought_before"; daysAgo: number | null }
  /** Several pieces of it cost less. */
  | { kind: "quantity_break" }
  | { kind: "deal" }
  | { kind: "loyalty"; extra: number; reward: string }
  | { kind: "saves"; shippingMinor: number; discountMinor: number };

export interface OfferItem {
  sku: string;
  title: string;
  quantity: number;
  /** Price of one piece in this offer: charge this price. `null` if no reliable price is known. */
  priceMinor: number | null;
  /** Price of one piece without the offer, if it is higher. */
  wasMinor?: number;
  /** Whether the item is the deal of the day, which costs `priceMinor` in every offer and on its own page. */
  isDeal?: boolean;
  /** Added cost of one piece compared with the replaced product. */
  extraMinor?: number;
  /** SKU of the cart line that the item replaces. */
  replaces?: string;
  /** SKU of the product that the service belongs to. */
  belongsTo?: string;
  note?: string;
  url: string | null;
  image: string | null;
  /** `hundredths`: hundredths of a star, from 0 to 500. */
  rating?: { hundredths: number; reviews: number };
  testimonial?: string;
  /** The variants from which the shopper chooses; `sku` and the amounts of the item are those of the one chosen at first. */
  choice?: VariantChoice;
  /** Whether the offer leads to the product's page, because its variants are too many to choose from in the offer. */
  isChosenOnPage?: boolean;
  reason: Reason;
}

/** The variants of an offered product. */
export interface VariantChoice {
  /** Name of the option, such as "Size"; `null` if the catalog does not name it. */
  name: string | null;
  /** In the catalog's order, the offered variant among them. Until the page has loaded the others, it may be the only one. */
  variants: OfferVariant[];
}

/** A variant that the shopper may choose, with its price in this offer. */
export interface OfferVariant {
  sku: string;
  /** Such as "M" or "Red / M". */
  option: string;
  title: string;
  priceMinor: number | null;
  wasMinor?: number;
  isDeal?: boolean;
  extraMinor?: number;
  url: string | null;
  image: string | null;
  /** Whether it is in stock; otherwise it cannot be chosen. */
  isAvailable: boolean;
}

/** What the cart must reach, and how far it is: a subtotal, or a number of items. */
export type Goal =
  | {
    unit: "amount";
    thresholdMinor: number;
    countedMinor: number;
    /** The threshold minus `countedMinor`, never below 0. */
    remainingMinor: number;
    /** Price of the products to add, if it is more than `remainingMinor` because of a percentage coupon or excluded tax. */
    addMinor?: number;
  }
  | { unit: "items"; threshold: number; counted: number; remaining: number };

/** Progress to a reward. */
export interface RewardProgress {
  reward: "shipping" | "gift" | "percent";
  name: string;
  percent: number;
  goal: Goal;
  /** Name of the delivery that is free already, if the next reward is another kind of delivery. */
  earned?: string;
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

/** The prices of several pieces of a product, and what the offered pieces save. */
export interface QuantityPrices {
  /** Number of pieces in the cart that count. */
  held: number;
  /** How much less the subtotal rises than by the price of the offered pieces. */
  savingMinor: number;
  /** Name of the products that count together; missing if the product counts alone. */
  mix?: string;
  /** `priceMinor` is the price of each piece from this number on; missing if exactly so many pieces form a set. */
  tiers: { quantity: number; priceMinor?: number; totalMinor: number; savingMinor: number }[];
}

/** One offer. */
export interface Offer {
  kind: OfferKind;
  slot: number;
  /** The same on every page: the kind, and the SKU of the product if the offer belongs to one. */
  listId: string;
  sku?: string;
  isInCart: boolean;
  items?: OfferItem[];
  /** Price of all items; where one button adds them, the amount by which the subtotal rises. */
  totalMinor: number;
  /** The prices of several pieces, if a quantity break applies. */
  quantityBreak?: QuantityPrices;
  memberships?: Membership[];
  loyalty?: { balance: number | null; earned: number; reward: string | null; missing: number; extra: number };
  /** Milliseconds since 1970. */
  endsAtMs?: number;
  progress?: RewardProgress;
}

/** Everything that the page shows at this moment. Amounts are in minor units of `currency`. */
export interface Plan {
  currency: string;
  subtotalMinor: number;
  /** Whether this shopper is in the control group, which sees no offers. */
  isControlGroup: boolean;
  offers: Offer[];
  shipping: {
    listId: string;
    progress: RewardProgress;
    progressPercent: number;
    isEarned: boolean;
    fill: { items: OfferItem[]; totalMinor: number; overshootMinor: number } | null;
  } | null;
}

/** The outcome of an offer (`sku` is null) or of a product that was considered for it. */
export interface Decision {
  kind: OfferKind;
  sku: string | null;
  title: string | null;
  /** The two parts of the evidence for the product, in percent of the strongest link: links from the products at hand, and the
   * shopper's own orders. `null` where no evidence was weighed. */
  evidence: { links: number; ownOrders: number } | null;
  outcome:
    | "shown"
    | "in_cart"
    | "variant"
    | "viewed"
    | "elsewhere"
    | "gift"
    | "sold_out"
    | "never"
    | "in_sets"
    | "chosen_on_page"
    | "owned"
    | "unpriced"
    | "too_expensive"
    | "irrelevant"
    | "quantity_break"
    | "not_better"
    | "outranked"
    | "no_slot"
    | "too_many"
    | "stage"
    | "sold_out_alternatives"
    | "big_ticket"
    | "dismissed"
    | "repeated"
    | "nothing"
    | "control_group";
}

/** Codes are stable; messages may change. */
export interface TillsideError extends Error {
  name: "TillsideError";
  code: ErrorCode;
}

/** Detail of `tillside-add`. Call preventDefault() to refuse; otherwise add the items and answer with respondWith() or call setCart(). */
export interface AddDetail {
  source: OfferKind;
  listId: string;
  currency: string;
  /** Charge `priceMinor` for each piece. If an item has `replaces`, remove all lines with that SKU, with their services. */
  items: {
    sku: string;
    quantity: number;
    title: string;
    priceMinor: number | null;
    wasMinor?: number;
    replaces?: string;
    belongsTo?: string;
    /** Address of the product's page; only for `Cart.add`. */
    url?: string | null;
  }[];
  /** The chosen membership and its billing period, if `source` is "memberships". */
  membership?: string;
  period?: "month" | "year";
}

/** A line that was not added as a whole. */
export interface RefusedLine {
  sku: string;
  /** Number of pieces that were added; default: 0. */
  accepted?: number;
  /** Why the other pieces were not added, in the shopper's language. The element shows this text. */
  reason?: string;
  /** `false`: the product is sold out, and is not offered again on this page, until the next `setUnavailable()`. */
  isAvailable?: boolean;
}

/**
 * The result of an addition: `undefined` if all items were added, otherwise the refused and partly added lines, as SKUs or with reasons.
 * An answer in any other form, or with a SKU that is not in the addition, is an error; the element then shows no item as added.
 */
export type AddAnswer = void | null | (string | RefusedLine)[];

/** `tillside-add`. */
export interface AddEvent extends CustomEvent<AddDetail> {
  /**
   * Delays the result until the cart has answered, at most ten seconds. A rejected promise means that no item was added. Without
   * `respondWith`, the next setCart() decides: items that the cart does not contain were not added.
   */
  respondWith(answer: AddAnswer | PromiseLike<AddAnswer>): void;
}

/** A product as the events name it. */
export interface ListedItem {
  sku: string;
  quantity: number;
  title: string;
  /** Price of one piece; `null` if no reliable price is known. */
  priceMinor: number | null;
  /** Price of one piece without the offer, if it is higher. */
  wasMinor?: number;
  /** Position in the list, from 0. */
  index: number;
}

/** Detail of `tillside-view`. */
export interface ViewDetail {
  source: OfferKind;
  listId: string;
  currency: string;
  /** The products of the offer; empty for memberships, points, and a reward without products that close the gap. */
  items: ListedItem[];
}

/** Detail of `tillside-added`. */
export interface AddedDetail {
  source: OfferKind;
  listId: string;
  currency: string;
  /** What the cart has taken, with the quantities that it took; empty if it refused everything. */
  items: AddDetail["items"];
  /** What the cart has not taken. */
  refused: { sku: string; quantity: number; reason?: string }[];
}

/** Detail of `tillside-select`. */
export interface SelectDetail {
  /** Address of the link. */
  url: string;
  /** SKU of the product, if the link is that of an item of the plan. */
  sku: string | null;
  /** The offer that contains the link; `null` before there is a plan. */
  source: OfferKind | null;
  listId: string | null;
  currency: string | null;
  /** The product, if the link is that of an item of the plan. */
  item: ListedItem | null;
}

/** `tillside-select`. Call preventDefault() if the page's router goes there. */
export type SelectEvent = CustomEvent<SelectDetail>;

/** Detail of `tillside-dismiss`. Call preventDefault() to keep the offer. */
export interface DismissDetail {
  listId: string;
}

/** Detail of `tillside-plan`. */
export interface PlanDetail {
  plan: Plan;
  /** Planning time of the latest change, in milliseconds. */
  ms: number;
}

/** Detail of `tillside-error`. */
export interface ErrorDetail {
  name: "TillsideError";
  code: ErrorCode;
  message: string;
}

/** Sets the address of the graph and other options, like the `data-` attributes of the script tag. Only the first call has an effect. */
export function configure(config: Config): void;
/** Changes the market while the page is open, by its id in `shop.toml`; an empty text is the shop itself. The elements are empty until its prices have arrived; the cart is kept without its amounts. Call it before `setCart()` with the amounts of the market. */
export function setMarket(id: string | null): void;
/** Sets the cart and updates all offers. Prices are in minor units (pence, cents); a line without a price has the graph's price. */
export function setCart(lines: LineItem[], terms?: CartTerms): void;
/** Sets the order that was just placed; for the thank-you page. */
export function setPurchase(lines: LineItem[]): void;
/** Sets the stage of the purchase; `null` derives it from cart, purchase and viewed product. */
export function setStage(stage: Stage | null): void;
/** Sets the SKUs of all sold-out products, which are never offered. */
export function setUnavailable(skus: string[]): void;
/** Sets current prices, stock and minimum quantities, which replace those of the graph. */
export function setProducts(products: LiveProduct[]): void;
/** Sets data about the shopper. */
export function setShopper(shopper: Shopper): void;
/** Sets the shopper's membership. Its benefits apply, and no membership is advertised. */
export function setMembership(id: string | null): void;
/** Sets whether data may be stored in this browser; `false` deletes all stored data. */
export function setConsent(isGiven: boolean): void;
/** Deletes all stored data; the same as `setConsent(false)`. */
export function forget(): void;
/** Replaces strings by key, such as `{ "bundle.title": "Goes well together" }`. */
export function setMessages(messages: Record<string, string>): void;
/** Returns the current plan as plain JSON; `null` while loading and after a failure. */
export function currentPlan(): Plan | null;
/** Returns the outcome of every offer and of every product that was considered. */
export function explain(): Decision[] | null;
/** Fulfilled when wasm and graph are loaded; rejected with a `TillsideError` if the first attempt fails. After a later success, `tillside-plan` is sent. */
export const ready: Promise<void>;

/** The common type of all elements. */
export interface TillsideElement extends HTMLElement {
  /** SKU of the product that the offer belongs to. */
  sku: string;
}
