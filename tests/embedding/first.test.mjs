// The first paint: the default plan of the page's product is shown before the wasm has arrived, and the views take its nodes over.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { isSafe } from "../../www/address.js";
import { hash, isSealed } from "../../www/hashes.js";
import { ELEMENTS, SCRIPT, scenario } from "./scenario.mjs";
import { FAULTS, send } from "./fake_server.mjs";

const PLAN = /plans\/22423\.json$/;
const WASM_LATE = [/\.wasm$/, FAULTS.late(2500)];
const BUNDLE = { body: ELEMENTS.replace(/<tillside-(?!bundle).*/g, "") };
// The page says that it expects no cart of others.
const KNOWN = { ...BUNDLE, script: SCRIPT.replace("data-graph", 'data-cart="none" data-graph') };

/** What the bundle shows as text, or null. */
const bundleText = () => document.querySelector("tillside-bundle").shadowRoot?.querySelector("section")?.textContent ?? null;
/** A default plan with the checksum of its content. */
const sealed = (text) => {
  const content = text.replace(/,"checksum":\d+}$|}$/, "");
  return `${content},"checksum":${hash(content)}}`;
};
/** Whether the wasm was requested. */
const wasmRequests = (page) => page.shop.requests.filter(({ address }) => address.endsWith(".wasm")).length;

/** Every node with its attributes, and the computed style of each; comments and empty texts are no nodes of a view. */
function nodes() {
  const style = (element) => {
    const all = getComputedStyle(element);
    return [...all].filter((name) => !name.startsWith("--")).map((name) => `${name}:${all.getPropertyValue(name)}`).join(";");
  };
  const read = (element) => ({
    tag: element.localName,
    attributes: [...element.attributes].map(({ name, value }) => `${name}=${value}`).sort(),
    checked: element.checked ?? null,
    disabled: element.disabled ?? null,
    text: element.childElementCount === 0 ? element.textContent : "",
    style: style(element),
    box: JSON.stringify(element.getBoundingClientRect()),
    children: [...element.children].map(read),
  });
  return [...document.querySelectorAll("main > *")].flatMap(({ shadowRoot }) => [...(shadowRoot?.querySelectorAll(".mount > *") ?? [])].map(read));
}

scenario("the offer is painted before the wasm has arrived", async (page) => {
  await page.open({ page: KNOWN, faults: [[/\.wasm$/, FAULTS.stalled]] });
  const text = await page.until(bundleText, (text) => text !== null, "a painted bundle");
  assert.match(text, /Frequently bought together.*Total£/s);
  await page.isSilent();
});

for (const [what, change] of Object.entries({
  "left to right": {}, "right to left": { before: "<script>document.documentElement.dir = 'rtl'</script>" },
  "in a page for India": { lang: "en-IN" }, "in a dark page": { before: "<style>:root { color-scheme: dark; background: #111 }</style>" },
  "in a narrow page": { // WebKit's scrollbar fades out for a second.
    before: "<style>main { inline-size: 300px } html { overflow: hidden }</style>" },
})) {
  scenario(`the view takes over the painted nodes, ${what}: no node, attribute, style or box changes`, async (page) => {
    const body = `<tillside-bundle sku="22423"><p id="own">Ask us.</p></tillside-bundle><tillside-shipping></tillside-shipping>`;
    await page.open({ page: { ...KNOWN, ...change, body }, faults: [WASM_LATE] });
    await page.until(bundleText, (text) => text !== null, "a painted bundle");
    await page.run(() => {
      window.before = [...document.querySelectorAll("main > *")].flatMap(({ shadowRoot }) => [...(shadowRoot?.querySelectorAll(".mount *") ?? [])]);
      addEventListener("tillside-plan", () => (window.isPlanned = true));
    });
    await page.until(() => [...document.querySelector("tillside-bundle").shadowRoot.querySelectorAll("img")].every(({ complete }) => complete), Boolean, "the pictures");
    const painted = await page.run(nodes);
    const pixels = await page.browser.takeScreenshot();
    await page.until(() => window.isPlanned === true, Boolean, "the plan");
    await page.rests();
    const taken = await page.run(nodes);
    assert(painted.length === 2, "bundle and shipping bar are painted");
    assert.deepEqual(taken, painted);
    assert.equal(await page.browser.takeScreenshot() === pixels, true, "no pixel changes");
    assert.equal(await page.run(() => window.before.every((node) => node.isConnected)), true, "the same nodes");
    await page.isSilent();
  });
}

