// The contract matches the build: a shopper goes through the whole tour, and the rendered elements are compared with it.

import { readFileSync } from "node:fs";
import { expect, test } from "@playwright/test";
import { manifest } from "../../tools/contract/manifest.mjs";
import { readContract } from "../../tools/contract/read.mjs";
import { complaints } from "../contract/compile.mjs";
import { TOUR } from "../../demo/scenes.mjs";
import { buildVariantsShop } from "../variants_shop.mjs";

const contract = readContract(process.cwd());
const sorted = (names) => [...new Set(names)].sort();

/** In the page: records all events of the widget. */
function listen() {
  const dispatch = EventTarget.prototype.dispatchEvent;
  EventTarget.prototype.dispatchEvent = function (event) {
    if (event.type.startsWith("tillside")) {
      const target = this === document ? "document" : "element";
      const { type, bubbles, composed, cancelable, detail } = event;
      window.note({ type, target, bubbles, composed, cancelable, detail });
    }
    return dispatch.call(this, event);
  };
}

/** In the page: the parts, slots and attributes of all rendered elements. */
function look() {
  return [...document.querySelectorAll("*")].filter(({ localName }) => localName.startsWith("tillside-")).map((element) => {
    const within = [...(element.shadowRoot?.querySelectorAll("*") ?? [])];
    return {
      tag: element.localName,
      parts: within.flatMap((node) => [...node.part]),
      slots: within.filter(({ localName }) => localName === "slot").map(({ name }) => name),
      observed: element.constructor.observedAttributes,
      attributes: element.getAttributeNames().filter((name) => name.startsWith("data-")),
      // The content of a live region is announced, not displayed.
      bare: within.filter((node) => !node.part.length && node.localName !== "slot" && !node.matches(".live-region *")).map(({ className }) => className),
    };
  });
}

async function settled(page) {
  await page.evaluate(async () => (await import("/pkg/tillside.js")).currentPlan());
  await page.waitForFunction(() => [...document.querySelectorAll("*")].filter(({ localName }) => localName.startsWith("tillside-")).every((element) => element.hasAttribute("data-settled")));
  await page.waitForLoadState("networkidle");
}

/** Plays a scene and uses its controls; calls `see` after each change. */
async function play(page, scene, see) {
  await page.goto("/tour.html");
  await page.locator(`[data-scene="${scene.id}"]`).click();
  await page.waitForURL((address) => !address.pathname.startsWith("/tour"));
  await settled(page);
  await see();
  if (scene.id === "after") {
    await page.getByRole("button", { name: "Fill in an example" }).click();
    await page.getByRole("button", { name: "Place order" }).click();
    await expect(page.locator("tillside-follow-up").getByRole("heading")).toBeVisible();
  }
  if (scene.id === "bundle") await page.locator("tillside-bundle").getByRole("button").click();
  if (scene.id === "memberships") {
    for (const name of ["Monthly", "Yearly"]) {
      await page.locator("tillside-memberships").getByRole("button", { name, exact: true }).click();
      await see();
    }
  }
  if (scene.id === "deal") await page.locator("tillside-deal").getByRole("button", { name: /^Hide: / }).click();
  await see();
}

