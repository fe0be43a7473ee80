// The contract: what a shop's page may rely on, and what a version number speaks of. Written here once, but for what other files
// can say themselves: shapes and functions (tillside.d.ts), strings by key (src/widget/messages.rs), defaults of custom properties
// (tillside.css), the format of the graph (src/graph/mod.rs). tools/contract.mjs puts it together, writes the tables of the docs, and
// compares it with tests/contract/snapshot.json; `make pkg` makes custom-elements.json and the rest of the types of it.

const HEAD = ["head", "heading", "dismiss"];
const ITEM = ["frame", "picture", "words", "title", "prices", "price", "was", "extra", "rating", "note", "reason", "quote"];
const LIST = ["lead", "singles", "single", "plain", "button", "status", "refusal"];
const SHELF = ["shelf", "products", "product", "choice", "tick", "till", "total", "label", "sum", "saving", "button", "status", "refusal"];
const CARDS = ["switch", "period", "cards", "card", "badge", "name", "price", "saving", "yearly", "pays", "benefits", "benefit", "button", "more"];
const list = (kind) => [kind, ...HEAD, ...LIST, ...ITEM];

/**
 * By what stands behind `tillside-`: what the element shows, its parts, and whether it is written with a product (`sku`).
 * Each is also the kind of the offers in it, but for `offers`, which takes any, and `rescue`, which a bundle makes room for.
 */
export const elements = {
  bundle: {
    sku: true,
    text: "One to three products that are bought with this one, with their total and a button; if it is sold out, what comes closest to it.",
    parts: ["bundle", ...HEAD, ...SHELF, ...ITEM, "rescue", ...LIST],
  },
  upgrade: { sku: true, text: "One better, in the place of this one; without `sku` of a line in the basket.", parts: list("upgrade") },
  addons: { sku: true, text: "Parts that it needs, and accessories; without `sku` for the basket.", parts: list("addons") },
  services: { sku: true, text: "Warranty, gift wrap; without `sku` for the basket, or for the order that was placed.", parts: list("services") },
  shipping: {
    text: "How much is missing to the next reward, and up to three products that fill the gap.",
    parts: ["shipping", "message", "track", "bar", "fill", "hint", "fillers", "filler", "button", "refusal", ...ITEM],
  },
  also: { text: "Up to three small things that customers with such a basket bought as well.", parts: list("also") },
  trial: { text: "A sample with the order.", parts: list("trial") },
  points: { text: "What the basket earns, and what reaches the next reward.", parts: list("points") },
  deal: { text: "The deal of the day.", parts: list("deal") },
  recovery: { text: "What was left in the basket, with consent.", parts: list("recovery") },
  after: { text: "What goes with an order that was placed.", parts: list("after") },
  again: { text: "What is due again.", parts: list("again") },
  plans: { text: "The shop's memberships, and which one pays for this shopper.", parts: ["plans", ...HEAD, ...CARDS] },
  offers: {
    sku: true,
    text: "Whatever matters most.",
    parts: [
      "bundle", "rescue", "upgrade", "addons", "services", "also", "trial", "points", "deal", "recovery", "after", "again", "plans",
      ...HEAD, ...SHELF, ...LIST, ...ITEM, ...CARDS,
    ],
  },
};

/** Of every element. `data-settled` is set by the element, never by the page. */
export const attributes = {
  sku: { type: "string", text: "The product that the element stands beside." },
  "data-settled": { text: "Is there once the element has shown what it has for now, or has failed: room that was reserved may go." },
};

/** Of every element; the empty name is the default slot. */
export const slots = {
  "": "What the shop wrote between the tags: it is shown until there is something better, and again if anything fails.",
};

