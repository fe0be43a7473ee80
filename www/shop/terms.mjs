// What the shop promises. tools/site.mjs writes this file anew from the graph's manifest, that is from data/shop.toml.

export const delivery = { name: "Standard delivery", priceMinor: 495, freeFromMinor: 5000 };
export const memberships = [
  { id: "plus", name: "Robin & Reed Plus", priceMinor: 2900, period: "year", freeShipping: true, discountPercent: 0 },
  { id: "club", name: "Robin & Reed Club", priceMinor: 399, period: "month", freeShipping: false, discountPercent: 5 },
];
