// What a page cannot spoil: plain data that inherits nothing, and the document's own methods, whatever its elements are named. A form
// or picture named "querySelectorAll" takes that name away from the document.

const { createElement, querySelectorAll } = Document.prototype;
const { addEventListener, dispatchEvent } = EventTarget.prototype;
const { get: baseURI } = Object.getOwnPropertyDescriptor(Node.prototype, "baseURI");

export const make = (name) => createElement.call(document, name);
export const find = (selector) => [...querySelectorAll.call(document, selector)];
export const listen = (name, heard) => addEventListener.call(document, name, heard);
export const base = () => baseURI.call(document);

// Sends an event of ours from an element, or from the document.
export const send = (name, detail, from = document) => dispatchEvent.call(from, new CustomEvent(name, own({ bubbles: true, composed: true, detail })));

// A copy that inherits nothing: a page may have extended Object.prototype, and what is left out would be read from there.
export const own = (options) => Object.assign(Object.create(null), options);

// A copy of plain data whose objects inherit nothing either.
export function bare(value) {
  if (Array.isArray(value)) return value.map(bare);
  if (value === null || typeof value !== "object") return value;
  const copy = Object.create(null);
  for (const key of Object.keys(value)) copy[key] = bare(value[key]);
  return copy;
}
