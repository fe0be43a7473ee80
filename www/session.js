// The session of one page: loads what is needed, holds what the page said, and is the only caller of the wasm.
//
// Wasm and manifest are fetched side by side; a product's data file is asked for as soon as the manifest is there, whether the
// wasm is or not. A data file that cannot be had costs what depends on it. A trap inside the wasm ends the session: its memory
// cannot be trusted after that.

import { bare, loadManifest, loadShard, loadWasm, own, shardOf } from "./load.js";
import { fail, typed } from "./failure.js";

const TRIES = 3;
const BACKOFF_MS = 2000;
const SHARD_TRIES = 2;

export function start() {
  const elements = new Set();
  const said = { basket: null, unavailable: null, plan: null, messages: null };
  const shards = new Map(); // number -> promise of its bytes, until the wasm has them
  const absorbed = new Set(); // numbers
  const misses = new Map(); // number -> how often it could not be had
  let config = null;
  let manifest = null;
  let widget = null;
  let failure = null;
  let tries = 0;
  let failedAt = 0;
  let settle;
  const ready = new Promise((resolve, reject) => (settle = { resolve, reject }));
  ready.catch(() => {}); // A page that does not look at `ready` sees the event and the console line.

  function configure(options) {
    if (config) return;
    const { graph, currency, wasm, timeoutMs = 5000 } = own(options);
    try {
      config = {
        graph: new URL(graph.endsWith("/") ? graph : `${graph}/`, document.baseURI).href,
        wasm: wasm ? new URL(wasm, document.baseURI).href : new URL("tillside.wasm", import.meta.url).href,
        currency: currency || undefined,
        timeoutMs,
      };
    } catch {
      return complain(fail("bad-config", `"${graph}" is not the address of a graph. Set data-graph to the directory with manifest.json.`));
    }
    load();
  }

  async function load() {
    tries += 1;
    try {
      const loading = loadManifest(config.graph, config.timeoutMs).then((loaded) => {
        manifest = loaded;
        prefetch();
      });
      const [Tillside] = await Promise.all([loadWasm(config.wasm, config.timeoutMs), loading]);
      const started = guard(() => new Tillside(manifest, config.currency));
      if (!started) return;
      widget = started;
      for (const element of elements) element.mount(widget);
      for (const [what, value] of Object.entries(said)) if (value !== null) tell(what, value);
      settle.resolve();
      refresh();
    } catch (error) {
      end(error);
    }
  }

  // All products that this page shows or its shopper holds.
  function skus() {
    const held = (said.basket ?? []).map((line) => line?.sku); // A list: `tell` saw to that.
    return [...held, ...[...elements].map((element) => element.sku)].filter((sku) => typeof sku === "string" && sku);
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
  const setters = {
    basket: {
      takes: Array.isArray,
      wants: "setBasket takes [{ sku, quantity, priceMinor? }].",
      set: (lines) => widget.setBasket(bare(lines)),
    },
    unavailable: {
      takes: Array.isArray,
      wants: "setUnavailable takes a list of SKUs.",
      set: (skus) => widget.setUnavailable(skus.map(String)),
    },
    plan: { takes: () => true, set: (id) => widget.setPlan(id === "" ? undefined : String(id)) },
    messages: {
      takes: isObject,
      wants: "setMessages takes { key: text }.",
      set: (messages) => widget.setMessages(Object.entries(messages).map(([key, text]) => [key, String(text)])),
    },
  };

  function tell(what, value) {
    const { takes, wants, set } = setters[what];
    if (!takes(value)) return complain(fail("bad-config", wants));
    said[what] = value;
    if (widget) {
      timed(() => set(value));
      refresh();
    } else if (manifest) {
      prefetch();
    }
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
      document.dispatchEvent(new CustomEvent("tillside-plan", { detail: { plan, ms: planMs } }));
    }
  }

  function currentPlan() {
    return widget && !failure ? guard(() => widget.plan()) ?? null : null;
  }

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
    currentPlan,
    setBasket: (lines) => tell("basket", lines),
    setUnavailable: (skus) => tell("unavailable", skus),
    setPlan: (id) => tell("plan", id ?? ""),
    setMessages: (messages) => tell("messages", messages),
  };
}
