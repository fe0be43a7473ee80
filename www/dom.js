// Protection from the page: plain data without prototypes, and the document's own methods. A form or picture with the
// name "querySelectorAll" would replace the document's method.

const { createElement, querySelectorAll } = Document.prototype;
const { addEventListener, dispatchEvent } = EventTarget.prototype;
const getter = (prototype, name) => Object.getOwnPropertyDescriptor(prototype, name)?.get ?? (() => undefined);
const baseURI = getter(Node.prototype, "baseURI");
const prerendering = getter(Document.prototype, "prerendering");

export const make = (name) => createElement.call(document, name);
export const find = (selector) => [...querySelectorAll.call(document, selector)];
export const listen = (name, heard) => addEventListener.call(document, name, heard);
export const base = () => baseURI.call(document);

/** Calls `work` when the page is shown: at once, unless the browser prerenders it. */
export const whenShown = (work) => (prerendering.call(document) ? listen("prerenderingchange", () => work()) : work());

/** Dispatches an event from an element, or from the document. */
export const send = (name, detail, from = document, cancelable = false) =>
  dispatchEvent.call(from, new CustomEvent(name, own({ bubbles: true, composed: true, cancelable, detail })));

/** A copy without a prototype: a page may have extended Object.prototype. */
export const own = (options) => Object.assign(Object.create(null), options);

/** A deep copy of plain data without prototypes. */
export function bare(value) {
  if (Array.isArray(value)) return value.map(bare);
  if (value === null || typeof value !== "object") return value;
  const copy = Object.create(null);
  for (const key of Object.keys(value)) copy[key] = bare(value[key]);
  return copy;
}
