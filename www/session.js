// The session of one page: loads what is needed, holds what the page said, and is the only caller of the wasm.
//
// Wasm and manifest are fetched side by side; a product's data file is asked for as soon as the manifest is there, whether the
// wasm is or not. A data file that cannot be had costs what depends on it. A trap inside the wasm ends the session: its memory
// cannot be trusted after that.

import { bare, loadLive, loadManifest, loadShard, loadWasm, own, shardOf } from "./load.js";
import { clock, stated } from "./fresh.js";
import { fail, typed } from "./failure.js";
import { forget, remember } from "./memory.js";

const TRIES = 3;
const BACKOFF_MS = 2000;
const SHARD_TRIES = 2;

export function start() {
  const elements = new Set();
  const said = new Map(); // what the page said last, by its name
  const fresh = { live: [], stated: [], products: [] }; // prices and stock, the later list wins
  const shards = new Map(); // number -> promise of its bytes, until the wasm has them
  const absorbed = new Set(); // numbers
  const misses = new Map(); // number -> how often it could not be had
  const dismissed = [];
  const shown = new Set(); // topics of this page
  let memory = null; // only with consent
  let config = null;
  let manifest = null;
  let servedAt = NaN;
  let widget = null;
  let failure = null;
  let tries = 0;
  let failedAt = 0;
  let settle;
  const ready = new Promise((resolve, reject) => (settle = { resolve, reject }));
  ready.catch(() => {}); // A page that does not look at `ready` sees the event and the console line.

  function configure(options) {
    if (config) return;
    const { graph, currency, wasm, stage, jsonLd, timeoutMs = 5000 } = own(options);
    try {
      config = {
        graph: new URL(graph.endsWith("/") ? graph : `${graph}/`, document.baseURI).href,
        wasm: wasm ? new URL(wasm, document.baseURI).href : new URL("tillside.wasm", import.meta.url).href,
        currency: currency || undefined,
        jsonLd: jsonLd === true,
        timeoutMs,
      };
      if (stage) setStage(stage);
    } catch {
      return complain(fail("bad-config", `"${graph}" is not the address of a graph. Set data-graph to the directory with manifest.json.`));
    }
    load();
  }

  async function load() {
    tries += 1;
    try {
      const loading = loadManifest(config).then((loaded) => {
        ({ manifest, servedAt } = loaded);
        prefetch();
      });
      const [Tillside] = await Promise.all([loadWasm(config.wasm, config.timeoutMs), loading]);
      const started = guard(() => new Tillside(manifest, config.currency));
      if (!started) return;
      widget = started;
      tick();
      for (const [what, value] of said) give(what, value);
      for (const element of elements) element.mount(widget);
      settle.resolve();
      refresh();
      freshen();
    } catch (error) {
      end(error);
    }
  }

  // All products that this page shows or its shopper holds.
  function skus() {
    const held = (said.get("basket")?.lines ?? []).map((line) => line?.sku); // A list: `tell` saw to that.
    const wanted = widget && !failure ? guard(() => widget.wants()) ?? [] : [];
    return [...held, ...wanted, ...[...elements].map((element) => element.sku)].filter((sku) => typeof sku === "string" && sku);
  }

  const wantedShards = () => new Set(skus().map((sku) => shardOf(sku, manifest.shards)));

  // One that was missed is asked for past the browser's cache, which may hold what is wrong with it.
  function fetchShard(shard) {
    if (!shards.has(shard)) shards.set(shard, loadShard(config, manifest, shard, misses.has(shard)));
    return shards.get(shard);
  }

  // Asks for data files before the wasm can take them; `take` meets what goes wrong.
  function prefetch() {
    for (const shard of wantedShards()) fetchShard(shard).catch(() => {});
  }

  // Hands a data file to the wasm. One that cannot be had, or read, costs no more than what depends on it: it is told of once,
  // and asked for once more when it is needed again.
  async function take(shard) {
    if (absorbed.has(shard) || misses.get(shard) >= SHARD_TRIES) return;
    const arrival = fetchShard(shard);
    try {
      const file = await arrival;
      if (absorbed.has(shard) || failure) return;
      timed(() => widget.absorb(file), isOfFile);
      absorbed.add(shard);
      shards.delete(shard);
    } catch (thrown) {
      // Several changes of the page may have waited for the same file: they met one miss.
      if (shards.get(shard) !== arrival) return;
      shards.delete(shard);
      const count = (misses.get(shard) ?? 0) + 1;
      misses.set(shard, count);
      if (count === 1) complain(typed(thrown), [...elements].filter(({ sku }) => sku && shardOf(sku, manifest.shards) === shard));
    }
  }

  const isOfFile = ({ code }) => code.startsWith("graph-");

  // Tells what was planned with what is here, then takes the data files that are still missing and tells again.
  async function refresh() {
    if (!widget || failure) return;
    announce();
    await Promise.all([...wantedShards()].map(take));
    if (failure) return;
    announce();
    for (const element of elements) element.settle();
  }

  const isObject = (value) => typeof value === "object" && value !== null;

  // Tells the wasm something, now and whenever it starts. What has the wrong shape is named, and what was said before stays.
  function tell(what, isRight, wants, value) {
    if (!isRight) return complain(fail("bad-config", wants));
    said.set(what, value);
    if (widget) {
      give(what, value);
      refresh();
    } else if (manifest) {
      prefetch();
    }
  }

  const give = (what, value) => timed(() => widget.tell(what, bare(value)));

  function setBasket(lines, terms = {}) {
    const { couponMinor, taxMinor } = own(isObject(terms) ? terms : {});
    tell("basket", Array.isArray(lines), "setBasket takes [{ sku, quantity, priceMinor? }].", { lines, couponMinor, taxMinor });
    keepBasket();
  }

  function keepBasket() {
    const lines = said.get("basket")?.lines;
    if (lines) memory?.keep({ basket: lines.map((line) => ({ sku: line?.sku, quantity: line?.quantity })) });
  }

  function setPurchase(lines) {
    tell("purchase", Array.isArray(lines), "setPurchase takes [{ sku, quantity, priceMinor? }].", lines);
    if (!Array.isArray(lines)) return;
    memory?.buy(lines, lines.reduce((sum, { priceMinor = 0, quantity }) => sum + priceMinor * quantity, 0));
  }

  const setUnavailable = (skus) => tell("unavailable", Array.isArray(skus), "setUnavailable takes a list of SKUs.", Array.isArray(skus) ? skus.map(String) : skus);

  function setProducts(products) {
    if (Array.isArray(products)) fresh.products = products;
    tell("products", Array.isArray(products), "setProducts takes [{ sku, priceMinor?, isAvailable? }].", [...fresh.live, ...fresh.stated, ...fresh.products]);
  }

  // Prices and stock from files and from the page, should there be any. Without them the graph's are good enough.
  async function freshen() {
    if (config.jsonLd) fresh.stated = stated(manifest.currency);
    if (manifest.policy?.freshness?.live) fresh.live = await loadLive(config).catch((error) => (complain(typed(error)), []));
    if (fresh.live.length + fresh.stated.length > 0 && !failure) setProducts(fresh.products);
  }

  // What the page knows comes before what is remembered.
  let lastShopper = {};
  function setShopper(shopper) {
    if (isObject(shopper)) lastShopper = own(shopper);
    tell("shopper", isObject(shopper), "setShopper takes { country?, visitor?, points?, history?, orders?, left? }.", { ...memory?.history(), ...lastShopper });
    tell("left", true, "", lastShopper.left ?? memory?.notes.left ?? []);
  }

  const setPlan = (id) => tell("plan", true, "", { id: id === null || id === undefined || id === "" ? undefined : String(id) });
  const setStage = (name) => tell("stage", true, "", { name });
  const setMessages = (messages) =>
    tell("messages", isObject(messages), "setMessages takes { key: text }.", isObject(messages) ? Object.entries(messages).map(([key, text]) => [key, String(text)]) : []);

  // Nothing is remembered, and nothing that was is looked at, without consent.
  function setConsent(isGiven) {
    if (isGiven !== true) forget();
    memory = isGiven === true ? (memory ?? remember(Date.now())) : null;
    tell("consent", true, "", { given: isGiven === true });
    tell("seen", true, "", memory?.notes.seen ?? []);
    for (const id of memory?.notes.dismissed ?? []) if (!dismissed.includes(id)) dismissed.push(id);
    tell("dismissed", true, "", dismissed);
    memory?.keep({ dismissed });
    setShopper(lastShopper);
    keepBasket();
  }

  document.addEventListener("tillside-dismiss", ({ detail, defaultPrevented }) => {
    if (defaultPrevented) return;
    dismissed.push(detail.listId);
    tell("dismissed", true, "", dismissed);
    memory?.keep({ dismissed });
  });

  // The shop's date, again when the day is over.
  function tick() {
    const { policy, as_of: asOf } = manifest;
    const now = Math.max(Date.now(), servedAt || 0);
    const time = clock(now, policy?.timezone, asOf);
    give("clock", time);
    // A day fits into the 31 bits of a timer.
    setTimeout(() => widget && !failure && (tick(), refresh()), Math.max(time.endsAtMs - now, 1000));
  }

  let planMs = 0;
  function timed(work, passes) {
    const before = performance.now();
    guard(work, passes);
    planMs = performance.now() - before;
  }

  // `tillside-plan` for each new plan, once.
  let announced = "";
  function announce() {
    const plan = currentPlan();
    const text = JSON.stringify(plan);
    if (plan && text !== announced) {
      announced = text;
      for (const { listId, items } of plan.units) {
        const topic = `${listId}/${items?.[0]?.sku ?? ""}`;
        if (!shown.has(topic)) memory?.see(topic);
        shown.add(topic);
      }
      document.dispatchEvent(new CustomEvent("tillside-plan", { detail: { plan, ms: planMs } }));
    }
  }

  const currentPlan = () => (widget && !failure ? guard(() => widget.plan()) ?? null : null);
  const explain = () => (widget && !failure ? guard(() => widget.explain()) ?? null : null);

  // Every call into the wasm passes here. What the page said wrongly is named and the session goes on; what `passes` says is for
  // the caller; anything else ends the session.
  function guard(work, passes = () => false) {
    if (failure) return undefined;
    try {
      return work();
    } catch (thrown) {
      const error = typed(thrown);
      if (passes(error)) throw error;
      if (widget && error.code === "bad-config") complain(error);
      else end(error);
      return undefined;
    }
  }

  // One console line, and one event on each element that it costs something, or on the document where it costs none; the session
  // goes on.
  function complain({ name, code, message }, hurt = []) {
    console.error(`Tillside (${code}): ${message}`);
    const told = { bubbles: true, composed: true, detail: { name, code, message } };
    for (const target of hurt.length > 0 ? hurt : [document]) target.dispatchEvent(new CustomEvent("tillside-error", told));
  }

  // Every element shows what the shop wrote between its tags.
  function end(thrown) {
    if (failure) return;
    failure = typed(thrown);
    failedAt = performance.now();
    settle.reject(failure);
    for (const element of elements) element.collapse();
    complain(failure, [...elements]);
  }

  // A network may recover; a trap or a wrong file does not.
  function canRetry() {
    const isTransient = failure && ["graph-unreachable", "wasm-failed"].includes(failure.code) && !widget;
    return isTransient && tries < TRIES && performance.now() - failedAt > BACKOFF_MS * tries;
  }

  function add(element) {
    elements.add(element);
    if (canRetry()) {
      failure = null;
      load();
    }
    if (failure) element.collapse();
    else if (widget) {
      guard(() => element.mount(widget));
      refresh();
    } else if (manifest) {
      prefetch();
    }
  }

  // A trap in a click or in an effect does not pass `guard`.
  addEventListener("error", (event) => {
    if (widget && event.error instanceof WebAssembly.RuntimeError && event.error.stack?.includes("tillside")) end(event.error);
  });

  return {
    ready,
    configure,
    complain,
    guard,
    add,
    remove: (element) => elements.delete(element),
    refresh,
    api: {
      configure,
      setBasket,
      setPurchase,
      setUnavailable,
      setProducts,
      setShopper,
      setPlan,
      setStage,
      setMessages,
      setConsent,
      forget: () => setConsent(false),
      currentPlan,
      explain,
    },
  };
}
