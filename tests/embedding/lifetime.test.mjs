// The life of a page: traps, second copies, elements that come, move and go, and pages that stay open for hours.
import assert from "node:assert/strict";
import { elements as KINDS } from "../../contract/contract.mjs";
import { CLICKS, trap, unpinned } from "../trap.mjs";
import { ELEMENTS, SCRIPT, gap, scenario } from "./scenario.mjs";
import { FAULTS } from "./fake_server.mjs";

const bundles = (count) => Array.from({ length: count }, () => '<tillside-bundle sku="22423"></tillside-bundle>').join("");

/** The shipped files with a trap in one of the wasm's functions. */
const trapped = (name) => [
  [/\.wasm$/, FAULTS.changed(() => trap(name))],
  [/tillside\.js$/, FAULTS.changed((body) => unpinned(String(body)))],
];

for (const [when, name] of [["while the widget starts", /^tillside_new$/], ["while a basket is planned", /^tillside_tell$/], ["while an element is mounted", /^tillside_mount$/], ["while a data file is read", /^tillside_addShard$/]]) {
  scenario(`a trap ${when}: every element collapses, the page goes on, and it is reported once`, async (page) => {
    await page.open({ faults: trapped(name) });
    await page.isOver();
    // The wasm is not called again, whatever the page says.
    const later = await page.run(async () => {
      const { setBasket, setConsent, currentPlan, explain } = await import("/pkg/tillside.js");
      setBasket([{ sku: "22423", quantity: 1 }]);
      setConsent(false);
      document.querySelector("main").append(document.createElement("tillside-also"));
      return [currentPlan(), explain(), noted.events.length];
    });
    assert.deepEqual(later, [null, null, 1]);
  });
}

scenario("a trap in a click: every element collapses, the page goes on, and it is reported once", async (page) => {
  await page.open({ faults: trapped(CLICKS) });
  await page.shows();
  await page.run(() => document.querySelector("tillside-bundle").shadowRoot.querySelector("input").click());
  await page.isOver();
});

scenario("a trap while a view is renewed: every element collapses, the page goes on, and it is reported once", async (page) => {
  await page.open({ faults: trapped(/invoke_+(true_|.*JsError_+true_)$/) });
  await page.isOver();
});

scenario("a browser without WebAssembly shows the shop's own words", async (page) => {
  await page.open({ page: { before: "<script>delete window.WebAssembly</script>", spy: true } });
  const { told, errors } = await page.collapsed();
  assert.deepEqual(told.map(({ code }) => code), ["wasm-failed"]);
  assert.deepEqual(errors, []);
});