test("parts, slots, attributes and events are those of the contract, in every scene of the tour", async ({ page }) => {
  test.setTimeout(180_000);
  const seen = [];
  const events = [];
  await page.exposeFunction("note", (event) => events.push(event));
  await page.addInitScript(listen);
  const explained = [];
  const see = async () => {
    seen.push(...(await page.evaluate(look)));
    explained.push(await page.evaluate(async () => (await import("/pkg/tillside.js")).explain()));
  };
  for (const scene of TOUR) await test.step(scene.id, () => play(page, scene, see));
  // The element for any offer, an addition that the page refuses in part, and an error.
  await page.route("**/guest.html", (route) =>
    route.fulfill({ contentType: "text/html", body: `<!doctype html><html lang="en-GB"><title>A guest</title>
      <script type="module" src="/pkg/tillside.js" data-graph="/graph/"></script><tillside-offers sku="22423"></tillside-offers><tillside-bundle sku="85123A"></tillside-bundle>` }));
  await page.goto("/guest.html");
  await expect(page.locator("tillside-offers").getByRole("heading").first()).toBeVisible();
  await page.evaluate(() => document.addEventListener("tillside-add", (event) => event.respondWith(Promise.resolve([event.detail.items[0].sku]))));
  await page.locator("tillside-bundle").getByRole("button").click();
  await expect(page.locator("tillside-bundle").getByRole("alert")).toBeVisible();
  await page.evaluate(() => document.addEventListener("tillside-select", (event) => event.preventDefault()));
  await page.locator("tillside-bundle a").first().click();
  await expect.poll(() => events.some(({ type }) => type === "tillside-view")).toBe(true);
  await page.evaluate(async () => (await import("/pkg/tillside.js")).setCart("junk"));
  await settled(page);
  await see();
  // Variants in a list, and more than a list has.
  const shop = buildVariantsShop();
  await page.route(/\/variants\//, (route) => {
    const [, name] = route.request().url().split("/variants/");
    return route.fulfill({ body: shop.read(name) });
  });
  await page.route("**/aprons.html", (route) =>
    route.fulfill({ contentType: "text/html", body: `<!doctype html><html lang="en-GB"><title>Aprons</title>
      <script type="module" src="/pkg/tillside.js" data-graph="/variants/" data-cart="none"></script>
      <tillside-bundle sku="KETTLE"></tillside-bundle><tillside-also-bought></tillside-also-bought>` }));
  await page.goto("/aprons.html");
  await page.evaluate(async () => (await import("/pkg/tillside.js")).setCart([{ sku: "CUP", quantity: 9 }]));
  await expect(page.locator("tillside-bundle").getByLabel("Size: Apron M").locator("option")).toHaveCount(3);
  await expect(page.locator("tillside-also-bought").getByRole("link", { name: "Choose options" })).toHaveAttribute("href", "/p/shirt");
  await see();
  shop.end();

  expect(sorted(seen.map(({ tag }) => tag))).toEqual(sorted(Object.keys(contract.elements)));
  for (const { tag, parts, slots, observed, attributes, bare } of seen) {
    expect(sorted(parts).filter((part) => !contract.elements[tag].parts.includes(part)), tag).toEqual([]);
    expect(slots).toEqual(Object.keys(contract.slots));
    expect(sorted([...observed, ...attributes])).toEqual(sorted(Object.keys(contract.attributes)));
    expect(bare, "everything inside can be reached by its part, but for where views are mounted").toEqual(["mount", "live-region"]);
  }
  expect(sorted(seen.flatMap(({ parts }) => parts))).toEqual(sorted(Object.keys(contract.parts)));

  expect(sorted(events.map(({ type }) => type))).toEqual(sorted(Object.keys(contract.events)));
  for (const { type, target, bubbles, composed, cancelable } of events) {
    const { on, isCancelable } = contract.events[type];
    expect(on, type).toContain(target);
    expect(cancelable, type).toBe(Boolean(isCancelable));
    if (target === "element") expect([bubbles, composed]).toEqual([true, true]);
  }

  // The details and decisions of the tour, written as literals, must match the types exactly.
  const shaped = (type, values) => values.map((value) => `const _: ${type} = ${JSON.stringify(value)};`);
  const scripts = [...events.map(({ type, detail }) => shaped(contract.events[type].detail, [detail])), shaped("Decision[]", explained)].flat();
  const names = [...Object.values(contract.events).map(({ detail }) => detail), "Decision"];
  const code = [...new Set(scripts)].map((line) => `{ ${line} }`);
  expect(code.length).toBeGreaterThan(TOUR.length);
  expect(complaints(contract, { "details.ts": `import type { ${names.join(", ")} } from "tillside";\n${code.join("\n")}` })).toEqual([]);
});

test("the package's manifest lists the elements and the exports of the module", async ({ page }) => {
  const packed = JSON.parse(readFileSync("pkg/custom-elements.json", "utf8"));
  expect(packed).toEqual(JSON.parse(JSON.stringify(manifest(contract))));
  const { declarations } = packed.modules[0];
  await page.goto("/");
  await settled(page);
  const there = await page.evaluate(async (tags) => ({
    exports: Object.keys(await import("/pkg/tillside.js")),
    undefined: tags.filter((tag) => !customElements.get(tag)),
    accessors: Object.entries(Object.getOwnPropertyDescriptors(Object.getPrototypeOf(customElements.get("tillside-bundle")).prototype)).filter(([, { get }]) => get).map(([name]) => name),
  }), declarations.flatMap(({ tagName }) => tagName ?? []));
  expect(sorted(there.exports)).toEqual(sorted(Object.keys(contract.types.exports)));
  expect(there.undefined).toEqual([]);
  expect(there.accessors).toEqual(declarations[0].members.map(({ name }) => name));
});

test("strings, codes and custom properties are in the built files", () => {
  const wasm = readFileSync("pkg/tillside.wasm").toString("latin1");
  const module = readFileSync("pkg/tillside.js", "utf8");
  expect(Object.keys(contract.messages).filter((key) => !wasm.includes(key))).toEqual([]);
  expect(Object.keys(contract.errors).filter((code) => !wasm.includes(code) && !module.includes(code))).toEqual([]);
  expect(sorted([...module.matchAll(/--tillside-[\w-]+/g)].map(([name]) => name))).toEqual(sorted(Object.keys(contract.properties)));
});
