// Markets that are not clear: loaded only where the currency of a cart is that of another market, or where a page names a
// market that the graph does not have. `markets.json` is described in src/graph/markets.rs.

// The list of markets, without prototypes.
async function list({ graph, timeoutMs }) {
  const signal = AbortSignal.timeout(timeoutMs);
  const options = Object.assign(Object.create(null), { signal, credentials: "same-origin", cache: "no-cache" });
  const response = await fetch(new URL("markets.json", graph), options);
  const { markets } = response.status === 404 ? { markets: [] } : await response.json();
  return markets.map((market) => Object.assign(Object.create(null), market));
}

const languageOf = (tag) => tag.toLowerCase().split("-")[0];

/**
 * The id of the only market with a currency; of several, that of the shopper's country, or else of the page's language.
 * Undefined if there is none, or still more than one.
 */
export async function choose(config, { currency, country }) {
  const code = String(currency).toUpperCase();
  let found = (await list(config)).filter((market) => market.currency === code);
  const narrow = (isRight) => {
    const rest = found.filter(isRight);
    if (found.length > 1 && rest.length > 0) found = rest;
  };
  if (country) narrow(({ countries }) => countries.includes(String(country).toUpperCase()));
  const { lang } = document.documentElement;
  narrow(({ languages }) => languages.some((tag) => tag.toLowerCase() === lang.toLowerCase()));
  narrow(({ languages }) => languages.some((tag) => languageOf(tag) === languageOf(lang)));
  return found.length === 1 ? found[0].id : undefined;
}

/** Why a market cannot be found, or undefined if the graph has it. */
export async function doubt(config, id) {
  const known = (await list(config)).map((market) => market.id);
  if (known.includes(id)) return undefined;
  const names = known.filter(Boolean);
  const rest = names.length > 0 ? `The markets are ${names.join(", ")}.` : "It has no markets: add [[markets]] to shop.toml.";
  return `The graph has no market "${id}". ${rest}`;
}
