// Consent as Cookiebot knows it.
//
// Source: Cookiebot, "Developer documentation" (Cookiebot.consent, CookiebotOnConsentReady).

export function start({ setConsent, isAnalytics }) {
  const tell = () => {
    const { preferences, statistics } = globalThis.Cookiebot?.consent ?? {};
    setConsent(Boolean(preferences && (!isAnalytics || statistics)));
  };
  for (const name of ["ConsentReady", "Accept", "Decline"]) addEventListener(`CookiebotOn${name}`, tell);
  tell();
}
