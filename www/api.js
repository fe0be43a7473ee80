// The setters that a page calls, and the part of their values that is stored: only with consent.

import { fail } from "./errors.js";
import { forget, remember } from "./storage.js";
import { listen, own, whenShown } from "./dom.js";

const isObject = (value) => typeof value === "object" && value !== null;

/** Lines as they are stored: one per SKU. */
function linesOf(lines) {
  const quantities = new Map();
  for (const { sku, quantity } of lines.filter((line) => typeof line?.sku === "string")) {
    quantities.set(sku, (quantities.get(sku) ?? 0) + quantity);
  }
  return [...quantities].map(([sku, quantity]) => ({ sku, quantity }));
}

// A copy without amounts.
const unpriced = (value) =>
  JSON.parse(JSON.stringify(value, (key, part) => (key.endsWith("Minor") ? undefined : part)));

/** `say(name, value)` sets a value of `state` and passes it on; `complain` reports an error; `market()` is its id. */
export function createApi({ state, say, complain, market }) {
  const dismissed = new Set();
  const seen = new Set(); // offers of this page
  let memory = null;
  let shopper = {};
  let products = [];
  let fresher = []; // from live.json and JSON-LD; values of the page override them

  const takes = (isRight, wants) => isRight || complain(fail("bad-config", wants));
  const keepCart = () => state.cart && memory?.keep(() => ({ cart: linesOf(state.cart.lines) }));
  const keepDismissed = () =>
    memory?.keep((notes) => ({ dismissed: [...new Set([...notes.dismissed, ...dismissed])] }));

  const setters = {
    setCart(lines, terms) {
      if (!takes(Array.isArray(lines), "setCart takes [{ sku, quantity, priceMinor? }].")) return;
      say("cart", { ...own(terms), lines });
      keepCart();
    },
    setPurchase(lines) {
      if (!takes(Array.isArray(lines), "setPurchase takes [{ sku, quantity, priceMinor? }].")) return;
      say("purchase", lines);
      const subtotal = lines.reduce((sum, line) => sum + (line?.priceMinor ?? 0) * (line?.quantity ?? 0), 0);
      whenShown(() => memory?.buy(linesOf(lines), Number.isSafeInteger(subtotal) ? subtotal : 0, market()));
    },
    setUnavailable(skus) {
      if (!takes(Array.isArray(skus), "setUnavailable takes a list of SKUs.")) return;
      say("unavailable", skus.map(String));
    },
    setProducts(known) {
      if (!takes(Array.isArray(known), "setProducts takes [{ sku, priceMinor?, taxMinor?, isAvailable?, minimumQuantity? }].")) return;
      products = known;
      say("products", [...fresher, ...products]);
    },
    // Values of the page override stored ones.
    setShopper(known) {
      const wants = "setShopper takes { country?, visitor?, points?, history?, orders?, left? }.";
      if (!takes(isObject(known), wants)) return;
      shopper = own(known);
      say("shopper", { ...memory?.history(market()), ...shopper });
      say("left", shopper.left ?? memory?.notes().left ?? []);
    },
    setMembership: (id) => say("membership", { id: String(id ?? "") || undefined }),
    setStage: (name) => say("stage", { name }),
    setMessages(messages) {
      if (!takes(isObject(messages), "setMessages takes { key: text }.")) return;
      say("messages", Object.entries(messages).map(([key, text]) => [key, String(text)]));
    },
    setConsent: (isGiven) => whenShown(() => consent(isGiven === true)),
    forget: () => setters.setConsent(false),
  };

  // Without consent the storage is neither written nor read.
  function consent(isGiven) {
    if (!isGiven) forget();
    memory = isGiven ? remember(hear) : null;
    say("consent", { given: isGiven });
    say("seen", memory?.notes().seen ?? []);
    recall();
    keepDismissed();
    keepCart();
  }

  // Another tab has changed the entry, or deleted it: consent withdrawn there is withdrawn here.
  const hear = (isKept) => memory && (isKept ? recall() : consent(false));

  function recall() {
    dismiss(memory?.notes().dismissed ?? []);
    setters.setShopper(shopper);
  }

  function dismiss(listIds) {
    for (const listId of listIds) dismissed.add(listId);
    say("dismissed", [...dismissed]);
  }

  listen("tillside-dismiss", ({ detail, defaultPrevented }) => {
    if (defaultPrevented || typeof detail?.listId !== "string") return;
    dismiss([detail.listId]);
    keepDismissed();
  });

  return {
    setters,
    /** Reads the entry again, because other pages may have changed it. */
    resume: () => memory && consent(true),
    /** Ends the offers of products that the cart has refused. */
    withdraw(skus) {
      say("unavailable", [...(state.unavailable ?? []), ...skus]);
    },
    freshen(known) {
      fresher = known;
      setters.setProducts(products);
    },
    /** Forgets the amounts of the market that the page leaves; a cart that names its currency keeps them. */
    leave() {
      fresher = [];
      setters.setProducts(unpriced(products));
      const { orders, ...kept } = shopper;
      setters.setShopper(kept);
      for (const name of ["purchase", "cart"]) {
        if (state[name] && !state[name].currency) say(name, unpriced(state[name]));
      }
    },
    /** Counts an offer that was seen; whether it was seen for the first time on this page. */
    see(topic, isOffer) {
      if (seen.has(topic)) return false;
      seen.add(topic);
      if (isOffer) memory?.see(topic);
      return true;
    },
  };
}