scenario("focus and check boxes stay when the view takes over, and a click before it is answered once", async (page) => {
  await page.open({ page: KNOWN, faults: [WASM_LATE] });
  await page.until(bundleText, (text) => text !== null, "a painted bundle");
  await page.run(() => {
    window.added = [];
    document.addEventListener("tillside-add", ({ detail }) => window.added.push(detail.items.map(({ sku }) => sku)));
    const root = document.querySelector("tillside-bundle").shadowRoot;
    root.querySelectorAll("input")[1].click();
    const button = root.querySelector("[part~=button]");
    button.focus();
    button.click();
    button.click();
  });
  const added = await page.until(() => window.added, (added) => added.length > 0, "an addition");
  await page.rests();
  const state = await page.run(() => {
    const root = document.querySelector("tillside-bundle").shadowRoot;
    return [root.activeElement?.part.value, window.added.length, root.querySelectorAll("input").length];
  });
  assert.equal(state[0], "button");
  assert.equal(state[1], 1, "once");
  assert.equal(added[0].length, state[2] - 1, "without the one that was deselected");
});

scenario("a click before the view takes over is answered although the cart has changed since", async (page) => {
  await page.open({ page: KNOWN, faults: [WASM_LATE] });
  await page.until(bundleText, (text) => text !== null, "a painted bundle");
  await page.run(() => {
    document.addEventListener("tillside-add", ({ detail }) => (window.added = detail.items.length));
    const root = document.querySelector("tillside-bundle").shadowRoot;
    root.querySelectorAll("input")[1].click();
    root.querySelector("[part~=button]").click();
  });
  await page.run(async () => (await import("/pkg/tillside.js")).setCart([{ sku: "22423", quantity: 1, priceMinor: 1275 }]));
  const added = await page.until(() => window.added, Boolean, "an addition");
  const ticked = await page.run(() => document.querySelector("tillside-bundle").shadowRoot.querySelectorAll("input").length - 1);
  assert.equal(added, ticked, "what was ticked, at the prices that were shown");
});

for (const [what, fault] of Object.entries({
  missing: FAULTS.missing, "replaced by a page": FAULTS.replacedByAPage, truncated: FAULTS.truncated, damaged: FAULTS.flipped,
  "cut off": FAULTS.cutOff,
  "of another form": (response) => send(response, ".json", Buffer.from(sealed('[1, 2]'))),
  "one with a script": (response) => send(response, ".json", Buffer.from(sealed('{"offers":[["bundle",["script","x",{"onclick":"boom()"},"boom()"],{"skus":[]}]],"currency":"GBP","digits":2,"most":3,"texts":{}}'))),
})) {
  scenario(`a default plan that is ${what}: the wasm shows the offer, and nothing is reported`, async (page) => {
    await page.open({ page: KNOWN, faults: [[PLAN, fault]] });
    await page.until(bundleText, (text) => text !== null, "the bundle");
    const { errors, events, console: lines } = await page.noted();
    assert.deepEqual({ errors, events, lines: lines.filter((line) => /Tillside/.test(line)) }, { errors: [], events: [], lines: [] });
  });
}

scenario("for a SKU that is not a valid file name, no default plan is requested", async (page) => {
  for (const sku of ["A/B", ".A", "A.", "50%", "A".repeat(121)]) {
    await page.open({ page: { ...KNOWN, body: `<tillside-bundle sku="${sku}"></tillside-bundle>` } });
    await page.until(() => performance.getEntriesByType("resource").some(({ name }) => name.includes(".wasm")), Boolean, "the wasm");
    assert.deepEqual(page.shop.requests.filter(({ address }) => address.includes("/plans/")), [], sku);
  }
});

