// The life of a page: traps, second copies, elements that are added, moved and removed, and pages that stay open for hours.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { readContract } from "../../tools/contract/read.mjs";
import { CLICKS, trap, unpinned } from "../wasm_traps.mjs";
import { ELEMENTS, SCRIPT, gap, scenario } from "./scenario.mjs";
import { FAULTS } from "./fake_server.mjs";

const bundles = (count) => Array.from({ length: count }, () => '<tillside-bundle sku="22423"></tillside-bundle>').join("");

/** The shipped files with a trap in one of the wasm's functions. */
const trapped = (name) => [
  [/\.wasm$/, FAULTS.changed(() => trap(name))],
  [/tillside\.js$/, FAULTS.changed((body) => unpinned(String(body)))],
];

for (const [when, name] of [["while the widget starts", /^tillside_new$/], ["while a cart is planned", /^tillside_update$/], ["while an element is mounted", /^tillside_mount$/], ["while a data file is read", /^tillside_addShard$/]]) {
  scenario(`a trap ${when}: every element collapses, the page continues, and there is one report`, async (page) => {
    await page.open({ faults: trapped(name) });
    await page.isOver();
    // The wasm is not called again, whatever the page does.
    const later = await page.run(async () => {
      const { setCart, setConsent, currentPlan, explain } = await import("/pkg/tillside.js");
      setCart([{ sku: "22423", quantity: 1 }]);
      setConsent(false);
      document.querySelector("main").append(document.createElement("tillside-also-bought"));
      return [currentPlan(), explain(), noted.events.length];
    });
    assert.deepEqual(later, [null, null, 1]);
  });
}

scenario("a trap in a click: every element collapses, the page continues, and there is one report", async (page) => {
  await page.open({ faults: trapped(CLICKS) });
  await page.shows();
  await page.run(() => document.querySelector("tillside-bundle").shadowRoot.querySelector("input").click());
  await page.isOver();
});

scenario("a trap while a view is updated: every element collapses, the page continues, and there is one report", async (page) => {
  await page.open({ faults: trapped(/invoke_+(true_|.*JsError_+true_)$/) });
  await page.isOver();
});

scenario("a browser without WebAssembly shows the shop's own content", async (page) => {
  await page.open({ page: { before: "<script>delete window.WebAssembly</script>", spy: true } });
  const { told, errors } = await page.collapsed();
  assert.deepEqual(told.map(({ code }) => code), ["wasm-failed"]);
  assert.deepEqual(errors, []);
});

scenario("a failed load is retried with the next element, at most three times, with growing delays", async (page) => {
  await page.open({ faults: [[/manifest\.json$/, FAULTS.missing]] });
  await page.collapsed();
  const connect = (afterMs) => page.run(async (afterMs) => {
    // The clock is simulated.
    const now = performance.now.bind(performance);
    performance.now = () => now() + afterMs;
    document.querySelector("main").append(document.createElement("tillside-also-bought"));
    await new Promise((resolve) => setTimeout(resolve, 300));
    performance.now = now;
  }, afterMs);
  const asked = () => page.shop.requests.filter(({ address }) => address.endsWith("manifest.json")).length;
  await connect(0);
  assert.equal(asked(), 1, "not at once");
  await connect(2100);
  assert.equal(asked(), 2);
  await connect(2100);
  assert.equal(asked(), 2, "the second time later");
  await connect(9000);
  assert.equal(asked(), 3);
  await connect(60_000);
  assert.equal(asked(), 3, "no fourth time");
});

for (const [what, file] of [["manifest", /manifest\.json$/], ["wasm", /\.wasm$/]]) {
  scenario(`every element appears after a load that recovers: ${what}`, async (page) => {
    await page.open({ faults: [[file, FAULTS.failing]] });
    await page.collapsed();
    page.shop.faults.length = 0;
    await page.run(() => {
      const now = performance.now.bind(performance);
      performance.now = () => now() + 2100;
      document.querySelector("main").append(document.createElement("tillside-also-bought"));
      performance.now = now;
    });
    await page.shows();
    await page.buys();
    const { events, errors } = await page.noted();
    assert.deepEqual([events.length, errors], [1, []], "told of once");
  });
}

