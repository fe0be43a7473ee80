import { own } from "./dom.js";

/** Converts the amounts of a cart to `digits` decimals; some platforms use another number, as hundredths of yen. */
export function scaled(cart, digits) {
  const { decimals = digits, lines, couponMinor, taxMinor } = own(cart);
  if (decimals === digits) return cart;
  const scale = (amount) => amount && Math.round(amount * 10 ** (digits - decimals));
  const scaledLines = lines.map((line) => {
    const { priceMinor, taxMinor } = own(line);
    return { ...line, priceMinor: scale(priceMinor), taxMinor: scale(taxMinor) };
  });
  return { ...cart, lines: scaledLines, couponMinor: scale(couponMinor), taxMinor: scale(taxMinor) };
}
