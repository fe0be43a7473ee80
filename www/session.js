// The session of one page: loads what is needed, holds what the page said, and is the only caller of the wasm.
//
// Wasm and manifest are fetched side by side; a product's data file is asked for as soon as the manifest is there, whether the
// wasm is or not. A data file that cannot be had costs what depends on it. A trap inside the wasm ends the session: its memory
// cannot be trusted after that.

import { bare, loadManifest, loadShard, loadWasm, own, shardOf } from "./load.js";
import { fail, typed } from "./failure.js";

const TRIES = 3;
const BACKOFF_MS = 2000;

export function start() {
  const elements = new Set();
  const said = { basket: null, unavailable: null, plan: null, messages: null };
  const shards = new Map(); // number -> the data file, from the first request on
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

  // The data file that holds a SKU. One that could not be had is requested once more when it is needed after that was told: past
  // the browser's cache, which may hold what is wrong with it.
  function shardWith(sku) {
    const number = shardOf(sku, manifest.shards);
    const shard = shards.get(number) ?? { number, error: null, isTold: false, isRetried: false };
    shards.set(number, shard);
    const isAgain = shard.isTold && !shard.isRetried;
    if (!shard.arrival || isAgain) {
      shard.isRetried = isAgain;
      shard.error = null;
      shard.arrival = loadShard(config, manifest, number, isAgain).then(
        (file) => (shard.file = file),
        (error) => (shard.error = typed(error)),
      );
    }
    return shard;
  }

  // Asks for data files before the wasm can take them; `refresh` meets what goes wrong.
  function prefetch() {
    skus().forEach(shardWith);
  }

  // Tells what was planned with what is here, then takes the data files that are still missing and tells again.
  async function refresh() {
    if (!widget || failure) return;
    announce();
    const needed = new Set(skus().map(shardWith));
    for (const shard of needed) await shard.arrival;
    if (failure) return;
    for (const shard of needed) take(shard);
    if (failure) return;
    announce();
    for (const element of elements) element.settle();
  }

  function take(shard) {
    const { file } = shard;
    shard.file = null;
    if (file) {
      timed(() => {
        try {
          widget.absorb(file);
        } catch (error) {
          if (error?.name !== "TillsideError") throw error;
          shard.error = error;
        }
      });
    }
    if (shard.error && !shard.isTold) miss(shard);
  }

  // One console line for a data file, and one event for each element that presents something of it, else for the document.
  function miss(shard) {
    shard.isTold = true;
    const bereft = [...elements].filter(({ sku }) => sku && shardOf(sku, manifest.shards) === shard.number);
    complain(shard.error, bereft.length > 0 ? bereft : [document]);
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
  function timed(work) {
    const before = performance.now();
    guard(work);
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

  // Every call into the wasm passes here. What the page said wrongly is named and the session goes on; anything else ends it.
  function guard(work) {
    if (failure) return undefined;
    try {
      return work();
    } catch (thrown) {
      const error = typed(thrown);
      if (widget && error.code === "bad-config") complain(error);
      else end(error);
      return undefined;
    }
  }

  // One console line, and one event for each target; the session goes on.
  function complain({ name, code, message }, targets = [document]) {
    console.error(`Tillside (${code}): ${message}`);
    const told = { bubbles: true, composed: true, detail: { name, code, message } };
    for (const target of targets) target.dispatchEvent(new CustomEvent("tillside-error", told));
  }

  // One console line, one event for each element, and every element shows what the shop wrote between its tags.
  function end(thrown) {
    if (failure) return;
    failure = typed(thrown);
    failedAt = performance.now();
    settle.reject(failure);
    for (const element of elements) element.collapse();
    complain(failure, elements.size > 0 ? elements : [document]);
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