scenario("the second copy of the script is inert", async (page) => {
  await page.open({ page: { script: SCRIPT + SCRIPT.replace(".js", ".js?copy") } });
  await page.shows();
  await page.buys();
  await page.isSilent();
  assert.equal((await page.noted()).instances, 1);
});

scenario("a second copy of another version is inert and writes one console line", async (page) => {
  const second = '<script type="module" src="/other/tillside.js" data-graph="/graph/"></script>';
  await page.open({ page: { script: SCRIPT + second }, faults: [[/^\/other\//, (response) => FAULTS.changed((body) => String(body).replace(/"0\.1\.0"/, '"0.2.0"'))(response, "/pkg/tillside.js")]] });
  await page.shows();
  await page.until(() => noted.console.length > 0);
  const { console: lines, instances } = await page.noted();
  assert.deepEqual([lines.length, instances], [1, 1]);
  assert.match(lines[0], /0\.2\.0 is inactive: version 0\.1\.0/);
});

scenario("a page that defines one of the elements itself keeps it, and the conflict is reported", async (page) => {
  await page.open({ page: { before: '<script>customElements.define("tillside-also-bought", class extends HTMLElement {})</script>' } });
  await page.shows();
  const { console: lines, errors } = await page.noted();
  assert.equal(lines.length, 1);
  assert.match(lines[0], /<tillside-also-bought>/);
  assert.deepEqual(errors, []);
});

scenario("an element that is moved keeps the shopper's input", async (page) => {
  await page.open();
  await page.shows();
  const kept = await page.run(async () => {
    const bundle = document.querySelector("tillside-bundle");
    bundle.shadowRoot.querySelectorAll("input")[2].click();
    const node = bundle.shadowRoot.querySelector("section");
    document.body.prepend(bundle);
    await new Promise((resolve) => setTimeout(resolve, 100));
    return [bundle.shadowRoot.querySelector("section") === node, bundle.shadowRoot.querySelectorAll("input")[2].checked];
  });
  assert.deepEqual(kept, [true, false]);
});

/** Memory of the page: the wasm, the document and shadow roots, and all live objects, if the browser reports them. */
async function held(page) {
  const seen = await page.run(() => {
    const roots = [document, ...[...document.querySelectorAll("*")].flatMap(({ shadowRoot }) => shadowRoot ?? [])];
    const nodes = roots.reduce((sum, root) => sum + root.querySelectorAll("*").length, 0);
    return { memory: noted.memory.buffer.byteLength, listeners: noted.listeners, nodes };
  });
  if (page.engine !== "chromium") return seen;
  const tell = (command) => page.browser.sendAndGetDevToolsCommand(command, {});
  await tell("Performance.enable");
  // One garbage collection can make other objects collectable.
  for (let times = 0; times < 3; times += 1) await tell("HeapProfiler.collectGarbage");
  const { metrics } = await tell("Performance.getMetrics");
  const all = (wanted) => metrics.find(({ name }) => name === wanted).value;
  return { ...seen, allListeners: all("JSEventListeners"), allNodes: all("Nodes") };
}

scenario("a thousand mounts and unmounts use no more memory, listeners or nodes than fifty", async (page) => {
  await page.open({ page: { body: ELEMENTS } });
  await page.shows();
  const cycle = (times) => page.run(async (kinds, times) => {
    const main = document.querySelector("main");
    const breath = () => new Promise((resolve) => setTimeout(resolve));
    for (let n = 0; n < times; n += 1) {
      const elements = [kinds[n % kinds.length], "bundle", "shipping"].map((kind) => document.createElement(`tillside-${kind}`));
      for (const element of elements) element.sku = "22423";
      main.append(...elements);
      await Promise.resolve();
      for (const element of elements) element.remove();
      if (n % 10 === 9) await breath();
    }
    await breath();
  }, [...readContract(".").tags, "offers"], times);
  await cycle(50);
  const early = await held(page);
  await cycle(950);
  assert.deepEqual(await held(page), early);
  await page.isSilent();
});

scenario("three thousand carts use no more memory, listeners or nodes than the first round", async (page) => {
  await page.open();
  await page.shows();
  // Sets each cart of a round twice, and the same one at the end. A round is several scripts, because a script may take
  // 30 seconds, and three browsers may share a slow machine.
  const [ROUND, STEP] = [1260, 180];
  const step = (from) => page.run(async (from, to) => {
    const { setCart } = await import("/pkg/tillside.js");
    const skus = ["22423", "85123A", "22699", "22697", "84991", "21212", "22384", "20725", "47566", "22086"];
    const breath = () => new Promise((resolve) => setTimeout(resolve));
    for (let n = from; n < to; n += 1) {
      setCart(skus.slice(n % 10).concat(skus.slice(0, n % 7)).slice(0, n % 9).map((sku, at) => ({ sku, quantity: 1 + ((n + at) % 5) })));
      await Promise.resolve(); // so that each cart is planned
      if (n % 20 === 19) await breath();
    }
    await breath();
  }, from, from + STEP);
  const shop = async (round) => {
    for (let from = round * ROUND; from < (round + 1) * ROUND; from += STEP) await step(from);
  };
  await shop(0);
  await page.rests();
  const early = await held(page);
  for (let round = 1; round < 3; round += 1) await shop(round);
  await page.rests();
  assert.deepEqual(await held(page), early);
  await page.isSilent();
});

scenario("fifty elements share one instance of the wasm, one graph and one stylesheet", async (page) => {
  await page.open({ page: { body: ELEMENTS + bundles(50) } });
  await page.shows();
  const { sheets, instances } = await page.run(() => ({ sheets: new Set([...document.querySelectorAll("main > *")].flatMap((element) => element.shadowRoot?.adoptedStyleSheets ?? [])).size, instances: noted.instances }));
  assert.deepEqual([sheets, instances], [1, 1]);
  for (const file of [/\.wasm$/, /manifest\.json$/, /-[0-9a-f]{16}\.bin$/, /-[0-9a-f]{4}\.bin$/]) {
    assert.equal(page.shop.requests.filter(({ address }) => file.test(address)).length, 1, file.source);
  }
});

/** Leaves the page, does something on the next one, and returns to it through the cache. */
async function leavesAndReturns(page, meanwhile = () => {}) {
  // A page with a pending request is not cached.
  await page.rests();
  await page.run(() => {
    window.isLeft = true;
    addEventListener("pageshow", ({ persisted }) => (window.persisted = persisted));
  });
  page.shop.pages["/next.html"] = { html: "<!doctype html><title>Next</title>" };
  await page.go("/next.html");
  await page.run(meanwhile);
  await page.browser.navigate().back();
  const isBack = await page.until(() => (location.pathname === "/shop.html" ? (window.isLeft ? window.persisted : "anew") : undefined), (isBack) => isBack !== undefined && isBack !== null, "the page");
  if (isBack !== true) gap("the driver of this engine switches the back/forward cache off");
}

scenario("a page restored from the back/forward cache continues where it was", async (page) => {
  await page.open();
  await page.shows();
  await leavesAndReturns(page);
  await page.shows();
  await page.buys();
  await page.isSilent();
});

scenario("a page restored from the back/forward cache reads what other pages have stored", async (page) => {
  await page.open();
  await page.shows();
  await page.run(async () => (await import("/pkg/tillside.js")).setConsent(true));
  await page.buys();
  await leavesAndReturns(page, () => {
    // On that page the shopper dismisses an offer.
    const notes = JSON.parse(localStorage.getItem("tillside"));
    localStorage.setItem("tillside", JSON.stringify({ ...notes, dismissed: [...notes.dismissed, "also_bought"] }));
  });
  await page.until(() => document.querySelector("tillside-also-bought").shadowRoot.querySelectorAll("li").length === 0);
  await page.isSilent();
  await page.run(() => localStorage.clear());
});

scenario("nothing keeps a page out of the back/forward cache", async (page) => {
  const before = `<script>
    window.kept = [];
    const { addEventListener: add } = EventTarget.prototype;
    EventTarget.prototype.addEventListener = function (name, ...rest) { if (/unload/.test(name)) kept.push(name); return add.call(this ?? window, name, ...rest); };
  </script>`;
  await page.open({ page: { before } });
  await page.shows();
  await page.buys();
  assert.deepEqual(await page.run(() => [window.kept, window.onunload, window.onbeforeunload]), [[], null, null]);
});

/** The exports of the wasm that the page's script calls, by their short names in the package. */
const CALLS = Object.fromEntries(JSON.parse(readFileSync("target/wasm/exports.json", "utf8")).filter(([name]) => /^(tillside|view)_/.test(name)).map(([name, short]) => [short, name]));

scenario("all changes of one task are one call into the wasm, one plan and one copy of it", async (page) => {
  // One element of the kind that is added later, so that its data files are loaded.
  await page.open({ page: { before: `<script>window.counted = ${JSON.stringify(CALLS)}</script>`, body: `${ELEMENTS}<tillside-offers sku="22423"></tillside-offers>` } });
  await page.shows();
  await page.rests();
  /** Runs `work` and returns the calls, the number of new plans, and the number of JSON texts. */
  const count = (work) => page.run(`async () => {
    const tillside = await import("/pkg/tillside.js");
    const { stringify } = JSON;
    let [plans, texts] = [0, 0];
    const hear = () => (plans += 1);
    document.addEventListener("tillside-plan", hear);
    JSON.stringify = (...what) => ((texts += 1), stringify(...what));
    noted.crossings.length = 0;
    await (${work})(tillside);
    await new Promise((resolve) => setTimeout(resolve, 300));
    JSON.stringify = stringify;
    document.removeEventListener("tillside-plan", hear);
    return { calls: [...noted.crossings], plans, texts };
  }`);
  const once = { calls: ["tillside_update"], plans: 1, texts: 0 };
  assert.deepEqual(await count(({ setCart }) => setCart([{ sku: "22423", quantity: 1, priceMinor: 2496 }])), once);
  const two = ({ setCart, setUnavailable }) => {
    setCart([{ sku: "22423", quantity: 2, priceMinor: 2496 }]);
    setUnavailable(["22699"]);
  };
  assert.deepEqual(await count(two), once, "two setters");
  const asks = ({ setCart, currentPlan }) => {
    for (const quantity of [3, 4]) {
      setCart([{ sku: "22423", quantity, priceMinor: 2496 }]);
      const { subtotalMinor } = currentPlan();
      if (subtotalMinor !== quantity * 2496 || currentPlan().subtotalMinor !== subtotalMinor) throw new Error(`${quantity} are ${subtotalMinor}`);
    }
  };
  assert.deepEqual(await count(asks), { calls: ["tillside_update", "tillside_update"], plans: 2, texts: 0 }, "a page that asks at once");
  const connects = () => document.querySelector("main").append(...Array.from({ length: 10 }, () => Object.assign(document.createElement("tillside-offers"), { sku: "22423" })));
  const connected = await count(connects);
  assert.deepEqual(connected.calls.sort(), [...Array(10).fill("tillside_mount"), "tillside_update"]);
  assert.equal(connected.plans, 1, "ten elements");
  const { calls } = await count(({ setConsent }) => setConsent(true));
  assert.deepEqual(calls, ["tillside_update"], "consent");
  const same = await count(({ setCart }) => setCart([{ sku: "22423", quantity: 4, priceMinor: 2496 }]));
  assert.deepEqual([same.calls, same.plans], [["tillside_update"], 0], "what changes nothing");
  await page.isSilent();
  await page.run(() => localStorage.clear());
});
