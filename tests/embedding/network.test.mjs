// Network failures: whichever file fails, the page continues, the shop's own content is shown in place of the widget,
// and there is one report with a code.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { isWhole } from "../../www/hashes.js";
import { ELEMENTS, SCRIPT, scenario } from "./scenario.mjs";
import { FAULTS, POLICY, send } from "./fake_server.mjs";

const SMALL = "tests/data/shop/graph";
const TIMEZONE = "Europe/London";
const FILES = { manifest: /manifest\.json$/, policy: POLICY, wasm: /\.wasm$/, data: /-[0-9a-f]{4}\.bin$/ };
/** A shop with current prices and stock in a file: that flag precedes the control group and the time zone. */
const LIVELY = FAULTS.otherTerms((body) => {
  const place = body.indexOf(TIMEZONE) - 4;
  assert.deepEqual([...body.subarray(place, place + 4)], [0, 0, 1, TIMEZONE.length]);
  return Buffer.concat([body.subarray(0, place), Buffer.from([1]), body.subarray(place + 1)]);
});
// Only the bundle, which depends on all three files.
const BUNDLE = { body: ELEMENTS.replace(/<tillside-(?!bundle).*/g, "") };
const IMPATIENT = { ...BUNDLE, script: SCRIPT.replace("data-graph", 'data-timeout-ms="2000" data-graph') };

const CODES = {
  missing: { manifest: "graph-unreachable", policy: "graph-unreachable", wasm: "wasm-failed", data: "graph-unreachable" },
  failing: { manifest: "graph-unreachable", policy: "graph-unreachable", wasm: "wasm-failed", data: "graph-unreachable" },
  replacedByAPage: { manifest: "graph-corrupt", policy: "graph-corrupt", wasm: "wasm-failed", data: "graph-corrupt" },
  stalled: { manifest: "graph-unreachable", policy: "graph-unreachable", wasm: "wasm-failed", data: "graph-unreachable" },
  stalledHalfway: { manifest: "graph-unreachable", policy: "graph-unreachable", wasm: "wasm-failed", data: "graph-unreachable" },
  cutOff: { manifest: "graph-unreachable", policy: "graph-unreachable", wasm: "wasm-failed", data: "graph-unreachable" },
  truncated: { manifest: "graph-corrupt", policy: "graph-corrupt", wasm: "wasm-failed", data: "graph-corrupt" },
  flipped: { manifest: "graph-corrupt", policy: "graph-corrupt", wasm: "wasm-failed", data: "graph-corrupt" },
};
const WORDS = {
  missing: "is missing", failing: "returns an error", replacedByAPage: "returns an HTML page", stalled: "never arrives",
  stalledHalfway: "stalls halfway", cutOff: "loses its connection", truncated: "is truncated", flipped: "has a flipped bit",
};

