// The contract: the public interface that a shop's page relies on and that the version number refers to. Some parts have their source
// elsewhere: types and functions in tillside.d.ts, defaults of custom properties in tillside.css, and kinds, strings, outcomes, exit
// codes and the format of the graph in the program (program.json is the output of `tillside contract --json`). tools/contract.mjs
// combines them, writes the tables of the docs, and compares the result with tests/contract/snapshot.json; `make pkg` generates
// custom-elements.json and the remaining types.

const HEAD = ["head", "heading", "dismiss"];
const ITEM = ["frame", "picture", "details", "title", "prices", "price", "was", "extra", "rating", "note", "reason", "quote", "variant", "variant-name", "variant-list", "variant-option"];
const TIERS = ["tiers", "tier", "label", "saving"];
const LIST = ["lead", "singles", "single", "plain", "button", "choose", "status-message", "error-message"];
const SHELF = ["shelf", "products", "product", "choice", "checkbox", "summary", "total", "label", "sum", "saving", "button", "status-message", "error-message"];
const CARDS = ["switch", "period", "cards", "card", "badge", "name", "price", "saving", "yearly", "pays", "benefits", "benefit", "button", "more"];

/** The parts of an element that shows its offer as a list of single products: that of every kind which is not in `layouts`. */
export const listParts = [...HEAD, ...LIST, ...ITEM];

/** The parts of the other elements, beside the container with the name of the element. */
export const layouts = {
  bundle: [...HEAD, ...SHELF, ...ITEM, "sold-out-alternatives", ...LIST],
  shipping: ["message", "track", "bar", "fill", "hint", "fillers", "filler", "button", "error-message", ...ITEM],
  memberships: [...HEAD, ...CARDS],
  "quantity-break": [...HEAD, ...LIST, ...TIERS, ...ITEM],
};

/** The element that shows any kind; the containers of its offers have the names of their kinds. */
export const offers = { sku: true, text: "The most important offer of any kind.", parts: [...HEAD, ...SHELF, ...LIST, ...TIERS, ...ITEM, ...CARDS] };

/** Attributes of every element. The element sets `data-settled`; the page never does. */
export const attributes = {
  sku: { type: "string", text: "SKU of the product that the offer belongs to, or of its group of variants." },
  "data-settled": { text: "Present once the element has rendered its first offer, has no offer, or has failed: reserved space can be released." },
};

/** Slots of every element; the empty name is the default slot. */
export const slots = {
  "": "Content between the tags: shown until the element has an offer, and again after a failure.",
};

/** Descriptions of the parts. A part named after an element is the container of all its content, and is not listed here. */
export const parts = {
  "sold-out-alternatives": "The container of similar products, for a sold-out product.",
  head: "The heading with its dismiss button.",
  heading: "The heading.",
  dismiss: "The button that dismisses the offer.",
  lead: "The introductory line of the offer.",
  shelf: "The products of a bundle and its summary, side by side.",
  products: "The list of a bundle's products.",
  product: "One product of the list.",
  choice: "The checkbox and the picture of a product.",
  checkbox: "The checkbox.",
  summary: "The total, and the button that adds the selected products.",
  total: "The line with the total.",
  label: "The label of the total, or the price of several pieces.",
  sum: "The amount of the total.",
  saving: "The saved amount.",
  button: "A button that adds items to the cart, or joins a membership.",
  choose: "The link to the page of a product whose variants are too many to choose from in the offer.",
  variant: "The choice of a variant: its name and the list.",
  "variant-name": "The name of the option, such as “Size”.",
  "variant-list": "The list of variants, a `<select>`.",
  "variant-option": "One variant of the list, an `<option>`.",
  "status-message": "The message after a successful addition.",
  "error-message": "The message that lists the items that could not be added.",
  tiers: "The prices of several pieces.",
  tier: "One of these prices, with what it saves.",
  singles: "The list of products with an add button each.",
  single: "One product of that list.",
  plain: "A product without a picture; it has the part `single` too.",
  frame: "The frame of a picture.",
  picture: "The picture of a product.",
  details: "The text about a product.",
  title: "The title of the product, a link if the product has a page.",
  prices: "The line with the prices.",
  price: "The price; for a membership, per month or year.",
  was: "The price without the offer.",
  extra: "The added cost compared with the replaced product, or the quantity.",
  rating: "The stars and the number of reviews.",
  note: "The note about the product.",
  reason: "The reason for the recommendation.",
  quote: "A customer's testimonial.",
  message: "The message about the next reward.",
  track: "The full length of the progress bar.",
  bar: "The completed length of the progress bar.",
  fill: "The suggestion that closes the gap.",
  hint: "The line above the suggestion.",
  fillers: "The list of suggested products.",
  filler: "One suggested product.",
  switch: "The switch between monthly and yearly prices.",
  period: "One of the two buttons of the switch.",
  cards: "The list of memberships.",
  card: "One membership.",
  badge: "The badge of the best membership.",
  name: "The name of the membership.",
  yearly: "The saving over the last year.",
  pays: "The number of orders after which it pays for itself.",
  benefits: "The list of benefits.",
  benefit: "One benefit.",
  more: "The link to more information.",
};

