// Formatting of money and counts in this shop.

const pounds = new Intl.NumberFormat("en-GB", { style: "currency", currency: "GBP" });
const whole = new Intl.NumberFormat("en-GB");

/** 295 -> "£2.95". */
export const money = (minor) => pounds.format(minor / 100);
/** 1234 -> "1,234". */
export const count = (n) => whole.format(n);
/** 1, "product" -> "1 product"; 3, "product" -> "3 products". */
export const plural = (n, one, many = `${one}s`) => `${count(n)} ${n === 1 ? one : many}`;

/** An element with properties, attributes (dashes, roles) and children; text is text, never markup. */
export function el(tag, props = {}, ...children) {
  const node = document.createElement(tag);
  for (const [key, value] of Object.entries(props)) {
    if (value === undefined) continue;
    if (key in node) node[key] = value;
    else node.setAttribute(key, value);
  }
  node.append(...children.filter((child) => child !== undefined && child !== ""));
  return node;
}
