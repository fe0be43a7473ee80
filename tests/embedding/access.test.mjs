// Accessibility in every engine, in addition to the tests in tests/e2e, which run in Chromium only.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { Key } from "selenium-webdriver";
import { findSmall, findUnreadable, space } from "../e2e/readable.mjs";
import { scenario } from "./scenario.mjs";

const AXE = readFileSync("node_modules/axe-core/axe.min.js", "utf8");

async function violations(page) {
  await page.browser.executeScript(AXE);
  return page.run(async () => {
    const { violations } = await axe.run({ include: [...document.querySelectorAll("main > *")].filter(({ shadowRoot }) => shadowRoot) }, { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"] });
    return violations.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id}: ${target.flat().join(" ")}`));
  });
}

/** The states of the elements on the usual page: for each, the steps to reach it and a node that it contains. */
const STATES = {
  "before a purchase": [(page) => page.shows(), "tillside-bundle", ".checkbox"],
  "the other period": [(page) => page.run(() => document.querySelector("tillside-memberships").shadowRoot.querySelector(".period:first-child").click()), "tillside-memberships", ".period:first-child[aria-pressed=true]"],
  "a product refused": [(page) => page.answers({ without: 2 }), "tillside-bundle", "section .error-message"],
  "an addition announced": [(page) => page.buys(), "tillside-bundle", ".live-region:not(:empty)"],
  "what follows from it": [(page) => page.rests(), "tillside-also-bought", ".single"],
  "a product refused, and the offer gone": [(page) => page.answers({ without: 1, isGone: true }), "tillside-bundle", ".mount > .error-message"],
};

for (const scheme of ["light", "dark"]) {
  for (const dir of ["ltr", "rtl"]) {
    scenario(`axe finds no violation in any state, before and after a purchase: ${scheme}, ${dir}`, async (page) => {
      // The result of an addition is shown for six seconds: here permanently, because axe takes longer.
      const stay = "{ const { setTimeout } = window; window.setTimeout = (work, ms, ...values) => ms === 6000 ? 0 : setTimeout(work, ms, ...values); }";
      const before = `<style>html { color-scheme: ${scheme}; background: ${scheme === "dark" ? "#111" : "#fff"}; color: ${scheme === "dark" ? "#eee" : "#111"} }</style><script>document.documentElement.dir = "${dir}"; ${stay}</script>`;
      await page.open({ page: { before } });
      for (const [state, [reach, element, selector]] of Object.entries(STATES)) {
        await reach(page);
        await page.until(`() => document.querySelector("${element}").shadowRoot.querySelector("${selector}") !== null`, Boolean, state);
        assert.deepEqual(await violations(page), [], state);
      }
    });
  }
}

/** The effect of each control, by its class. */
const WORK = { checkbox: "change", dismiss: "tillside-dismiss", button: "tillside-add", title: "click", more: "click", period: "pressed" };

scenario("every control works with the keyboard and has a visible focus", async (page) => {
  await page.open();
  await page.shows();
  await page.buys();
  await page.rests();
  const controls = await page.run(() => {
    const roots = [...document.querySelectorAll("main > *")].flatMap(({ shadowRoot }) => shadowRoot ?? []);
    window.controls = roots.flatMap((root) => [...root.querySelectorAll("a[href], button, input")]);
    for (const root of roots) root.addEventListener("change", () => window.did.push("change"));
    // The page receives every event first and cancels it, so that all controls remain.
    for (const type of ["click", "tillside-add", "tillside-dismiss"]) {
      window.addEventListener(type, (event) => {
        window.did.push(type);
        if (event.composedPath()[0].localName !== "input") event.preventDefault();
      }, true);
    }
    return window.controls.map(({ className, localName }) => ({ name: className, key: localName === "a" ? "ENTER" : "SPACE" }));
  });
  assert.deepEqual([...new Set(controls.map(({ name }) => name))].sort(), Object.keys(WORK).sort(), "controls of every kind");
  const press = (key) => page.browser.actions().sendKeys(Key[key]).perform();
  const reached = [];
  while (reached.length <= controls.length) {
    await press("TAB");
    const { place, ring } = await page.run(() => {
      window.did = [];
      const inner = document.activeElement.shadowRoot?.activeElement;
      const { outlineWidth, outlineStyle } = inner ? getComputedStyle(inner) : {};
      return { place: window.controls.indexOf(inner), ring: `${outlineWidth} ${outlineStyle}` };
    });
    if (place < 0) break;
    reached.push(place);
    const { name, key } = controls[place];
    assert.equal(ring, "2px solid", name);
    await press(key);
    const did = await page.until(() => window.did, (did) => did.length > 0, name);
    if (await page.run((place) => window.controls[place].getAttribute("aria-pressed") === "true", place)) did.push("pressed");
    assert(did.includes(WORK[name]), `${name}: ${did}`);
  }
  assert.deepEqual(reached, [...controls.keys()], "all, in their order");
  assert.equal(await page.run(() => document.activeElement.id), "buy");
});

scenario("progress to free delivery is announced as an amount of money, once for each cart", async (page) => {
  await page.open();
  await page.shows();
  const told = await page.run(async () => {
    const { setCart } = await import("/pkg/tillside.js");
    const { shadowRoot } = document.querySelector("tillside-shipping");
    const status = shadowRoot.querySelector("[role=status]");
    const told = [];
    new MutationObserver(() => told.push(status.textContent)).observe(status, { subtree: true, childList: true, characterData: true });
    for (const quantity of [1, 2, 3]) {
      setCart([{ sku: "22423", quantity, priceMinor: 1000 }]);
      await new Promise((resolve) => setTimeout(resolve, 250));
    }
    return [told, shadowRoot.querySelector("[role=progressbar]").getAttribute("aria-valuetext"), status.isConnected];
  });
  assert.deepEqual(told, [["Spend £40.00 more for free delivery", "Spend £30.00 more for free delivery", "Spend £20.00 more for free delivery"], "£30.00 of £50.00", true]);
});

scenario("a cart whose prices are still loading is never announced as empty", async (page) => {
  await page.open({ page: { body: "<tillside-shipping></tillside-shipping>" } });
  await page.until(() => document.querySelector("tillside-shipping").shadowRoot?.querySelector("[role=status]"));
  const told = await page.run(async () => {
    const { setCart } = await import("/pkg/tillside.js");
    const status = document.querySelector("tillside-shipping").shadowRoot.querySelector("[role=status]");
    const told = [];
    new MutationObserver(() => told.push(status.textContent)).observe(status, { subtree: true, childList: true, characterData: true });
    setCart([{ sku: "22423", quantity: 1, priceMinor: 1000 }]);
    await new Promise((resolve) => setTimeout(resolve, 300));
    setCart([{ sku: "85123A", quantity: 2 }]);
    await new Promise((resolve) => setTimeout(resolve, 500));
    return told;
  });
  assert.deepEqual(told, ["Spend £40.00 more for free delivery", "Spend £44.10 more for free delivery"]);
});

scenario("changes of language, direction and colors apply while the page is open", async (page) => {
  await page.open();
  await page.shows();
  await page.run(() => {
    window.node = document.querySelector("tillside-bundle").shadowRoot.querySelector("[part~=sum]");
    window.input = document.querySelector("tillside-bundle").shadowRoot.querySelector("input");
    Object.assign(document.documentElement, { lang: "de", dir: "rtl" });
    document.documentElement.style.colorScheme = "dark";
  });
  await page.until(() => window.node.isConnected && window.node.textContent, (text) => / £$/.test(text.replace(/\u00a0/g, " ")));
  const { surface, direction, isSame } = await page.run(() => {
    const section = document.querySelector("tillside-bundle").shadowRoot.querySelector("section");
    return { surface: getComputedStyle(section).backgroundColor, direction: getComputedStyle(section).direction, isSame: window.input.isConnected };
  });
  assert.deepEqual([surface, direction, isSame], ["rgb(31, 30, 27)", "rtl", true]);
});

scenario("the wasm contains no ICU data and no regular expressions: the browser formats numbers, money and plurals", async (page) => {
  // Both are dependencies of leptos that the linker removes; these strings would be in the wasm with them.
  const wasm = readFileSync("pkg/tillside.wasm").toString("latin1");
  for (const trace of ["xn--", "regex parse error", "unclosed group"]) assert(!wasm.includes(trace), trace);
  const before = '<script>window.asked = []; for (const name of ["NumberFormat", "PluralRules"]) Intl[name] = class extends Intl[name] { constructor(...how) { super(...how); asked.push(name); } };</script>';
  await page.open({ page: { before } });
  await page.shows();
  assert.deepEqual(await page.run(() => [...new Set(window.asked)].sort()), ["NumberFormat", "PluralRules"]);
});

scenario("the stylesheet contains no physical direction (left, right, top, bottom)", () => {
  const names = [...readFileSync("www/tillside.css", "utf8").replace(/\/\*[\s\S]*?\*\//g, "").matchAll(/[{;]\s*([\w-]+)\s*:\s*([^;}]*)/g)];
  assert(names.length > 100);
  const physical = names.filter(([, name, value]) => /(^|-)(left|right|top|bottom|width|height)(-|$)/.test(name.replace("line-height", "")) || /^(left|right)$/.test(value.trim()));
  assert.deepEqual(physical.map(([rule]) => rule), []);
});

scenario("nothing is animated or changes without input", async (page) => {
  await page.open();
  await page.shows();
  await page.buys();
  const changes = await page.run(() => new Promise((done) => {
    const seen = [];
    const watch = new MutationObserver((records) => seen.push(...records.map(({ type }) => type)));
    // The result of an addition is shown for six seconds; after that nothing changes.
    setTimeout(() => {
      for (const { shadowRoot } of document.querySelectorAll("main > *")) if (shadowRoot) watch.observe(shadowRoot, { subtree: true, childList: true, attributes: true, characterData: true });
    }, 7000);
    setTimeout(() => done([...seen, ...document.getAnimations().map(() => "animation")]), 10000);
  }));
  assert.deepEqual(changes, []);
});

/** Horizontal scrolling of the page or of a box inside an element: runs in the page. */
function findWide() {
  const boxes = [...document.querySelectorAll("main > *")].flatMap(({ shadowRoot }) => [...(shadowRoot?.querySelectorAll("section, section *") ?? [])]);
  return [document.documentElement, ...boxes].flatMap(({ localName, className, scrollWidth, clientWidth }) =>
    clientWidth > 0 && scrollWidth > clientWidth + 1 ? [`${localName} ${className}: ${scrollWidth} in ${clientWidth}`] : []);
}

/** A reader's settings in a window of 320 pixels, which corresponds to 1280 pixels at 400 %. */
const READERS = {
  "at 320 pixels": {},
  "at 320 pixels with the text spacing of WCAG 1.4.12": { change: space },
  "at 320 pixels with text of twice the size": { before: "<style>:root { --tillside-size: 200% }</style>" },
};

for (const [how, { before, change }] of Object.entries(READERS)) {
  scenario(`nothing is clipped, covered or scrolls horizontally ${how}`, async (page) => {
    await page.open({ page: { before } });
    // Not every engine permits such a narrow window, so it is an iframe; it is tall, because a scroll bar would reduce its width.
    page.shop.pages["/narrow.html"] = { html: '<!doctype html><title>A phone</title><iframe title="A shop" src="/shop.html" style="border: 0; inline-size: 320px; block-size: 12000px"></iframe>' };
    await page.go("/narrow.html");
    await page.browser.switchTo().frame(0);
    const isFit = async (state) => {
      const found = [...(await page.run(findUnreadable)), ...(await page.run(findSmall)), ...(await page.run(findWide))];
      assert.deepEqual(found, [], state);
    };
    await page.shows();
    await page.rests();
    if (change) await page.run(change);
    await isFit("before a purchase");
    await page.answers({ without: 2 });
    await page.refuses();
    await isFit("a product refused");
    await page.buys();
    await page.rests();
    await isFit("after a purchase");
  });
}

scenario("every control is at least 24 pixels wide and high", async (page) => {
  await page.open();
  await page.shows();
  await page.buys();
  const small = await page.run(() => [...document.querySelectorAll("main > *")].flatMap((element) => [...(element.shadowRoot?.querySelectorAll("button, input") ?? [])]).map((control) => [control, control.getBoundingClientRect()]).filter(([, { width, height }]) => Math.min(width, height) < 24).map(([{ className }]) => className));
  assert.deepEqual(small, []);
});
