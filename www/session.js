// The session of one page: loads what is needed, holds what the page said, and is the only caller of the wasm.
//
// Wasm and manifest are fetched side by side; a product's data file is asked for as soon as the manifest is there, whether the
// wasm is or not. A trap inside the wasm ends the session: its memory cannot be trusted after that.

import { bare, loadManifest, loadShard, loadWasm, shardOf } from "./load.js";
import { fail, typed } from "./failure.js";

const TRIES = 3;
const BACKOFF_MS = 2000;

export function start() {
  const elements = new Set();
  const said = { basket: null, unavailable: null, plan: null, messages: null };
  const shards = new Map(); // number -> promise
  let config = null;
  let manifest = null;
  let widget = null;
  let failure = null;
  let tries = 0;
  let failedAt = 0;
  let settle;
  const ready = new Promise((resolve, reject) => (settle = { resolve, reject }));
  ready.catch(() => {}); // A page that does not look at `ready` sees the event and the console line.

  function configure({ graph, currency, wasm, timeoutMs = 5000 } = {}) {
    if (config) return;
    try {
      config = {
        graph: new URL(graph.endsWith("/") ? graph : `${graph}/`, document.baseURI).href,
        wasm: wasm ? new URL(wasm, document.baseURI).href : new URL("tillside.wasm", import.meta.url).href,
        currency: currency || undefined,
        timeoutMs,
      };
    } catch {
      return report(fail("bad-config", `"${graph}" is not the address of a graph. Set data-graph to the directory with manifest.json.`));
    }
    load();
  }

  async function load() {
    tries += 1;
    try {
      const loading = loadManifest(config.graph, config.timeoutMs).then((loaded) => {
        manifest = loaded;
        for (const sku of skus()) fetchShard(sku);
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
      report(error);
    }
  }

  // All products that this page shows or its shopper holds.
  function skus() {
    const held = (said.basket ?? []).map((line) => line?.sku);
    return [...held, ...[...elements].map((element) => element.sku)].filter((sku) => typeof sku === "string" && sku);
  }

  function fetchShard(sku) {
    const shard = shardOf(sku, manifest.shards);
    if (!shards.has(shard)) {
      shards.set(shard, loadShard(config.graph, manifest, shard, config.timeoutMs).catch((error) => {
        shards.delete(shard);
        throw error;
      }));
    }
    return shards.get(shard);
  }

  // Plans at once with what is here, and again when data files that are still missing have come.
  async function refresh() {
    if (!widget || failure) return;
    announce();
    const missing = [...new Set(skus().map(fetchShard))];
    try {
      for (const file of await Promise.all(missing)) {
        if (absorbed.has(file)) continue;
        absorbed.add(file);
        if (!timed(() => widget.absorb(file))) return;
      }
    } catch (error) {
      return report(error);
    }
    for (const element of elements) element.settle();
  }
  const absorbed = new WeakSet();

  const setters = {
    basket: (lines) => widget.setBasket(bare(lines)),
    unavailable: (skus) => widget.setUnavailable(Array.from(skus, String)),
    plan: (id) => widget.setPlan(id === "" ? undefined : id),
    messages: (messages) => widget.setMessages(Object.keys(messages), Object.values(messages).map(String)),
  };

  function tell(what, value) {
    said[what] = value;
    if (!widget || failure) {
      if (what === "basket" && manifest) for (const sku of skus()) fetchShard(sku).catch(() => {});
      return;
    }
    timed(() => setters[what](value));
    refresh();
  }

  let planMs = 0;
  function timed(work) {
    const before = performance.now();
    const done = guard(() => (work(), true));
    planMs = performance.now() - before;
    if (done) announce();
    return done;
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

  // Every call into the wasm passes here. A typed error is the caller's and the session goes on; anything else is a trap.
  function guard(work) {
    if (failure) return undefined;
    try {
      return work();
    } catch (error) {
      report(error);
      return undefined;
    }
  }

  // One event for each element and one console line; only "bad-config" leaves the session alive once it runs.
  function report(thrown) {
    const error = typed(thrown);
    const detail = { name: error.name, code: error.code, message: error.message };
    console.error(`Tillside (${error.code}): ${error.message}`);
    const isFatal = !(widget && error.code === "bad-config") && config !== null;
    if (isFatal && !failure) {
      failure = error;
      failedAt = performance.now();
      settle.reject(error);
      for (const element of elements) {
        element.collapse();
        element.dispatchEvent(new CustomEvent("tillside-error", { bubbles: true, composed: true, detail }));
      }
      if (elements.size > 0) return;
    }
    document.dispatchEvent(new CustomEvent("tillside-error", { detail }));
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
    } else if (manifest && element.sku) {
      fetchShard(element.sku).catch(() => {});
    }
  }

  // A trap in a click or in an effect does not pass `guard`.
  addEventListener("error", (event) => {
    if (widget && event.error instanceof WebAssembly.RuntimeError && event.error.stack?.includes("tillside")) report(event.error);
  });

  return {
    ready,
    configure,
    report,
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
