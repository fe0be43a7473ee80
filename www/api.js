// What a page says of basket, shopper and goods, and what of it is remembered: only with consent.

import { forget, remember } from "./storage.js";
import { listen, own } from "./dom.js";

const isObject = (value) => typeof value === "object" && value !== null;

/** `tell(what, isRight, wants, value)` hands a value on, or names what is wrong with it. */
export function speak(tell) {
  const dismissed = [];
  const shown = new Set(); // topics of this page
  let memory = null;
  let basket = null;
  let shopper = {};
  let products = [];
  let fresher = []; // what files and JSON-LD know; what the page says comes after it and wins

  const say = (what, value) => tell(what, true, "", value);
  const lined = (lines) => lines.filter((line) => typeof line?.sku === "string").map(({ sku, quantity }) => ({ sku, quantity }));
  const keepBasket = () => basket && memory?.keep({ basket: lined(basket) });

  function setBasket(lines, terms) {
    const isList = Array.isArray(lines);
    const { couponMinor, taxMinor } = own(isObject(terms) ? terms : {});
    tell("basket", isList, "setBasket takes [{ sku, quantity, priceMinor? }].", { lines, couponMinor, taxMinor });
    if (isList) basket = lines;
    keepBasket();
  }

  function setPurchase(lines) {
    const isList = Array.isArray(lines);
    tell("purchase", isList, "setPurchase takes [{ sku, quantity, priceMinor? }].", lines);
    if (!isList) return;
    const subtotal = lines.reduce((sum, line) => sum + (line?.priceMinor ?? 0) * (line?.quantity ?? 0), 0);
    memory?.buy(lined(lines), Number.isSafeInteger(subtotal) ? subtotal : 0);
  }

  function setUnavailable(skus) {
    const isList = Array.isArray(skus);
    tell("unavailable", isList, "setUnavailable takes a list of SKUs.", isList ? skus.map(String) : []);
  }

  function setProducts(known) {
    const isList = Array.isArray(known);
    if (isList) products = known;
    tell("products", isList, "setProducts takes [{ sku, priceMinor?, isAvailable? }].", [...fresher, ...products]);
  }

  // What the page knows comes before what is remembered.
  function setShopper(known) {
    if (isObject(known)) shopper = own(known);
    const wants = "setShopper takes { country?, visitor?, points?, history?, orders?, left? }.";
    tell("shopper", isObject(known), wants, { ...memory?.history(), ...shopper });
    say("left", shopper.left ?? memory?.notes.left ?? []);
  }

  const setPlan = (id) => say("plan", { id: id === null || id === undefined || id === "" ? undefined : String(id) });
  const setStage = (name) => say("stage", { name });

  function setMessages(messages) {
    const texts = isObject(messages) ? Object.entries(messages).map(([key, text]) => [key, String(text)]) : [];
    tell("messages", isObject(messages), "setMessages takes { key: text }.", texts);
  }

  // Nothing is remembered, and nothing that was is looked at, without consent.
  function setConsent(isGiven) {
    if (isGiven !== true) forget();
    memory = isGiven === true ? (memory ?? remember(Date.now())) : null;
    say("consent", { given: isGiven === true });
    say("seen", memory?.notes.seen ?? []);
    for (const id of memory?.notes.dismissed ?? []) if (!dismissed.includes(id)) dismissed.push(id);
    say("dismissed", dismissed);
    memory?.keep({ dismissed });
    setShopper(shopper);
    keepBasket();
  }

  listen("tillside-dismiss", ({ detail, defaultPrevented }) => {
    if (defaultPrevented || typeof detail?.listId !== "string") return;
    dismissed.push(detail.listId);
    say("dismissed", dismissed);
    memory?.keep({ dismissed });
  });

  return {
    setters: {
      setBasket,
      setPurchase,
      setUnavailable,
      setProducts,
      setShopper,
      setPlan,
      setStage,
      setMessages,
      setConsent,
      forget: () => setConsent(false),
    },
    setStage,
    /** Reads again what other pages may have changed. */
    resume() {
      if (!memory) return;
      memory = null;
      setConsent(true);
    },
    freshen(known) {
      fresher = known;
      setProducts(products);
    },
    /** The offers of a plan count as seen on this page. */
    see({ units }) {
      for (const { listId, items } of units) {
        const topic = `${listId}/${items?.[0]?.sku ?? ""}`;
        if (!shown.has(topic)) memory?.see(topic);
        shown.add(topic);
      }
    },
  };
}
