// An offer in the HTML of the page: a declarative shadow root that browsers paint before any script, and that the module takes over.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { SCRIPT, scenario } from "./scenario.mjs";
import { FAULTS } from "./fake_server.mjs";

const element = (...more) => execFileSync("target/release/tillside", ["export", "--graph", "target/demo/graph", "--format", "element", ...more], { encoding: "utf8" });
const BUNDLE = element("--sku", "22423");
const SHIPPING = element("--sku", "22423", "--element", "shipping");
const KNOWN = SCRIPT.replace("data-graph", 'data-cart="none" data-graph');
const MODULE_NEVER = [/tillside\.js/, FAULTS.missing];
const WASM_LATE = [/\.wasm$/, FAULTS.late(2500)];

/** A screenshot after everything is drawn again, because WebKit draws edges in another way when it draws a part of the page. */
async function drawnAnew(page) {
  for (const visibility of ["hidden", ""]) {
    await page.run((value) => {
      document.documentElement.style.visibility = value;
      return new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
    }, visibility);
  }
  return page.browser.takeScreenshot();
}

/** What the bundle shows as text, or null. */
const bundleText = () => document.querySelector("tillside-bundle").shadowRoot?.querySelector("section")?.textContent ?? null;
/** Whether the module has taken the offer over, or removed it. */
const isTaken = () => !document.querySelector("tillside-bundle").shadowRoot.querySelector("style");

scenario("an offer in the HTML is shown without the module", async (page) => {
  await page.open({ page: { script: KNOWN, body: BUNDLE }, faults: [MODULE_NEVER] });
  const state = await page.run(() => {
    const root = document.querySelector("tillside-bundle").shadowRoot;
    const { height } = root.querySelector("section").getBoundingClientRect();
    return { text: root.textContent, height, isSlotShown: root.querySelector("slot").assignedElements().some((own) => own.checkVisibility()) };
  });
  assert.match(state.text, /Frequently bought together.*Total£/s);
  assert(state.height > 100);
  assert.equal(state.isSlotShown, false, "in place of the companions");
});

for (const [what, lang] of Object.entries({ "in British English": "en-GB", "in English without a country": "en" })) {
  scenario(`the module keeps the nodes of an offer in the HTML, ${what}: nothing moves, and no pixel changes`, async (page) => {
    await page.open({ page: { script: "", body: BUNDLE + SHIPPING, lang } });
    await page.until(() => [...document.querySelector("tillside-bundle").shadowRoot.querySelectorAll("img")].every(({ complete }) => complete), Boolean, "the pictures");
    await page.run(() => {
      window.before = [...document.querySelectorAll("main > *")].flatMap(({ shadowRoot }) => [...(shadowRoot?.querySelectorAll(".mount *") ?? [])]);
      addEventListener("tillside-plan", () => (window.isPlanned = true));
    });
    const boxes = () => window.before.map((node) => JSON.stringify(node.getBoundingClientRect()));
    const [painted, pixels] = [await page.run(boxes), await drawnAnew(page)];
    await page.run(() => {
      const script = Object.assign(document.createElement("script"), { type: "module", src: "/pkg/tillside.js" });
      Object.assign(script.dataset, { graph: "/graph/", currency: "GBP", cart: "none", start: "eager" });
      document.head.append(script);
    });
    await page.until(() => window.isPlanned === true, Boolean, "the plan");
    await page.rests();
    assert.deepEqual(await page.run(boxes), painted);
    assert.equal((await drawnAnew(page)) === pixels, true, "no pixel changes");
    const kept = await page.run(() => window.before.map((node) => [node.isConnected, node.disabled ?? false, node.hasAttribute("checked")]));
    assert(kept.length > 20 && kept.every(([isConnected]) => isConnected), "the same nodes");
    assert(kept.every(([, isDisabled, hasAttribute]) => !isDisabled && !hasAttribute), "buttons work, and ticks are properties");
    await page.isSilent();
  });
}