for (const [fault, codes] of Object.entries(CODES)) {
  for (const [file, code] of Object.entries(codes)) {
    scenario(`a ${file} file that ${WORDS[fault]}: the element collapses, with one event ${code}`, async (page) => {
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
  scenario(`a module that ${WORDS[fault]}: the shop's own content is shown, the page continues`, async (page) => {
    await page.open({ faults: [[/tillside\.js$/, FAULTS[fault]]] });
    assert.deepEqual(await page.run(() => [document.querySelector("#own").getBoundingClientRect().height > 0, customElements.get("tillside-bundle") === undefined]), [true, true]);
    await page.goesOn();
  });
}

// The manifest is checked in JavaScript before the wasm is loaded, so no browser is needed to test all cases.
test("a manifest that is truncated anywhere or has any bit flipped is refused, or names the same files", () => {
  const named = ({ format, graph, shards, policy }) => [format, graph, shards, policy];
  const whole = Buffer.from(readFileSync(`${SMALL}/manifest.json`, "utf8").replace(/\n */g, ""));
  const wholeNamed = named(JSON.parse(whole));
  const read = (bytes) => {
    try {
      const manifest = JSON.parse(new TextDecoder().decode(bytes));
      return isWhole(manifest) && manifest;
    } catch {
      return false;
    }
  };
  assert(read(whole));
  for (let end = 0; end < whole.length; end += 1) assert(!read(whole.subarray(0, end)), `cut at ${end}`);
  for (let place = 0; place < whole.length * 8; place += 1) {
    const bytes = Buffer.from(whole);
    bytes[place >> 3] ^= 1 << (place & 7);
    const manifest = read(bytes);
    if (!manifest) continue;
    // A manifest without a format, or of another one, is refused as well.
    const [format, ...names] = named(manifest);
    assert.deepEqual(names, wholeNamed.slice(1), `bit ${place}`);
    if (format === undefined) assert.match(String(bytes), new RegExp(`^.{1,2}[^"]*": ?${wholeNamed[0]},`), `bit ${place}`);
  }
});

scenario("files with the wrong content type are read", async (page) => {
  await page.open({ faults: Object.values(FILES).map((file) => [file, FAULTS.named("text/plain")]) });
  await page.shows();
  await page.isSilent();
});

scenario("files may arrive in any order", async (page) => {
  for (const [first, second, third] of [["manifest", "wasm", "data"], ["wasm", "manifest", "data"], ["manifest", "data", "wasm"]]) {
    await page.open({ faults: [[FILES[first], FAULTS.late(0)], [FILES[second], FAULTS.late(250)], [FILES[third], FAULTS.late(500)]] });
    await page.shows();
    await page.isSilent();
  }
});

scenario("a data file that is missing while the wasm is loading is reported once", async (page) => {
  await page.open({ page: BUNDLE, faults: [[FILES.data, FAULTS.missing], [FILES.wasm, FAULTS.late(500)]] });
  const { told } = await page.collapsed();
  assert.deepEqual(told.map(({ code }) => code), ["graph-unreachable"]);
  await page.goesOn();
});

scenario("a stale manifest with newer data files is reported as such", async (page) => {
  const stale = (response) => send(response, ".json", readFileSync(`${SMALL}/manifest.json`));
  await page.open({ page: BUNDLE, faults: [[FILES.manifest, stale]] });
  const { told } = await page.collapsed();
  assert.deepEqual(told.map(({ code }) => code), ["graph-unreachable"]);
  await page.goesOn();
});

for (const [when, change] of [["an older", -1], ["a newer", 1]]) {
  scenario(`a graph in ${when} format than the widget's is refused, with a remedy`, async (page) => {
    const other = FAULTS.changed((body) => String(body).replace(/"format": (\d+)/, (_, format) => `"format": ${Number(format) + change}`));
    await page.open({ faults: [[FILES.manifest, other]] });
    const { told } = await page.collapsed();
    assert.deepEqual(told.map(({ code }) => code), ["graph-version"]);
    assert.match(told[0].message, /Build the graph again|Update/);
  });
}

scenario("the policy of another graph is refused as a mixture of two uploads", async (page) => {
  const small = readdirSync(SMALL).find((name) => POLICY.test(name));
  const other = (response) => send(response, ".bin", readFileSync(`${SMALL}/${small}`));
  await page.open({ page: BUNDLE, faults: [[FILES.policy, other]] });
  const { told } = await page.collapsed();
  assert.deepEqual(told.map(({ code }) => code), ["graph-mismatch"]);
  assert.match(told[0].message, /Upload the whole directory of one build/);
  await page.goesOn();
});

scenario("a slow graph causes no layout shift when it arrives", async (page) => {
  const isThere = () => document.querySelector("tillside-bundle").shadowRoot?.querySelectorAll("input").length === 4;
  await page.open({ page: BUNDLE });
  await page.until(isThere);
  const height = await page.run(() => document.querySelector("tillside-bundle").getBoundingClientRect().height);
  // The margin of the page's own content may extend beyond the element.
  const reserved = `<style>#own { margin: 0 } tillside-bundle:not([data-settled]) { display: block; min-height: ${height}px }</style>`;
  await page.open({ page: { before: reserved, ...BUNDLE }, faults: [[FILES.manifest, FAULTS.late(700)]] });
  const below = () => document.querySelector("#buy").getBoundingClientRect().top;
  const before = await page.run(below);
  await page.until(isThere);
  await page.until(() => document.querySelector("tillside-bundle").hasAttribute("data-settled"));
  assert.equal(await page.run(below), before);
  // Only if the browser measures layout shifts.
  const { moved } = await page.noted();
  assert.equal(moved, 0);
});

scenario("a graph that never arrives is abandoned after five seconds, and its connection is closed", async (page) => {
  let isClosed = false;
  const stalled = (response) => response.on("close", () => (isClosed = true));
  const began = performance.now();
  const script = SCRIPT.replace(/ data-timeout-ms="\d+"/, "");
  await page.open({ page: { ...BUNDLE, script }, faults: [[FILES.manifest, stalled]] });
  const { told } = await page.collapsed();
  const waited = performance.now() - began;
  assert.deepEqual(told.map(({ code }) => code), ["graph-unreachable"]);
  assert.match(told[0].message, /did not answer within 5000 ms/);
  assert(waited >= 4900, `after ${waited} ms`);
  for (let times = 0; times < 50 && !isClosed; times += 1) await new Promise((resolve) => setTimeout(resolve, 40));
  assert(isClosed, "the connection stays open");
});

scenario("a timeout that is not a number is reported, and the default applies", async (page) => {
  await page.open({ page: { script: SCRIPT.replace("data-graph", 'data-timeout-ms="soon" data-graph') } });
  await page.shows();
  const { events } = await page.noted();
  assert.deepEqual(events.map(({ code, message }) => [code, message]), [["bad-config", 'data-timeout-ms "soon" is not a number of milliseconds. Using 5000.']]);
});

const NOT_LIVE = { nothing: "null", aList: "[]", words: '"soon"', withoutProducts: "{}", ofNothing: '{"products":{"22423":null,"85123A":7}}' };

for (const fault of ["missing", "failing", "replacedByAPage", "stalled"]) {
  const code = CODES[fault].manifest;
  scenario(`a live.json that ${WORDS[fault]}: the graph's prices apply, with one event ${code}`, async (page) => {
    const script = fault === "stalled" ? IMPATIENT.script : SCRIPT;
    await page.open({ page: { script }, faults: [[FILES.policy, LIVELY], [/live\.json$/, FAULTS[fault]]] });
    await page.shows();
    const events = await page.until(() => noted.events, (events) => events.length > 0, "an event");
    assert.deepEqual(events.map((event) => event.code), [code]);
    await page.buys();
    await page.goesOn();
  });
}

scenario("a live.json with other content changes nothing", async (page) => {
  for (const [what, text] of Object.entries(NOT_LIVE)) {
    await page.open({ faults: [[FILES.policy, LIVELY], [/live\.json$/, (response) => send(response, ".json", Buffer.from(text))]] });
    await page.shows();
    await page.buys();
    const { errors, events } = await page.noted();
    assert.deepEqual([errors, events.filter(({ code }) => code === "internal")], [[], []], what);
  }
});
