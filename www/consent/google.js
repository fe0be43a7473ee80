// Consent as Google Consent Mode knows it, from any consent manager that sets it: the entries `consent` of the page's
// `dataLayer`, those that are there already and those that follow.
//
// Source: Google, "Set up consent mode on websites" (version 2).

const NEEDED = ["functionality_storage", "personalization_storage"];

export function start({ setConsent, isAnalytics }) {
  const layer = (globalThis.dataLayer ??= []);
  const needed = isAnalytics ? [...NEEDED, "analytics_storage"] : NEEDED;
  const choices = {};
  // An entry is the `arguments` of `gtag("consent", "default" or "update", { … })`.
  const hear = (entry) => {
    if (entry?.[0] !== "consent") return false;
    // The shopper's region is unknown, so a default for some regions is not consent.
    const isRegional = entry[1] === "default" && entry[2]?.region !== undefined;
    for (const name of needed) {
      const choice = entry[2]?.[name];
      if (choice && !(isRegional && choice === "granted")) choices[name] = choice;
    }
    return true;
  };
  const tell = () => setConsent(needed.every((name) => choices[name] === "granted"));
  for (const entry of layer) hear(entry);
  tell();
  const push = layer.push;
  layer.push = (...entries) => {
    if (entries.filter(hear).length > 0) tell();
    return push.apply(layer, entries);
  };
}
