// Shopify's customer events: the shop's pixels receive what the widget reports, with consent only.
//
// Source: shopify.dev, "Emitting data" (`Shopify.analytics.publish`; the name of a custom event starts with the app's).

import { listen } from "../dom.js";

/** `hasConsent()` returns whether the shopper has given it. */
export function start({ hasConsent }) {
  for (const name of ["view", "select", "added"]) {
    listen(`tillside-${name}`, ({ detail }) => {
      if (hasConsent()) globalThis.Shopify?.analytics?.publish(`tillside:${name}`, detail);
    });
  }
}
