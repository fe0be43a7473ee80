// Consent as OneTrust knows it: C0003 are functional cookies, C0002 performance cookies.
//
// Source: OneTrust, "Client-side cookie management" (OnetrustActiveGroups, OneTrustGroupsUpdated).

export function start({ setConsent, isAnalytics }) {
  const tell = () => {
    const groups = String(globalThis.OnetrustActiveGroups ?? "").split(",");
    setConsent(groups.includes("C0003") && (!isAnalytics || groups.includes("C0002")));
  };
  addEventListener("OneTrustGroupsUpdated", tell);
  tell();
}
