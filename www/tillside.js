// Tillside in a page: what shops call, and the start by script tag.
//
// The module may be loaded twice, by two script tags or two bundles; the first copy does the work, the others hand over to it.

import { start } from "./session.js";
import { define } from "./element.js";
import { fail } from "./errors.js";
import { find, own } from "./dom.js";

const VERSION = "0.1.0";
const KEY = Symbol.for("tillside");

const first = globalThis[KEY];
if (first && first.version !== VERSION) {
  console.warn(`Tillside ${VERSION} stands aside: version ${first.version} is on this page already. Include one of them.`);
}

const api = first ?? create();

function create() {
  const session = start();
  const api = Object.freeze({ version: VERSION, ready: session.ready, ...session.api });
  Object.defineProperty(globalThis, KEY, { value: api });
  define(session);
  configureByTag(session);
  return api;
}

// The script tag that brought this module, or the one that a bundler's page marks with data-graph.
function configureByTag(session) {
  const tags = find("script[data-graph]");
  const tag = tags.find((tag) => tag.src === import.meta.url) ?? tags[0];
  if (!tag) return;
  const { graph, currency, wasm, stage, jsonLd, inlinePictures, timeoutMs } = own(tag.dataset);
  const timeout = Number(timeoutMs ?? NaN);
  if (timeoutMs !== undefined && !(timeout > 0)) {
    session.complain(fail("bad-config", `data-timeout-ms "${timeoutMs}" is not a number of milliseconds. Using 5000.`));
  }
  session.api.configure({
    graph, currency, wasm, stage,
    jsonLd: jsonLd !== undefined,
    inlinePictures: inlinePictures !== undefined,
    timeoutMs: timeout > 0 ? timeout : undefined,
  });
}

export const {
  ready, configure, setBasket, setPurchase, setUnavailable, setProducts, setShopper, setPlan, setStage, setMessages, setConsent, forget,
  currentPlan, explain,
} = api;