/** What a `::part()` is, but for those named after an element: the boxes of all that they show. */
export const parts = {
  rescue: "The box of what comes closest to a product that is sold out.",
  head: "The heading and what stands beside it.",
  heading: "The heading.",
  dismiss: "The button that sends the offer away.",
  lead: "What is said of the offer as a whole.",
  shelf: "Products and till side by side.",
  products: "The list of a bundle's products.",
  product: "One of them.",
  choice: "Its tick and its picture.",
  tick: "The checkbox.",
  till: "The total and the button that adds what is ticked.",
  total: "The line of the total.",
  label: "The word before the total.",
  sum: "The total.",
  saving: "What is saved.",
  button: "A button that adds something, or joins.",
  status: "Where it says that something was added.",
  refusal: "Where it says what could not be added.",
  singles: "The list of things that are added one by one.",
  single: "One of them.",
  plain: "One of them that has no picture; it is a `single` too.",
  frame: "The frame of a picture.",
  picture: "The picture of a product.",
  words: "All that is said of a product.",
  title: "Its title, a link where it has a page.",
  prices: "The line of its prices.",
  price: "What it costs; of a membership, by the month or the year.",
  was: "What it costs otherwise.",
  extra: "What it costs more than what it replaces, or how many it is.",
  rating: "Stars and number of reviews.",
  note: "What is special about it.",
  reason: "Why it is offered.",
  quote: "What a customer says.",
  message: "How far it is to the reward.",
  track: "The whole way.",
  bar: "How much of it is done.",
  fill: "What closes the gap.",
  hint: "The words above it.",
  fillers: "The list of its products.",
  filler: "One of them.",
  switch: "The choice between prices by the month and by the year.",
  period: "One of its two buttons.",
  cards: "The list of memberships.",
  card: "One of them.",
  badge: "The mark of the best one.",
  name: "Its name.",
  yearly: "What it would have saved in a year.",
  pays: "When it has paid for itself.",
  benefits: "The list of its benefits.",
  benefit: "One of them.",
  more: "The link to read more.",
};

/** Custom properties, on an element or any ancestor. */
export const properties = {
  "--tillside-accent": "Buttons and marks.",
  "--tillside-accent-ink": "The words on them.",
  "--tillside-ink": "Words.",
  "--tillside-muted": "Quieter words.",
  "--tillside-surface": "The ground.",
  "--tillside-line": "The lines around it.",
  "--tillside-radius": "How round corners are.",
  "--tillside-font": "The typeface; by default the one around the element.",
  "--tillside-size": "Ordinary letters; everything else follows. `medium` is the reader's own choice.",
  "--tillside-space": "Room before an element, should it have something to show.",
};

/** All bubble, cross shadow roots, and carry plain JSON in `detail`, whose shape is a type of tillside.d.ts. */
export const events = {
  "tillside-add": { on: "element", isCancelable: true, type: "AddEvent", detail: "AddDetail", text: "The shopper wants something in the basket, or a membership." },
  "tillside-dismiss": { on: "element", isCancelable: true, detail: "DismissDetail", text: "The shopper sends an offer away." },
  "tillside-plan": { on: "document", detail: "PlanDetail", text: "There is a new plan." },
  "tillside-error": { on: "element, document", detail: "ErrorDetail", text: "Something failed: told on the element that it costs something if that is one alone, else on the document." },
};

/** By the `code` of a TillsideError: what it means and what to do. Codes are stable; messages are for people. */
export const errors = {
  "bad-config": "The page says something that has no meaning: an address that is none, a basket that is no list, another currency than the graph's. What was said before stays.",
  "blocked-by-csp": "The page's policy forbids WebAssembly: add `'wasm-unsafe-eval'` to `script-src`.",
  "wasm-failed": "`tillside.wasm` cannot be had, is not the one that belongs to the module, or the browser cannot run it: upload the package as a whole.",
  "graph-unreachable": "A file of the graph cannot be had: check its address and the page's `connect-src`.",
  "graph-corrupt": "A file of the graph is damaged or is something else: upload the graph again.",
  "graph-version": "The graph has another format than this release reads: build it again with the command of the same release.",
  "graph-mismatch": "Files of two graphs are mixed: upload the whole folder of one build.",
  internal: "A mistake of Tillside's: please report it. The page is not affected.",
};

/** What the `tillside` command ends with. */
export const exitCodes = {
  0: "Done.",
  1: "Done, and the answer is that something is wrong (`check`).",
  2: "Something in the input or in the call has to be mended; the message says what.",
  130: "Stopped with Ctrl-C; nothing was written.",
};
