// Consent as the WP Consent API knows it, which the usual consent plugins of WordPress serve.
//
// Source: the readme of the plugin "WP Consent API".

import { listen } from "../dom.js";

export function start({ setConsent, isAnalytics }) {
  const has = (category) => globalThis.wp_has_consent?.(category) === true;
  const tell = () => setConsent(has("preferences") && (!isAnalytics || has("statistics")));
  listen("wp_listen_for_consent_change", () => queueMicrotask(tell)); // The cookie is written after the event.
  listen("wp_consent_type_defined", tell);
  tell();
}
