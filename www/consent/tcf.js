// Consent as a consent manager of the IAB's Transparency & Consent Framework knows it. Purpose 1 is to store data on a
// device, purpose 8 to measure content. Where the GDPR does not apply, the manager asks for no consent.
//
// Source: IAB Tech Lab, "Consent Management Platform API", version 2.

export function start({ setConsent, isAnalytics }) {
  globalThis.__tcfapi?.("addEventListener", 2, (data, isSuccess) => {
    if (!isSuccess || data.eventStatus === "cmpuishown") return;
    const { gdprApplies, purpose } = data;
    const has = (number) => purpose?.consents?.[number] === true;
    setConsent(gdprApplies === false || (has(1) && (!isAnalytics || has(8))));
  });
}
