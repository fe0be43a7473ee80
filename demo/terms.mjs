// The shop's terms. tools/pages.mjs replaces TERMS by the policy of the graph's manifest, which comes from data/shop.toml.

export const { delivery, rewards, memberships, quantityBreaks, bigTicketMinor, pointsPerPound } = TERMS;
