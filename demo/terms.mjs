// What the shop promises. tools/pages.mjs puts the terms of the graph's manifest, that is of data/shop.toml, in the place of TERMS.

export const { delivery, rewards, memberships, bigTicketMinor, pointsPerPound } = TERMS;
