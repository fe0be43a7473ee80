// The network as it is: whatever becomes of a file on its way, the page goes on, the shop's own words stand where the widget would,
// and it is told of once, by a code.
import assert from "node:assert/strict";
import { ELEMENTS, SCRIPT, scenario } from "./scenario.mjs";
import { FAULTS } from "./standin.mjs";

const FILES = { manifest: /manifest\.json$/, wasm: /\.wasm$/, data: /\.bin$/ };
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
  const reserved = "<style>tillside-bundle:not([data-settled]) { display: block; min-height: 600px }</style>";
  await page.open({ page: { before: reserved }, faults: [[FILES.manifest, FAULTS.late(700)]] });
  await page.shows();
  const { moved } = await page.noted();
  assert(moved < 0.1, `a layout shift of ${moved}`);
});