/** Custom properties, on an element or any ancestor. */
export const properties = {
  "--tillside-accent": "Color of buttons and badges.",
  "--tillside-accent-ink": "Color of text on buttons and badges.",
  "--tillside-ink": "Color of text.",
  "--tillside-muted": "Color of secondary text.",
  "--tillside-surface": "Background color.",
  "--tillside-line": "Border color.",
  "--tillside-radius": "Corner radius.",
  "--tillside-font": "Font family; by default that of the surrounding page.",
  "--tillside-size": "Font size of normal text; all other sizes follow. `medium` is the browser's own setting.",
  "--tillside-space": "Space before an element that has content.",
};

/** All events bubble, cross shadow roots, and carry plain JSON in `detail`, whose type is declared in tillside.d.ts. */
export const events = {
  "tillside-add": { on: "element", isCancelable: true, type: "AddEvent", detail: "AddDetail", text: "The shopper adds items to the cart, or chooses a membership." },
  "tillside-added": { on: "element", detail: "AddedDetail", text: "The cart has answered: which items of an addition it accepted, and which it refused." },
  "tillside-view": { on: "element", detail: "ViewDetail", text: "The shopper has seen an offer: half of its element was visible for one second. Once per offer and page." },
  "tillside-dismiss": { on: "element", isCancelable: true, detail: "DismissDetail", text: "The shopper dismisses an offer." },
  "tillside-select": { on: "element", isCancelable: true, type: "SelectEvent", detail: "SelectDetail", text: "The shopper follows the link of a product; a router can cancel the event and handle the link." },
  "tillside-plan": { on: "document", detail: "PlanDetail", text: "The plan changed." },
  "tillside-error": { on: "element, document", detail: "ErrorDetail", text: "A failure; dispatched on the element if it affects only one element, otherwise on the document." },
};

/** The codes of a TillsideError, each with its meaning and remedy. Codes are stable; messages may change. */
export const errors = {
  "bad-config": "Invalid argument, such as a malformed URL, an unknown market, a cart that is not an array, or a currency that differs from the graph's. The previous value stays in effect.",
  "blocked-by-csp": "The page's Content-Security-Policy forbids WebAssembly: add `'wasm-unsafe-eval'` to `script-src`.",
  "wasm-failed": "`tillside.wasm` cannot be loaded, does not belong to this version of the module, or cannot run in this browser: upload the whole package.",
  "graph-unreachable": "A file of the graph cannot be loaded: check its address and the page's `connect-src`.",
  "graph-corrupt": "A file of the graph is damaged or is not a graph file: upload the graph again.",
  "graph-version": "The graph has a format that this release does not read: build it again with the command of the same release.",
  "graph-mismatch": "Files of two different builds are mixed: upload the whole folder of one build.",
  "language-failed": "A language file cannot be loaded, is damaged, or belongs to another release: upload the whole package. Missing strings are English.",
  "cart-failed": "The cart cannot be read, or an addition was not confirmed: answer `tillside-add` with `respondWith()`, or call `setCart()` with the new lines.",
  internal: "A bug in Tillside: please report it. The page is not affected.",
};
