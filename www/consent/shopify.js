// Consent as Shopify's customer privacy API knows it.
//
// Source: shopify.dev, "Customer Privacy API".

import { listen } from "../dom.js";

export function start({ setConsent, isAnalytics }) {
  const tell = () => {
    const privacy = globalThis.Shopify?.customerPrivacy;
    const isAllowed = !isAnalytics || privacy?.analyticsProcessingAllowed();
    setConsent(Boolean(privacy?.preferencesProcessingAllowed() && isAllowed));
  };
  listen("visitorConsentCollected", tell);
  // It calls back at once if another script has loaded the feature.
  globalThis.Shopify?.loadFeatures?.([{ name: "consent-tracking-api", version: "0.1" }], (error) => error || tell());
}
