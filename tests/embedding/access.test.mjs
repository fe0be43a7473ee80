// What people with other eyes, hands and languages meet: in every engine, beside what tests/e2e drives in Chromium alone.
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

/** What the elements of the usual page can come to, one state after the other: how, and what is there then. */
const STATES = {
  "before a purchase": [(page) => page.shows(), "tillside-bundle", ".tick"],
  "the other period": [(page) => page.run(() => document.querySelector("tillside-plans").shadowRoot.querySelector(".period:first-child").click()), "tillside-plans", ".period:first-child[aria-pressed=true]"],
  "a product refused": [(page) => page.answers({ without: 2 }), "tillside-bundle", "section .refusal"],
  "an addition announced": [(page) => page.buys(), "tillside-bundle", ".voice:not(:empty)"],
  "what follows from it": [(page) => page.rests(), "tillside-also", ".single"],
  "a product refused, and the offer gone": [(page) => page.answers({ without: 1, isGone: true }), "tillside-bundle", ".mount > .refusal"],
};

for (const scheme of ["light", "dark"]) {
  for (const dir of ["ltr", "rtl"]) {
    scenario(`axe finds nothing in any state, before and after a purchase: ${scheme}, ${dir}`, async (page) => {
      // What became of an addition is said for six seconds: here for good, because axe takes its time.
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

/** What comes of a control that is worked, by its class. */
const WORK = { tick: "change", dismiss: "tillside-dismiss", button: "tillside-add", title: "click", more: "click", period: "pressed" };

scenario("every control is reached and worked by the keyboard, with its focus to be seen", async (page) => {
  await page.open();
  await page.shows();
  await page.buys();
  await page.rests();
  const controls = await page.run(() => {
    const roots = [...document.querySelectorAll("main > *")].flatMap(({ shadowRoot }) => shadowRoot ?? []);
    window.controls = roots.flatMap((root) => [...root.querySelectorAll("a[href], button, input")]);
    for (const root of roots) root.addEventListener("change", () => window.did.push("change"));
    // The page hears of everything first and takes nothing, so that all controls stay; a tick that is taken back would be none.
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

scenario("the way to free delivery is told in money, once for each basket", async (page) => {
  await page.open();
  await page.shows();
  const told = await page.run(async () => {
    const { setBasket } = await import("/pkg/tillside.js");
    const { shadowRoot } = document.querySelector("tillside-shipping");
    const status = shadowRoot.querySelector("[role=status]");
    const told = [];
    new MutationObserver(() => told.push(status.textContent)).observe(status, { subtree: true, childList: true, characterData: true });
    for (const quantity of [1, 2, 3]) {
      setBasket([{ sku: "22423", quantity, priceMinor: 1000 }]);
      await new Promise((resolve) => setTimeout(resolve, 250));
    }
    return [told, shadowRoot.querySelector("[role=progressbar]").getAttribute("aria-valuetext"), status.isConnected];
  });
  assert.deepEqual(told, [["Add £40.00 for free shipping", "Add £30.00 for free shipping", "Add £20.00 for free shipping"], "£30.00 of £50.00", true]);
});

scenario("a basket whose prices are still to come is never told of as empty", async (page) => {
  await page.open({ page: { body: "<tillside-shipping></tillside-shipping>" } });
  await page.until(() => document.querySelector("tillside-shipping").shadowRoot?.querySelector("[role=status]"));
  const told = await page.run(async () => {
    const { setBasket } = await import("/pkg/tillside.js");
    const status = document.querySelector("tillside-shipping").shadowRoot.querySelector("[role=status]");
    const told = [];
    new MutationObserver(() => told.push(status.textContent)).observe(status, { subtree: true, childList: true, characterData: true });
    setBasket([{ sku: "22423", quantity: 1, priceMinor: 1000 }]);
    await new Promise((resolve) => setTimeout(resolve, 300));
    setBasket([{ sku: "85123A", quantity: 2 }]);
    await new Promise((resolve) => setTimeout(resolve, 500));
    return told;
  });
  assert.deepEqual(told, ["Add £40.00 for free shipping", "Add £44.10 for free shipping"]);
});

scenario("language, direction and colours change while the page is open, in place", async (page) => {
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

scenario("what ships brings no ICU data and no regular expressions: numbers, money and plurals are the browser's", async (page) => {
  // Both are among leptos' dependencies, and the linker drops them: what would stand in the wasm with them.
  const wasm = readFileSync("pkg/tillside.wasm").toString("latin1");
  for (const trace of ["xn--", "regex parse error", "unclosed group"]) assert(!wasm.includes(trace), trace);
  const before = '<script>window.asked = []; for (const name of ["NumberFormat", "PluralRules"]) Intl[name] = class extends Intl[name] { constructor(...how) { super(...how); asked.push(name); } };</script>';
  await page.open({ page: { before } });
  await page.shows();
  assert.deepEqual(await page.run(() => [...new Set(window.asked)].sort()), ["NumberFormat", "PluralRules"]);
});

scenario("no property of the stylesheet knows left from right, or top from bottom", () => {
  const names = [...readFileSync("www/tillside.css", "utf8").replace(/\/\*[\s\S]*?\*\//g, "").matchAll(/[{;]\s*([\w-]+)\s*:\s*([^;}]*)/g)];
  assert(names.length > 100);
  const physical = names.filter(([, name, value]) => /(^|-)(left|right|top|bottom|width|height)(-|$)/.test(name.replace("line-height", "")) || /^(left|right)$/.test(value.trim()));
  assert.deepEqual(physical.map(([rule]) => rule), []);
});

scenario("nothing turns, moves or changes by itself", async (page) => {
  await page.open();
  await page.shows();
  await page.buys();
  const changes = await page.run(() => new Promise((done) => {
    const seen = [];
    const watch = new MutationObserver((records) => seen.push(...records.map(({ type }) => type)));
    // What was added is said for six seconds; after that all is said.
    setTimeout(() => {
      for (const { shadowRoot } of document.querySelectorAll("main > *")) if (shadowRoot) watch.observe(shadowRoot, { subtree: true, childList: true, attributes: true, characterData: true });
    }, 7000);
    setTimeout(() => done([...seen, ...document.getAnimations().map(() => "animation")]), 10000);
  }));
  assert.deepEqual(changes, []);
});

/** What can be scrolled sideways, the page or a box of an element: runs in the page. */
function findWide() {
  const boxes = [...document.querySelectorAll("main > *")].flatMap(({ shadowRoot }) => [...(shadowRoot?.querySelectorAll("section, section *") ?? [])]);
  return [document.documentElement, ...boxes].flatMap(({ localName, className, scrollWidth, clientWidth }) =>
    clientWidth > 0 && scrollWidth > clientWidth + 1 ? [`${localName} ${className}: ${scrollWidth} in ${clientWidth}`] : []);
}

/** What a reader changes on a window of 320 pixels, which is one of 1280 at four times the size. */
const READERS = {
  "at 320 pixels": {},
  "at 320 pixels with the text spacing of WCAG 1.4.12": { change: space },
  "at 320 pixels with letters of twice the size": { before: "<style>:root { --tillside-size: 200% }</style>" },
};

for (const [how, { before, change }] of Object.entries(READERS)) {
  scenario(`nothing is cut off, covered or scrolls sideways ${how}`, async (page) => {
    await page.open({ page: { before } });
    // No window of every engine is as narrow; it is as high as all that it shows, so that no scroll bar takes of its width.
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