scenario("what the shopper has deselected before the module arrived stays deselected, and is not added", async (page) => {
  await page.open({ page: { script: "", body: BUNDLE } });
  await page.run(() => {
    document.addEventListener("tillside-add", ({ detail }) => (window.added = detail.items.length));
    document.querySelector("tillside-bundle").shadowRoot.querySelectorAll("input")[1].click();
    const script = Object.assign(document.createElement("script"), { type: "module", src: "/pkg/tillside.js" });
    Object.assign(script.dataset, { graph: "/graph/", currency: "GBP", cart: "none" });
    document.head.append(script);
  });
  const ticked = await page.run(() => document.querySelector("tillside-bundle").shadowRoot.querySelectorAll("input:checked").length);
  await page.until(() => document.querySelector("tillside-bundle").shadowRoot.querySelector("[part~=button]").textContent, (text) => text === `Add ${ticked} to basket`, "the view");
  await page.run(() => document.querySelector("tillside-bundle").shadowRoot.querySelector("[part~=button]").click());
  assert.equal(await page.until(() => window.added, Boolean, "an addition"), ticked);
});

scenario("a click on an offer in the HTML is answered once when the module has arrived before the wasm", async (page) => {
  await page.open({ page: { script: KNOWN, body: BUNDLE }, faults: [WASM_LATE] });
  await page.until(isTaken, Boolean, "the module");
  await page.run(() => {
    window.added = 0;
    document.addEventListener("tillside-add", () => (window.added += 1));
    document.querySelector("tillside-bundle").shadowRoot.querySelector("[part~=button]").click();
  });
  await page.until(() => window.added, Boolean, "an addition");
  await page.rests();
  assert.equal(await page.run(() => window.added), 1);
});

for (const [what, change] of Object.entries({
  "of a shopper with a cart": { before: '<script type="module">import { setCart } from "/pkg/tillside.js"; setCart([{ sku: "22423", quantity: 1, priceMinor: 1275 }]);</script>' },
  "in a German page": { lang: "de" },
  "whose prices have changed in the page": { before: '<script type="module">import { setProducts } from "/pkg/tillside.js"; setProducts([{ sku: "22423", priceMinor: 9999 }]);</script>' },
})) {
  scenario(`an offer in the HTML ${what} is removed before the wasm has planned`, async (page) => {
    await page.open({ page: { script: KNOWN, body: BUNDLE, ...change }, faults: [[/\.wasm$/, FAULTS.stalled]] });
    await page.until(isTaken, Boolean, "the module");
    assert.equal(await page.run(bundleText), null);
  });
}

scenario("an offer in the HTML that an older build has written is painted anew", async (page) => {
  const old = BUNDLE.replace(/<span class="sum" part="sum">[^<]*/, '<span class="sum" part="sum">£0.01');
  assert.notEqual(old, BUNDLE);
  await page.open({ page: { script: KNOWN, body: old }, faults: [[/\.wasm$/, FAULTS.stalled]] });
  await page.until(isTaken, Boolean, "the module");
  const text = await page.run(bundleText);
  assert.match(text, /Total£/);
  assert.doesNotMatch(text, /£0\.01/);
});

scenario("an offer in the HTML without a default plan on the server leaves with the module", async (page) => {
  await page.open({ page: { script: KNOWN, body: BUNDLE }, faults: [[/plans\/22423\.json$/, FAULTS.missing], [/\.wasm$/, FAULTS.stalled]] });
  await page.until(isTaken, Boolean, "the module");
  assert.equal(await page.run(bundleText), null);
});

scenario("a policy that blocks inline styles hides an offer in the HTML until the module has arrived", async (page) => {
  const policy = '<meta http-equiv="Content-Security-Policy" content="style-src \'self\'; script-src \'self\' \'wasm-unsafe-eval\'">';
  await page.open({ page: { before: policy, script: KNOWN, body: BUNDLE }, faults: [MODULE_NEVER] });
  const isShown = () => document.querySelector("tillside-bundle").shadowRoot.querySelector("section").checkVisibility();
  assert.equal(await page.run(isShown), false);
});
