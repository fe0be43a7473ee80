// The session of one page: it loads the files, holds the state of the page, and is the only caller of the wasm.
//
// The default plan of the page's product is painted first. Wasm and graph are loaded when they are wanted (start.js).
//
// Setters change one state. In the next microtask all changes go to the wasm in one call, which plans once and
// returns the plan and the data files that it needs. Wasm and manifest are fetched in parallel; data files as soon as
// the manifest has arrived. A missing data file affects only the offers that need it. A trap inside the wasm ends the
// session, because its memory may be inconsistent.

import { loadLive, loadManifest, loadPolicy, loadShard, loadWasm } from "./loader.js";
import { shardOf } from "./hashes.js";
import { structuredProducts } from "./json_ld.js";
import { fail, typed } from "./errors.js";
import { hearTraps, stop } from "./glue.js";
import { bare, base, find, own, send, whenShown } from "./dom.js";
import { ALL } from "./element.js";
import { createAdditions } from "./additions.js";
import { createApi } from "./api.js";
import { createCart } from "./cart.js";
import { createImpressions, itemOf, shownIn, topicOf } from "./impressions.js";
import { createLanguages } from "./languages.js";
import { loadPlan, paint, productOf } from "./first_paint.js";
import { createStart } from "./start.js";
import { afterPaint, nextTask, whenIdle } from "./tasks.js";
import { clock } from "./shop_day.js";
import { scaled } from "./money.js";

const TRIES = 3;
const BACKOFF_MS = 2000;
const SHARD_TRIES = 2;

const isNamed = (name) => Boolean(name) && name !== "none";
const isForeign = (currency, known) => Boolean(currency) && String(currency).toUpperCase() !== known;

