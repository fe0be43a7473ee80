// The network as it is: whatever becomes of a file on its way, the page goes on, the shop's own words stand where the widget would,
// and it is told of once, by a code.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { isWhole } from "../../www/hashes.js";
import { ELEMENTS, SCRIPT, scenario } from "./scenario.mjs";
import { FAULTS, send } from "./fake_server.mjs";

const FILES = { manifest: /manifest\.json$/, wasm: /\.wasm$/, data: /\.bin$/ };
/** A shop that keeps prices and stock in a file. */
const LIVELY = FAULTS.another((body) => body.replace('"live": false', '"live": true'));
// The bundle alone, which depends on all three of them.
const BUNDLE = { body: ELEMENTS.replace(/<tillside-(?!bundle).*/g, "") };
const IMPATIENT = { ...BUNDLE, script: SCRIPT.replace("data-graph", 'data-timeout-ms="400" data-graph') };

const CODES = {
  missing: { manifest: "graph-unreachable", wasm: "wasm-failed", data: "graph-unreachable" },
  failing: { manifest: "graph-unreachable", wasm: "wasm-failed", data: "graph-unreachable" },
  replacedByAPage: { manifest: "graph-corrupt", wasm: "wasm-failed", data: "graph-corrupt" },
  stalled: { manifest: "graph-unreachable", wasm: "wasm-failed", data: "graph-unreachable" },
  stalledHalfway: { manifest: "graph-unreachable", wasm: "wasm-failed", data: "graph-unreachable" },
  cutOff: { manifest: "graph-unreachable", wasm: "wasm-failed", data: "graph-unreachable" },
  truncated: { manifest: "graph-corrupt", wasm: "wasm-failed", data: "graph-corrupt" },
  flipped: { manifest: "graph-corrupt", wasm: "wasm-failed", data: "graph-corrupt" },
};
const WORDS = {
  missing: "is missing", failing: "is answered with an error", replacedByAPage: "is answered with a page", stalled: "never comes",
  stalledHalfway: "stops halfway", cutOff: "is cut off", truncated: "ends too early", flipped: "has a wrong bit",
};

for (const [fault, codes] of Object.entries(CODES)) {
  for (const [file, code] of Object.entries(codes)) {
    scenario(`a ${file} file that ${WORDS[fault]}: the element collapses, one event says ${code}`, async (page) => {
      await page.open({ page: fault.startsWith("stalled") ? IMPATIENT : BUNDLE, faults: [[FILES[file], FAULTS[fault]]] });
      const { told, lines, errors } = await page.collapsed();
      assert.deepEqual(told.map((event) => event.code), [code]);
      assert.deepEqual(lines, [`Tillside (${code}): ${told[0].message}`]);
      assert.match(lines[0], / (Check|Build|Upload) .*\.$/, "a remedy");
      assert.deepEqual(errors, []);
      await page.goesOn();
    });
  }
}

for (const fault of ["missing", "failing", "replacedByAPage", "cutOff"]) {
  scenario(`a module that ${WORDS[fault]}: the shop's own words stand, the page goes on`, async (page) => {
    await page.open({ faults: [[/tillside\.js$/, FAULTS[fault]]] });
    assert.deepEqual(await page.run(() => [document.querySelector("#own").getBoundingClientRect().height > 0, customElements.get("tillside-bundle") === undefined]), [true, true]);
    await page.goesOn();
  });
}

// What each engine is told of a manifest is decided in JavaScript, before the wasm is there: no browser is needed to try everything.
test("every end and every bit of a manifest: it is refused, or says the same of the shop", () => {
  const said = (text) => {
    const { [Object.keys(JSON.parse(text)).at(-1)]: checksum, ...content } = JSON.parse(text);
    return JSON.stringify(content);
  };
  const whole = Buffer.from(readFileSync("tests/data/shop/graph/manifest.json", "utf8").replace(/\n */g, ""));
  const passes = (bytes) => {
    const text = new TextDecoder().decode(bytes);
    try {
      JSON.parse(text);
    } catch {
      return false;
    }
    return isWhole(text);
  };
  assert(passes(whole));
  for (let end = 0; end < whole.length; end += 1) assert(!passes(whole.subarray(0, end)), `cut at ${end}`);
  let accepted = 0;
  for (let place = 0; place < whole.length * 8; place += 1) {
    const bytes = Buffer.from(whole);
    bytes[place >> 3] ^= 1 << (place & 7);
    if (!passes(bytes)) continue;
    accepted += 1;
    assert.equal(said(String(bytes)), said(String(whole)), `bit ${place}`);
  }
  // The name of the checksum, and the case of its letters.
  assert(accepted > 0 && accepted < 100, `${accepted} pass`);
});

scenario("files under the wrong type are read all the same", async (page) => {
  await page.open({ faults: Object.values(FILES).map((file) => [file, FAULTS.named("text/plain")]) });
  await page.shows();
  await page.isSilent();
});

scenario("files may come in any order", async (page) => {
  for (const [first, second, third] of [["manifest", "wasm", "data"], ["wasm", "manifest", "data"], ["manifest", "data", "wasm"]]) {
    await page.open({ faults: [[FILES[first], FAULTS.late(0)], [FILES[second], FAULTS.late(250)], [FILES[third], FAULTS.late(500)]] });
    await page.shows();
    await page.isSilent();
  }
});