scenario("a load that failed is tried again with the next element, three times at most, further and further apart", async (page) => {
  await page.open({ faults: [[/manifest\.json$/, FAULTS.missing]] });
  await page.collapsed();
  const connect = (afterMs) => page.run(async (afterMs) => {
    // The clock is turned, not waited for.
    const now = performance.now.bind(performance);
    performance.now = () => now() + afterMs;
    document.querySelector("main").append(document.createElement("tillside-also"));
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
  scenario(`a load that recovers brings every element back: ${what}`, async (page) => {
    await page.open({ faults: [[file, FAULTS.failing]] });
    await page.collapsed();
    page.shop.faults.length = 0;
    await page.run(() => {
      const now = performance.now.bind(performance);
      performance.now = () => now() + 2100;
      document.querySelector("main").append(document.createElement("tillside-also"));
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

scenario("a second copy of another version is inert and says so in one line", async (page) => {
  const second = '<script type="module" src="/other/tillside.js" data-graph="/graph/"></script>';
  await page.open({ page: { script: SCRIPT + second }, faults: [[/^\/other\//, (response) => FAULTS.changed((body) => String(body).replace(/"0\.1\.0"/, '"0.2.0"'))(response, "/pkg/tillside.js")]] });
  await page.shows();
  await page.until(() => noted.console.length > 0);
  const { console: lines, instances } = await page.noted();
  assert.deepEqual([lines.length, instances], [1, 1]);
  assert.match(lines[0], /0\.2\.0 stands aside: version 0\.1\.0/);
});

scenario("a page that defines one of the elements itself keeps it, and is told", async (page) => {
  await page.open({ page: { before: '<script>customElements.define("tillside-also", class extends HTMLElement {})</script>' } });
  await page.shows();
  const { console: lines, errors } = await page.noted();
  assert.equal(lines.length, 1);
  assert.match(lines[0], /<tillside-also>/);
  assert.deepEqual(errors, []);
});

scenario("an element that is moved keeps what the shopper did to it", async (page) => {
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

/** What the page holds: in the wasm, in the document and in shadow roots, and as far as the browser tells, all that is not yet garbage. */
async function held(page) {
  const seen = await page.run(() => {
    const roots = [document, ...[...document.querySelectorAll("*")].flatMap(({ shadowRoot }) => shadowRoot ?? [])];
    const nodes = roots.reduce((sum, root) => sum + root.querySelectorAll("*").length, 0);
    return { memory: noted.memory.buffer.byteLength, listeners: noted.listeners, nodes };
  });
  if (page.engine !== "chromium") return seen;
  const tell = (command) => page.browser.sendAndGetDevToolsCommand(command, {});
  await tell("Performance.enable");
  // Some things are let go of by what is let go of.
  for (let times = 0; times < 3; times += 1) await tell("HeapProfiler.collectGarbage");
  const { metrics } = await tell("Performance.getMetrics");
  const all = (wanted) => metrics.find(({ name }) => name === wanted).value;
  return { ...seen, allListeners: all("JSEventListeners"), allNodes: all("Nodes") };
}

scenario("a thousand mounts and unmounts leave memory, listeners and nodes as they were after fifty", async (page) => {
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
  }, Object.keys(KINDS), times);
  await cycle(50);
  const early = await held(page);
  await cycle(950);
  assert.deepEqual(await held(page), early);
  await page.isSilent();
});

scenario("ten thousand baskets leave memory, listeners and nodes as they were after the first round", async (page) => {
  await page.open();
  await page.shows();
  const shop = (from, to) => page.run(async (from, to) => {
    const { setBasket } = await import("/pkg/tillside.js");
    const skus = ["22423", "85123A", "22699", "22697", "84991", "21212", "22384", "20725", "47566", "22086"];
    const breath = () => new Promise((resolve) => setTimeout(resolve));
    for (let n = from; n < to; n += 1) {
      setBasket(skus.slice(n % 10).concat(skus.slice(0, n % 7)).slice(0, n % 9).map((sku, at) => ({ sku, quantity: 1 + ((n + at) % 5) })));
      if (n % 20 === 19) await breath();
    }
    await breath();
  }, from, to);
  // Every basket of these once, and the same one at the end.
  await shop(0, 630);
  const early = await held(page);
  await shop(630, 10_080);
  assert.deepEqual(await held(page), early);
  await page.isSilent();
});

scenario("fifty elements share one instance of the wasm, one graph and one stylesheet", async (page) => {
  await page.open({ page: { body: ELEMENTS + bundles(50) } });
  await page.shows();
  const { sheets, instances } = await page.run(() => ({ sheets: new Set([...document.querySelectorAll("main > *")].flatMap((element) => element.shadowRoot?.adoptedStyleSheets ?? [])).size, instances: noted.instances }));
  assert.deepEqual([sheets, instances], [1, 1]);
  for (const end of [".wasm", "manifest.json", ".bin"]) {
    assert.equal(page.shop.requests.filter(({ address }) => address.endsWith(end)).length, 1, end);
  }
});

/** Leaves the page, does something on the next one, and comes back to it as it was left. */
async function leavesAndReturns(page, meanwhile = () => {}) {
  // A page with a file on its way is not kept.
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

scenario("a page that is left and come back to is taken up where it was", async (page) => {
  await page.open();
  await page.shows();
  await leavesAndReturns(page);
  await page.shows();
  await page.buys();
  await page.isSilent();
});

scenario("a page that is come back to reads anew what other pages have remembered", async (page) => {
  await page.open();
  await page.shows();
  await page.run(async () => (await import("/pkg/tillside.js")).setConsent(true));
  await page.buys();
  await leavesAndReturns(page, () => {
    // There the shopper sends an offer away.
    const notes = JSON.parse(localStorage.getItem("tillside"));
    localStorage.setItem("tillside", JSON.stringify({ ...notes, dismissed: [...notes.dismissed, "also"] }));
  });
  await page.until(() => document.querySelector("tillside-also").shadowRoot.querySelectorAll("li").length === 0);
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
