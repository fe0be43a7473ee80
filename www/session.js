// The session of one page: loads what is needed, holds what the page said, and is the only caller of the wasm.
//
// Wasm and manifest are fetched side by side; a product's data file is asked for as soon as the manifest is there, whether the
// wasm is or not. A data file that cannot be had costs what depends on it. A trap inside the wasm ends the session: its memory
// cannot be trusted after that.

import { loadLive, loadManifest, loadShard, loadWasm } from "./loader.js";
import { clock, stated } from "./live_data.js";
import { fail, typed } from "./errors.js";
import { hearTraps, stop } from "./glue.js";
import { bare, base, own, send } from "./dom.js";
import { speak } from "./api.js";
import { shardOf } from "./hashes.js";

const TRIES = 3;
const BACKOFF_MS = 2000;
const SHARD_TRIES = 2;

export function start() {
  const elements = new Set();
  const said = new Map(); // what the page said last, by its name
  const shards = new Map(); // number -> promise of its bytes, until the wasm has them
  const addedShards = new Set(); // numbers
  const misses = new Map(); // number -> how often it could not be had
  const page = speak(tell);
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
    const { graph, currency, wasm, stage, jsonLd, inlinePictures, timeoutMs = 5000 } = own(options);
    try {
      config = {
        graph: new URL(graph.endsWith("/") ? graph : `${graph}/`, base()).href,
        wasm: wasm ? new URL(wasm, base()).href : new URL("tillside.wasm", import.meta.url).href,
        currency: currency || undefined,
        jsonLd: jsonLd === true,
        inlinePictures: inlinePictures === true,
        timeoutMs,
      };
      if (stage) page.setStage(stage);
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
      const started = guard(() => new Tillside(manifest, config.currency, config.inlinePictures));
      if (!started) return;
      widget = started;
      tick();
      await priced();
      for (const [what, value] of said) give(what, value);
      for (const element of elements) guard(() => element.mount(widget));
      if (failure) return;
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
    if (addedShards.has(shard) || misses.get(shard) >= SHARD_TRIES) return;
    const arrival = fetchShard(shard);
    try {
      const file = await arrival;
      if (addedShards.has(shard) || failure) return;
      timed(() => widget.addShard(file), isOfFile);
      addedShards.add(shard);
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

  // Takes the data files that price the basket, where the page does not: before they are here nobody knows what it is worth, and a
  // wrong amount would be shown, and read out, for a moment. Nothing is waited for when they are here.
  function priced() {
    const unpriced = (said.get("basket")?.lines ?? []).filter((line) => typeof line?.sku === "string" && (line.priceMinor ?? null) === null);
    const missing = new Set(unpriced.map(({ sku }) => shardOf(sku, manifest.shards)).filter((shard) => !addedShards.has(shard)));
    return missing.size > 0 ? Promise.all([...missing].map(take)) : null;
  }

  // Tells the wasm something, now and whenever it starts. What has the wrong shape is named, and what was said before stays.
  async function tell(what, isRight, wants, value) {
    if (!isRight) return complain(fail("bad-config", wants));
    said.set(what, value);
    if (widget) {
      const pricing = what === "basket" ? priced() : null;
      if (pricing) await pricing;
      if (said.get(what) !== value) return; // Another was said meanwhile.
      give(what, value);
      refresh();
    } else if (manifest) {
      prefetch();
    }
  }

  const give = (what, value) => timed(() => widget.tell(what, bare(value)));

  // The shop's date, again when the day is over.
  let midnight;
  function tick() {
    const { policy, as_of: asOf } = manifest;
    const now = Math.max(Date.now(), servedAt || 0);
    const time = clock(now, policy?.timezone, asOf);
    give("clock", time);
    // A day fits into the 31 bits of a timer.
    clearTimeout(midnight);
    midnight = setTimeout(() => widget && !failure && (tick(), refresh()), Math.max(time.endsAtMs - now, 1000));
  }

  // Prices and stock from files and from the page, should there be any. Without them the graph's are good enough.
  async function freshen() {
    const onPage = config.jsonLd ? stated(manifest.currency) : [];
    const fetched = manifest.policy?.freshness?.live ? await loadLive(config).catch((error) => (complain(typed(error)), [])) : [];
    if (onPage.length + fetched.length > 0 && !failure) page.freshen([...fetched, ...onPage]);
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
      page.see(plan);
      send("tillside-plan", { plan, ms: planMs });
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

  // One console line and one event: on the element that it costs something if that is one alone, else on the document. The session
  // goes on.
  function complain({ name, code, message }, hurt = []) {
    console.error?.(`Tillside (${code}): ${message}`);
    send("tillside-error", { name, code, message }, hurt.length === 1 ? hurt[0] : undefined);
  }

  // Every element shows what the shop wrote between its tags.
  function end(thrown) {
    if (failure) return;
    failure = typed(thrown);
    failedAt = performance.now();
    if (failure.code === "internal") stop();
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

  // A trap in a click, a timer or an effect does not pass `guard`.
  hearTraps(end);

  // A page that comes back as it was left: the day may be another one, and other pages may have been visited.
  addEventListener("pageshow", ({ persisted }) => {
    if (!persisted || !widget || failure) return;
    tick();
    page.resume();
    refresh();
  });

  return {
    ready,
    configure,
    complain,
    guard,
    add,
    remove: (element) => elements.delete(element),
    refresh,
    api: { configure, ...page.setters, currentPlan, explain },
  };
}