for (const [what, say] of Object.entries({
  "a cart": "setCart([{ sku: '22699', quantity: 1, priceMinor: 100 }])", "a live price of the product": "setProducts([{ sku: '22423', priceMinor: 1 }])",
  "a sold-out product": "setUnavailable(['22423'])", "a membership": "setMembership('plus')", "another stage": "setStage('checkout')",
})) {
  scenario(`a page that has set ${what} waits for the wasm`, async (page) => {
    const before = `<script type="module">import * as tillside from "/pkg/tillside.js"; tillside.${say};</script>`;
    await page.open({ page: { ...KNOWN, script: KNOWN.script + before }, faults: [WASM_LATE, [PLAN, FAULTS.late(300)]] });
    await page.until(() => performance.getEntriesByType("resource").some(({ name }) => name.includes("/plans/")), Boolean, "the plan");
    await page.run(() => new Promise((done) => setTimeout(done, 300)));
    assert.equal(await page.run(bundleText), null);
  });
}

scenario("an older plan: the page shows the graph's offer, and a click is not taken for another product's", async (page) => {
  const older = FAULTS.changed((body) => sealed(String(body).replace(/\[\d{3,4}\]/, "[1]")));
  await page.open({ page: KNOWN, faults: [[PLAN, older], WASM_LATE] });
  await page.until(bundleText, (text) => text !== null, "a painted bundle");
  await page.until(() => document.querySelector("tillside-bundle").shadowRoot.textContent, (text) => !text.includes("£0.01"), "the graph's price");
  await page.isSilent();
});

scenario("an offer far below the fold costs nothing until it is near; data-start=\"idle\" and \"eager\" do not wait", async (page) => {
  const far = { ...KNOWN, body: `<div style="block-size: 9000px"></div>${KNOWN.body}` };
  await page.open({ page: far });
  await page.until(bundleText, (text) => text !== null, "a painted bundle");
  await page.run(() => new Promise((done) => setTimeout(done, 500)));
  assert.equal(wasmRequests(page), 0);
  await page.run(() => document.querySelector("tillside-bundle").scrollIntoView());
  await page.until(() => performance.getEntriesByType("resource").some(({ name }) => name.includes(".wasm")), Boolean, "the wasm");
  for (const rule of ["idle", "eager"]) {
    await page.open({ page: { ...far, script: far.script.replace("data-graph", `data-start="${rule}" data-graph`) } });
    await page.until(() => performance.getEntriesByType("resource").some(({ name }) => name.includes(".wasm")), Boolean, rule);
  }
});

scenario("the amounts of the first paint are those of the browser's Intl, in each language that the builder describes", async (page) => {
  const source = readFileSync("src/build/default_plans.rs", "utf8").match(/const SHAPES.*?\n\];/s)[0];
  const shapes = [...source.matchAll(/\(\s*"(\w{3})",\s*&\[([^\]]*)\],\s*\[([^\]]*)\],?\s*\)/g)].flatMap(([, currency, tags, shape]) => {
    const list = (text) => (0, eval)(`[${text}]`);
    return list(tags).map((locale) => ({ currency, locale, shape: list(shape) }));
  });
  assert(shapes.length > 10);
  await page.open({ page: BUNDLE });
  const different = await page.run((shapes) => shapes.flatMap(({ currency, locale, shape: [before, sign, after, thousands] }) => {
    const money = new Intl.NumberFormat(locale, { style: "currency", currency });
    const plural = new Intl.PluralRules(locale);
    const pairs = [["0.05", "0", "05"], ["2.81", "2", "81"], ["999.99", "999", "99"], ["1000.05", `1${thousands}000`, "05"], ["9876.54", `9${thousands}876`, "54"]].map(([decimal, whole, rest]) => [money.format(decimal), before + whole + sign + rest + after]);
    pairs.push([new Intl.NumberFormat(locale).format(4.6), `4${sign}6`], [new Intl.NumberFormat(locale).format(999), "999"], [new Intl.NumberFormat(locale).format(1988), `1${thousands}988`]);
    for (const count of [0, 1, 2, 4, 100]) pairs.push([plural.select(count), count === 1 ? "one" : "other"]);
    return pairs.filter(([one, other]) => one !== other).map((pair) => [locale, currency, ...pair]);
  }), shapes);
  assert.deepEqual(different, []);
});