scenario("a data file that is missing while the wasm is on its way is told of once", async (page) => {
  await page.open({ page: BUNDLE, faults: [[FILES.data, FAULTS.missing], [FILES.wasm, FAULTS.late(500)]] });
  const { told } = await page.collapsed();
  assert.deepEqual(told.map(({ code }) => code), ["graph-unreachable"]);
  await page.goesOn();
});

scenario("a stale manifest beside newer data files is told of as what it is", async (page) => {
  const stale = FAULTS.another((body) => body.replace(/"graph": "./, (start) => `${start.slice(0, -1)}${start.endsWith("0") ? "1" : "0"}`));
  await page.open({ page: BUNDLE, faults: [[FILES.manifest, stale]] });
  const { told } = await page.collapsed();
  assert.deepEqual(told.map(({ code }) => code), ["graph-unreachable"]);
  await page.goesOn();
});

for (const [when, change] of [["an older", -1], ["a newer", 1]]) {
  scenario(`a graph of ${when} format than the widget's is refused, with what to do`, async (page) => {
    const other = FAULTS.another((body) => body.replace(/"format": (\d+)/, (_, format) => `"format": ${Number(format) + change}`));
    await page.open({ faults: [[FILES.manifest, other]] });
    const { told } = await page.collapsed();
    assert.deepEqual(told.map(({ code }) => code), ["graph-version"]);
    assert.match(told[0].message, /Build the graph again|Update/);
  });
}

scenario("a slow graph moves nothing when it comes", async (page) => {
  const isThere = () => document.querySelector("tillside-bundle").shadowRoot?.querySelectorAll("input").length === 4;
  await page.open({ page: BUNDLE });
  await page.until(isThere);
  const height = await page.run(() => document.querySelector("tillside-bundle").getBoundingClientRect().height);
  // The margin of the page's own words may reach out of the element.
  const reserved = `<style>#own { margin: 0 } tillside-bundle:not([data-settled]) { display: block; min-height: ${height}px }</style>`;
  await page.open({ page: { before: reserved, ...BUNDLE }, faults: [[FILES.manifest, FAULTS.late(700)]] });
  const below = () => document.querySelector("#buy").getBoundingClientRect().top;
  const before = await page.run(below);
  await page.until(isThere);
  await page.until(() => document.querySelector("tillside-bundle").hasAttribute("data-settled"));
  assert.equal(await page.run(below), before);
  // Where the browser counts what moves.
  const { moved } = await page.noted();
  assert.equal(moved, 0);
});

scenario("a graph that never comes is given up after five seconds, and its connection with it", async (page) => {
  let isClosed = false;
  const stalled = (response) => response.on("close", () => (isClosed = true));
  const began = performance.now();
  await page.open({ page: BUNDLE, faults: [[FILES.manifest, stalled]] });
  const { told } = await page.collapsed();
  const waited = performance.now() - began;
  assert.deepEqual(told.map(({ code }) => code), ["graph-unreachable"]);
  assert.match(told[0].message, /did not answer within 5000 ms/);
  assert(waited >= 4900, `after ${waited} ms`);
  for (let times = 0; times < 50 && !isClosed; times += 1) await new Promise((resolve) => setTimeout(resolve, 40));
  assert(isClosed, "the connection stays open");
});

scenario("a patience that is no number is named, and the usual one holds", async (page) => {
  await page.open({ page: { script: SCRIPT.replace("data-graph", 'data-timeout-ms="soon" data-graph') } });
  await page.shows();
  const { events } = await page.noted();
  assert.deepEqual(events.map(({ code, message }) => [code, message]), [["bad-config", 'data-timeout-ms "soon" is not a number of milliseconds. Using 5000.']]);
});

const NOT_LIVE = { nothing: "null", aList: "[]", words: '"soon"', withoutProducts: "{}", ofNothing: '{"products":{"22423":null,"85123A":7}}' };

for (const fault of ["missing", "failing", "replacedByAPage", "stalled"]) {
  const code = CODES[fault].manifest;
  scenario(`a live.json that ${WORDS[fault]}: the graph's prices hold, one event says ${code}`, async (page) => {
    await page.open({ page: { script: IMPATIENT.script }, faults: [[FILES.manifest, LIVELY], [/live\.json$/, FAULTS[fault]]] });
    await page.shows();
    const events = await page.until(() => noted.events, (events) => events.length > 0, "an event");
    assert.deepEqual(events.map((event) => event.code), [code]);
    await page.buys();
    await page.goesOn();
  });
}

scenario("a live.json that says something else than prices changes nothing", async (page) => {
  for (const [what, text] of Object.entries(NOT_LIVE)) {
    await page.open({ faults: [[FILES.manifest, LIVELY], [/live\.json$/, (response) => send(response, ".json", Buffer.from(text))]] });
    await page.shows();
    await page.buys();
    const { errors, events } = await page.noted();
    assert.deepEqual([errors, events.filter(({ code }) => code === "internal")], [[], []], what);
  }
});
