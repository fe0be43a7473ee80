// The module for pages: the functions that shops call, and the start by script tag.
//
// The module may be loaded twice, by two script tags or two bundles; later copies export the API of the first one.

import { start } from "./session.js";
import { define } from "./element.js";
import { fail } from "./errors.js";
import { find, own } from "./dom.js";

const VERSION = "0.1.0";
const KEY = Symbol.for("tillside");

const first = globalThis[KEY];
if (first && first.version !== VERSION) {
  const remedy = `version ${first.version} is on this page already. Include one of them.`;
  console.warn(`Tillside ${VERSION} is inactive: ${remedy}`);
}

const api = first ?? create();

function create() {
  const session = start();
  const api = Object.freeze({ version: VERSION, ready: session.ready, ...session.api });
  Object.defineProperty(globalThis, KEY, { value: api });
  configureByTag(session);
  define(session);
  return api;
}

// The script tag of this module, or in the page of a bundler the tag with data-graph.
function configureByTag(session) {
  const tags = find("script[data-graph]");
  const tag = tags.find((tag) => tag.src === import.meta.url) ?? tags[0];
  if (!tag) return;
  const {
    graph, market, cart, currency, wasm, languages, stage, theme, start, analytics, consent, jsonLd,
    inlinePictures, timeoutMs,
  } = own(tag.dataset);
  const timeout = Number(timeoutMs ?? NaN);
  if (timeoutMs !== undefined && !(timeout > 0)) {
    const message = `data-timeout-ms "${timeoutMs}" is not a number of milliseconds. Using 5000.`;
    session.complain(fail("bad-config", message));
  }
  session.api.configure({
    graph, market, cart, currency, wasm, languages, stage, theme, start, analytics, consent,
    jsonLd: jsonLd !== undefined,
    inlinePictures: inlinePictures !== undefined,
    timeoutMs: timeout > 0 ? timeout : undefined,
  });
}

export const {
  ready, configure, setMarket, setCart, setPurchase, setUnavailable, setProducts, setShopper, setMembership, setStage,
  setMessages, setConsent, forget, currentPlan, explain,
} = api;