// Browsers show these currencies without decimals unless they are told the number.
for (const [currency, digits, named] of [["HUF", 2, "12.12"], ["IDR", 2, "12.12"], ["IQD", 3, "1.212"], ["JPY", 0, "1,212"]]) {
  scenario(`the first paint shows an amount in ${currency} with all its decimals`, async (page) => {
    const other = FAULTS.changed((body) => {
      const { shapes: _, checksum: __, ...plan } = JSON.parse(body);
      return sealed(JSON.stringify({ ...plan, currency, digits }));
    });
    const script = KNOWN.script.replace('data-currency="GBP"', `data-currency="${currency}"`);
    await page.open({ page: { ...KNOWN, script }, faults: [[PLAN, other], [/\.wasm$/, FAULTS.stalled]] });
    await page.until(bundleText, (text) => text !== null, "a painted bundle");
    const price = await page.run(() => document.querySelector("tillside-bundle").shadowRoot.querySelector("[part=price]").textContent);
    assert.equal(price.match(/\d.*/)[0], named);
  });
}

// The currencies of tests/browser/money.rs, which asks the same of the wasm.
test("an amount of the first paint reads back as itself in every currency", () => {
  const source = readFileSync("tests/browser/money.rs", "utf8").replace(/\\\n\s+/g, "");
  const currencies = [...source.matchAll(/\(\s*(\d),\s*"([^"]+)",?\s*\)/g)].flatMap(([, digits, codes]) => codes.split(" ").map((code) => [code, Number(digits)]));
  assert(currencies.length > 150);
  // The module needs a document; the function that writes texts does not.
  const written = readFileSync("www/first_paint.js", "utf8").match(/function teller[^]*?\n}\n/)[0];
  const teller = new Function("own", "RIGHT_TO_LEFT", `${written} return teller;`)((object) => ({ ...object }), /[\u0590-\u08ff]/);
  for (const [currency, digits] of currencies) {
    for (const [locale, point] of [["en", "."], ["de-DE", ","]]) {
      const say = teller({ currency, digits, texts: {} }, [], locale);
      const one = 10 ** digits;
      for (const amount of [0, 1, 5, 10, 1250, 1890000, 999999999999, one - 1, one, one + 1]) {
        const shown = say([amount]);
        // Signs such as "Bs." have points of their own.
        const number = [...shown.replace(/^\D+|\D+$/g, "")].filter((sign) => sign === point || /\d/.test(sign)).join("");
        const [whole, decimals = ""] = number.split(point);
        assert(decimals.length <= digits, shown);
        assert.equal(Number(whole + decimals.padEnd(digits, "0")), amount, `${currency} ${locale}: ${shown}`);
      }
    }
  }
});

test("a default plan that is truncated anywhere or has any bit flipped is refused", () => {
  const whole = readFileSync("target/demo/site/graph/plans/22423.json");
  assert(isSealed(String(whole)));
  for (let end = 0; end < whole.length; end += 1) assert(!isSealed(String(whole.subarray(0, end))), `cut at ${end}`);
  for (let place = 0; place < whole.length * 8; place += 1) {
    const bytes = Buffer.from(whole);
    bytes[place >> 3] ^= 1 << (place & 7);
    const text = String(bytes);
    // The last brace is a brace, or it is no JSON.
    if (isSealed(text)) assert.throws(() => JSON.parse(text), `bit ${place}`);
  }
});

// The hostile addresses of tests/browser/addresses.rs; a Rust string is a JavaScript string here.
test("a hostile address in a default plan is refused as the widget refuses it", () => {
  const source = readFileSync("tests/browser/addresses.rs", "utf8").match(/HOSTILE: &\[&str\] = &\[(.*?)\n\];/s)[1];
  const hostile = (0, eval)(`[${source}]`);
  assert(hostile.length > 40);
  for (const address of [...hostile, ""]) assert(!isSafe(address), JSON.stringify(address));
  for (const address of ["/p/1", "p/1?a=b:c", "?sku=1", "#top", "https://shop.example/p", "HTTP://shop.example", "./a:b", "../x", "/p/café"]) assert(isSafe(address), address);
});