export function start() {
  const slots = new Map(); // element -> { id, kind, sku }
  const state = own({ slots }); // latest value of each name
  const arrivals = new Map(); // data file -> promise of its bytes, until the wasm has them
  const misses = new Map(); // data file -> number of failed attempts
  const awaited = new Set(); // data files that the plan waits for
  const choices = new Set(); // data files with variants that are loaded; no plan waits for them
  const page = createApi({ state, say, complain, market: () => market });
  const shopCart = createCart({ setCart: page.setters.setCart, complain: reportCart });
  const additions = createAdditions({
    cart: () => state.cart?.lines ?? [],
    add: shopCart.add,
    withdraw: page.withdraw,
    tell: (detail, element) => send("tillside-added", detail, element),
    complain: reportCart,
  });
  const impressions = createImpressions(shown, see);
  const languages = createLanguages({ complain, changed: translate });
  let news = []; // [name, value] of all changes since the last call
  let isDue = false;
  let nextSlot = 0;
  let plan = null;
  let config = null;
  let manifest = null;
  let shownCurrency = null; // of the amounts
  let terms = null; // what the graph says of itself: currency, its digits, time zone ...
  let servedAt = NaN;
  let widget = null;
  let failure = null;
  let tries = 0;
  let market = ""; // its id; empty for the shop itself
  let marketCart; // the cart when the page chose the market
  let turn = 0; // number of loads
  let loadingWasm = null; // promise of the widget's class
  let failedAt = 0;
  let isCartExpected = true; // from an adapter or from scripts of the page that have not run yet
  let asked = {}; // product whose default plan is requested, and the promise of it
  let firstOf = null; // product whose default plan is painted, or will be
  let first = null; // that plan
  let decided = 0; // number of elements of which it decides what they show
  const starting = createStart(load);
  let settle;
  const ready = new Promise((resolve, reject) => (settle = { resolve, reject }));
  ready.catch(() => {}); // A page that does not look at `ready` sees the event and the console line.

  function configure(options) {
    if (config) return;
    const {
      graph, market: id, cart, currency, wasm, languages: folder, stage, theme, start, analytics, consent, jsonLd,
      inlinePictures, timeoutMs = 5000,
    } = own(options);
    const slashed = (folder) => (folder.endsWith("/") ? folder : `${folder}/`);
    try {
      const address = wasm ? new URL(wasm, base()).href : new URL("tillside.wasm", import.meta.url).href;
      config = {
        graph: new URL(slashed(graph), base()).href,
        wasm: address,
        // A bundler may have made the address of the wasm a path.
        languages: (folder ? new URL(slashed(folder), base()) : new URL("languages/", new URL(address, base()))).href,
        currency: currency || undefined,
        theme,
        jsonLd: jsonLd === true,
        inlinePictures: inlinePictures === true,
        timeoutMs,
      };
    } catch {
      const remedy = "Set data-graph to the directory with manifest.json.";
      return complain(fail("bad-config", `"${graph}" is not the address of a graph. ${remedy}`));
    }
    // Calls of setMarket() that came before count.
    market ||= id ?? "";
    locate();
    if (stage) page.setters.setStage(stage);
    // Before the elements are defined, which takes as long as the request on a slow phone.
    defaultPlan(productOf(find(ALL).map((element) => ({ sku: element.getAttribute("sku") ?? "" }))));
    languages.open(config);
    starting.configure(start);
    const { setConsent } = page.setters;
    connect("consent", consent, { setConsent, isAnalytics: isNamed(analytics) });
    const hasConsent = () => state.consent?.given === true;
    connect("analytics", analytics, { hasConsent, digits: () => terms.digits });
    shopCart.choose(cart, () => {
      isCartExpected = false;
      repaint();
    });
    soon();
  }

  // The folder of the market's manifest, default plans and live.json; its data files are those of the graph.
  function locate() {
    config.market = new URL(market && `markets/${market}/`, config.graph).href;
  }

  // The page chooses a market: the currency of an earlier cart does not choose another one.
  function setMarket(id) {
    marketCart = state.cart;
    enter(id ?? "");
  }

  // The market has other prices, titles and terms. The elements are empty until its files have arrived.
  function enter(id) {
    const isOver = failure && !/^(graph-|bad-)/.test(failure.code);
    if (isOver || (id === market && !failure)) return;
    market = id;
    if (!config) return;
    locate();
    // It was that of the market that the page leaves.
    config.currency = undefined;
    const left = widget;
    const isStarted = tries > 0;
    widget = manifest = plan = failure = first = firstOf = null;
    asked = {};
    tries = 0;
    turn += 1;
    for (const known of [arrivals, misses, awaited, choices]) known.clear();
    for (const element of slots.keys()) element.collapse();
    guard(() => left?.free());
    page.leave();
    if (isStarted) load();
    else soon();
  }

  // Calls a function for pages whose market is not clear; undefined if the list of markets cannot be loaded.
  async function findMarket(name, wanted) {
    try {
      // In the `try`, as in connect().
      return await (await import(new URL("markets.js", import.meta.url)))[name](config, wanted);
    } catch {
      return undefined;
    }
  }

  // Requests the default plan of a product, once.
  function defaultPlan(sku) {
    if (asked.sku !== sku) asked = { sku, plan: sku ? loadPlan(config, sku) : null };
    return asked.plan;
  }

  // Requests the default plan of the page's product, and paints it unless the page has told more by then. Elements
  // without a plan wait for the wasm, which is requested after it.
  async function prepare() {
    const sku = config && !widget ? productOf(slots) : undefined;
    if (config && sku === firstOf) return repaint();
    if (!config || widget) return;
    // What was painted for another product.
    if (firstOf) for (const element of slots.keys()) element.collapse();
    [firstOf, decided] = [sku, 0];
    starting.hold(true);
    const requested = defaultPlan(sku);
    const plan = await requested;
    // The page has told another product or market.
    if (sku !== firstOf || requested !== asked.plan) return;
    first = plan;
    if (!first) for (const element of slots.keys()) element.undeclare();
    if (repaint() > 0) afterPaint(() => starting.hold(false));
    else starting.hold(false);
  }

  function repaint() {
    if (!first || widget || failure || (isCartExpected && !state.cart)) return 0;
    try {
      const elements = paint(first, state, config);
      for (const element of slots.keys()) if (!elements.includes(element)) element.undeclare();
      starting.rest(elements);
      // The page has set what the default plan does not know.
      if (elements.length < decided) starting.now();
      decided = elements.length;
      return decided;
    } catch {
      first = null; // Not a plan.
      return 0;
    }
  }

  async function load() {
    tries += 1;
    const own = (turn += 1);
    const isOld = () => own !== turn; // The page has left for another market.
    try {
      loadingWasm ??= loadWasm(config);
      loadingWasm.catch(() => (loadingWasm = null));
      const loading = loadManifest(config).then((loaded) => {
        if (isOld()) return;
        ({ manifest, servedAt } = loaded);
        prefetch();
        return loadPolicy(config, manifest);
      });
      const [Tillside, policy] = await Promise.all([loadingWasm, loading]);
      const id = isForeign(config.currency, manifest.currency) ? await marketOf(config.currency) : undefined;
      if (isOld()) return;
      if (id !== undefined) return enter(id);
      const made = new Tillside(manifest.graph, policy, config.currency, config.inlinePictures);
      terms = made.terms();
      shownCurrency = terms.currency;
      // In tasks of their own: on a slow phone the first use of time zones takes 40 ms, and so does the first plan.
      await nextTask();
      today();
      await nextTask();
      if (isOld()) return;
      widget = made;
      news = Object.entries(state);
      tick();
      flush();
      freshen();
    } catch (error) {
      const reason = market && !manifest && (await findMarket("doubt", market));
      if (!isOld()) end(reason ? fail("bad-config", reason) : error);
    }
  }

  // Two consecutive values of the same name are one change, such as the slots of elements that connect together.
  function say(name, value) {
    state[name] = value;
    if (widget && !failure && news.at(-1)?.[1] !== value) news.push([name, value]);
    if (name === "cart") additions.check();
    soon();
  }

  function soon() {
    if (!isDue) queueMicrotask(flush);
    isDue = true;
  }

  // Passes all changes to the wasm in one call, and applies the answer.
  function flush() {
    if (!isDue || failure) return;
    isDue = false;
    if (!widget) return manifest ? prefetch() : void prepare();
    if (pauses()) return;
    const forms = { cart: (cart) => scaled(cart, terms.digits), slots: () => [...slots.values()] };
    const said = news.map(([name, value]) => [name, bare(forms[name]?.(value) ?? value)]);
    news = [];
    const before = performance.now();
    const answer = guard(() => widget.update(said));
    if (!answer) return;
    const ms = performance.now() - before;
    if (answer.plan) plan = answer.plan;
    // The arrival of a data file is not a reason to request others again.
    if (said.length > 0) answer.wanted.forEach((shard) => take(shard, awaited));
    for (const file of answer.variants) if (!misses.has(file)) take(file, choices);
    for (const [element, { id }] of slots) element.mount(widget, id, awaited.size === 0);
    if (failure) return;
    for (const message of answer.errors) complain(fail("bad-config", message));
    // A listener of an error may have requested a newer plan.
    if (answer.plan && plan === answer.plan) announce(ms);
    if (awaited.size === 0 && !languages.isWaiting()) for (const element of slots.keys()) element.settle();
  }

  // While the currencies of cart and graph differ, the elements are empty, because every amount would be wrong.
  function pauses() {
    const { currency = terms.currency } = own(state.cart);
    const isNews = currency !== shownCurrency;
    shownCurrency = currency;
    if (isNews) news = Object.entries(state);
    if (!isForeign(currency, terms.currency)) return false;
    plan = null;
    for (const element of slots.keys()) element.collapse();
    if (isNews) follow(currency, `The cart is in ${currency}, but the graph's prices are in ${terms.currency}.`);
    settle.resolve();
    return true;
  }

  // Enters the market with the currency of the cart, if one is meant; otherwise reports the problem.
  async function follow(currency, problem) {
    const own = turn;
    const id = state.cart === marketCart ? undefined : await marketOf(currency);
    if (own !== turn || state.cart?.currency !== currency) return;
    if (id !== undefined) return enter(id);
    complain(fail("bad-config", problem));
  }

  // The id of the market with a currency, if one is meant.
  async function marketOf(currency) {
    const { country } = state.shopper ?? {};
    return manifest.markets && findMarket("choose", { currency, country });
  }

  // A language file has arrived: elements of its language are shown, or change to it.
  function translate(strings) {
    if (failure) return;
    say("languages", strings);
    flush();
    for (const element of slots.keys()) element.relocate();
  }

  function announce(ms) {
    settle.resolve();
    impressions.renew();
    send("tillside-plan", { plan, ms });
  }

  function shown(element) {
    const slot = slots.get(element);
    return slot ? shownIn(plan, slot) : null;
  }

  // An offer counts once on a page. The progress to a reward is no offer that a limit applies to.
  function see(element) {
    const offer = shown(element);
    if (failure || !offer || !page.see(topicOf(offer), offer.source !== "shipping")) return;
    const { source, listId, currency, items } = offer;
    send("tillside-view", { source, listId, currency, items: items.map(itemOf) }, element);
  }

  // Loads the module for another program of the page: its consent manager, or its analytics.
  function connect(folder, name, host) {
    if (!isNamed(name)) return;
    const load = async () => {
      try {
        // In the `try`, because bundlers fail if they cannot follow the name of a file, and here only warn.
        const path = name.includes("/") ? name : `${folder}/${name}.js`;
        (await import(new URL(path, import.meta.url))).start(host);
      } catch ({ message }) {
        complain(fail("bad-config", `data-${folder} "${name}" cannot be used: ${message}`));
      }
    };
    whenShown(() => whenIdle(load));
  }

  // The second attempt bypasses the browser's cache, which may contain the damaged file.
  function fetchShard(shard) {
    const count = misses.get(shard) ?? 0;
    if (!arrivals.has(shard) && count < SHARD_TRIES) arrivals.set(shard, loadShard(config, manifest, shard, count > 0));
    return arrivals.get(shard);
  }

  // Requests the data files of the page's products before the wasm can name those that it needs.
  function prefetch() {
    const skus = [...(state.cart?.lines ?? []), ...slots.values()].map((named) => named?.sku);
    for (const sku of skus.filter((sku) => typeof sku === "string" && sku)) {
      fetchShard(shardOf(sku, manifest.shards))?.catch(() => {});
    }
  }

  // Passes a data file to the wasm. A failed one is reported once, and requested once more when it is needed again.
  async function take(shard, taken) {
    const own = turn;
    const arrival = fetchShard(shard);
    if (!arrival || taken.has(shard)) return;
    taken.add(shard);
    try {
      const file = await arrival;
      if (own !== turn) return;
      if (!failure) widget.addShard(shard, file);
    } catch (thrown) {
      if (own !== turn) return;
      miss(shard, typed(thrown));
    }
    taken.delete(shard);
    arrivals.delete(shard);
    soon();
  }

  function miss(shard, error) {
    if (!error.code.startsWith("graph-")) return end(error);
    guard(() => widget.missShard(shard));
    const count = (misses.get(shard) ?? 0) + 1;
    misses.set(shard, count);
    const isHurt = ({ sku }) => sku && shardOf(sku, manifest.shards) === shard;
    if (count === 1 && !failure) complain(error, [...slots.keys()].filter(isHurt));
  }

  const now = () => Math.max(Date.now(), servedAt || 0);
  const today = () => clock(now(), terms.timezone ?? "UTC", terms.asOf);

  // Sets the shop's date, and again when the day has ended.
  let midnight;
  function tick() {
    const time = today();
    say("clock", time);
    // A day fits into the 31 bits of a timer.
    clearTimeout(midnight);
    midnight = setTimeout(() => failure || tick(), Math.max(time.endsAtMs - now(), 1000));
  }

  // Prices and stock from live.json and from the page; otherwise those of the graph apply.
  async function freshen() {
    if (failure) return;
    const own = turn;
    const onPage = config.jsonLd ? structuredProducts(terms.currency, terms.digits) : [];
    const isLive = terms.isLive;
    const fetched = isLive ? await loadLive(config).catch((error) => complain(typed(error)) ?? []) : [];
    if (own === turn && onPage.length + fetched.length > 0) page.freshen([...fetched, ...onPage]);
  }

  // An error of a call into the wasm ends the session.
  function guard(work) {
    try {
      return failure ? undefined : work();
    } catch (thrown) {
      return end(thrown);
    }
  }

  // One console line and one event: on the affected element if there is exactly one, else on the document. The
  // session continues.
  function complain({ name, code, message }, hurt = []) {
    console.error?.(`Tillside (${code}): ${message}`);
    send("tillside-error", { name, code, message }, hurt.length === 1 ? hurt[0] : undefined);
  }

  function reportCart(message) {
    complain(fail("cart-failed", message));
  }

  // All elements show the shop's own content.
  function end(thrown) {
    if (failure) return;
    failure = typed(thrown);
    failedAt = performance.now();
    if (failure.code === "internal") stop();
    settle.reject(failure);
    for (const element of slots.keys()) element.collapse();
    complain(failure, [...slots.keys()]);
  }

  // A network may recover; a trap or a damaged file is permanent.
  function canRetry() {
    const isTransient = failure && ["graph-unreachable", "wasm-failed"].includes(failure.code) && !widget;
    return isTransient && tries < TRIES && performance.now() - failedAt > BACKOFF_MS * tries;
  }

  function add(element) {
    if (!slots.has(element)) slots.set(element, { id: nextSlot++, kind: element.constructor.kind, sku: element.sku });
    starting.watch(element);
    impressions.watch(element);
    if (canRetry()) {
      failure = null;
      load();
    }
    if (failure) element.collapse();
    else say("slots", slots);
  }

  function renew(element) {
    const slot = slots.get(element);
    if (!slot || slot.sku === element.sku) return;
    slot.sku = element.sku;
    say("slots", slots);
  }

  function remove(element) {
    starting.unwatch(element);
    impressions.unwatch(element);
    if (slots.delete(element)) say("slots", slots);
  }

  function currentPlan() {
    starting.now();
    flush();
    return failure || !plan ? null : structuredClone(plan);
  }

  function explain() {
    starting.now();
    flush();
    return (widget && guard(() => widget.explain())) ?? null;
  }

  // A trap in a click, a timer or an effect does not go through `guard`.
  hearTraps(end);

  // A page was restored from the back/forward cache: the day and the stored entry may have changed.
  addEventListener("pageshow", ({ persisted }) => {
    if (!persisted || !widget || failure) return;
    tick();
    page.resume();
  });

  function setCart(...cart) {
    shopCart.take();
    page.setters.setCart(...cart);
  }

  const api = { configure, ...page.setters, setMarket, setCart, connectCart: shopCart.take, currentPlan, explain };
  const theme = () => config?.theme;
  return {
    ready, complain, guard, add, renew, remove, shown, additions, languages, soon, api, theme, start: starting.now,
  };
}
