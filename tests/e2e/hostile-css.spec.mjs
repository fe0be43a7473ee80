// The page's stylesheets do not change the content of an element: every computed value of every part and every pixel equal those
// of the plain page, for any CSS of the page. Only the documented custom properties and parts change the appearance.

import { expect, test } from "@playwright/test";
import { PNG } from "pngjs";
import { CAKESTAND, shopAdds } from "./visit.mjs";

const HOSTILE = ["hostile-css", "bootstrap", "tailwind", "theme", "undefined-hidden"];
const ELEMENTS = ["bundle", "shipping", "also-bought", "memberships", "upgrade", "addons", "services"];

/** The elements of the page, which together contain every kind of row, card and control. */
const SCENES = {
  product: { shown: ["bundle", "shipping", "memberships"], play: async () => {} },
  // The bundle is added before the wasm is there, and another product by the page itself.
  cart: {
    shown: ["bundle", "shipping", "also-bought", "memberships"],
    play: async (page) => {
      await page.locator("tillside-bundle").getByRole("checkbox").last().uncheck();
      await page.locator("tillside-bundle").getByRole("button").click();
      await shopAdds(page, CAKESTAND);
      await expect(page.locator("tillside-also-bought").locator("section")).toBeVisible();
      await expect(page.locator("tillside-shipping").getByRole("button")).toBeVisible();
    },
  },
  beside: {
    shown: ["shipping", "upgrade", "addons", "services"],
    play: async (page) => {
      const besides = { services: "22193", upgrade: "22784", addons: "22460" };
      await page.evaluate((besides) => {
        document.querySelector("tillside-bundle").remove();
        for (const [kind, sku] of Object.entries(besides)) {
          document.querySelector("main").append(Object.assign(document.createElement(`tillside-${kind}`), { sku }));
        }
      }, besides);
      for (const kind of Object.keys(besides)) await expect(page.locator(`tillside-${kind}`).locator("section")).toBeVisible();
    },
  },
  "sold out": {
    shown: ["bundle"],
    play: async (page) => {
      await page.evaluate(async () => {
        document.querySelector("tillside-bundle").sku = "23355";
        (await import("/pkg/tillside.js")).setUnavailable(["23355"]);
      });
      await expect(page.locator("tillside-bundle").getByRole("heading")).toHaveText("Sold out: similar products");
    },
  },
};

async function visit(page, name, play = SCENES.product.play) {
  await page.emulateMedia({ reducedMotion: "reduce" });
  // A page may choose the font, so all pages use the same one.
  await page.addInitScript(() => document.addEventListener("DOMContentLoaded", () => document.documentElement.style.setProperty("--tillside-font", "sans-serif")));
  await page.goto(`/tests/pages/${name}.html`);
  await expect(page.locator("tillside-bundle").getByRole("checkbox")).toHaveCount(4);
  await play(page);
  await page.evaluate(() => document.activeElement?.blur());
  await page.mouse.move(0, 0);
  await page.waitForLoadState("networkidle");
  return page;
}

/** Puts the element in the same place on every page, because the page decides its position and width. */
async function placed(page, kind) {
  const element = page.locator(`tillside-${kind}`);
  if (!(await element.count()) || !(await element.locator("section").count())) return null;
  await element.evaluate((host) => {
    for (const other of document.querySelectorAll("*")) if (other.localName.startsWith("tillside-")) other.style.setProperty("visibility", "hidden", "important");
    const here = { all: "initial", display: "block", position: "absolute", inset: "0 auto auto 0", width: "1000px", "z-index": 9, background: "white", "font-family": "sans-serif" };
    host.removeAttribute("style");
    for (const [name, value] of Object.entries(here)) host.style.setProperty(name, value, "important");
  });
  await element.locator("img").evaluateAll((images) => Promise.all(images.map((image) => image.decode())));
  return element;
}

/** Every computed value inside the element, pseudo-elements included; the page's own custom properties are ignored. */
const styles = (element) =>
  element.evaluate((host) => {
    const lines = [];
    const isOurs = (name) => !name.startsWith("--") || name.startsWith("--_");
    for (const [place, node] of host.shadowRoot.querySelectorAll(".mount, .mount *").entries()) {
      for (const pseudo of ["", "::before", "::after"]) {
        const style = getComputedStyle(node, pseudo || null);
        const names = pseudo && style.content === "none" ? ["content"] : [...style].filter(isOurs);
        for (const name of names) lines.push(`${place} ${node.localName}.${node.className}${pseudo} ${name}: ${style.getPropertyValue(name)}`);
      }
    }
    return lines;
  });

async function look(page) {
  const seen = {};
  for (const kind of ELEMENTS) {
    const element = await placed(page, kind);
    if (!element) continue;
    seen[kind] = { styles: await styles(element), picture: await element.locator("section").screenshot() };
  }
  return seen;
}

/** Number of different values, with a tolerance of 1 in 255, because browsers antialias curves differently. */
function difference(...pictures) {
  const [one, other] = pictures.map((picture) => PNG.sync.read(picture));
  expect([other.width, other.height]).toEqual([one.width, one.height]);
  return one.data.filter((value, at) => Math.abs(value - other.data[at]) > 1).length;
}

for (const [scene, { shown, play }] of Object.entries(SCENES)) {
  test(`${scene}: no stylesheet of a page changes a value or a pixel`, async ({ context }) => {
    test.slow();
    const plain = await look(await visit(await context.newPage(), "plain", play));
    expect(Object.keys(plain)).toEqual(shown);
    for (const name of HOSTILE) {
      const hostile = await look(await visit(await context.newPage(), name, play));
      expect(Object.keys(hostile), name).toEqual(shown);
      for (const kind of shown) {
        const known = new Set(plain[kind].styles);
        expect(hostile[kind].styles.filter((line) => !known.has(line)), `${name}, ${kind}`).toEqual([]);
        expect(hostile[kind].styles.length, `${name}, ${kind}`).toBe(plain[kind].styles.length);
        expect(difference(hostile[kind].picture, plain[kind].picture), `${name}, ${kind}: other pixels`).toBe(0);
      }
    }
  });
}

test("the stylesheets are really there", async ({ page }) => {
  const sizes = {};
  for (const name of ["plain", ...HOSTILE]) {
    await visit(page, name);
    sizes[name] = await page.evaluate(() => ["html", "h1", "tillside-bundle"].map((name) => getComputedStyle(document.querySelector(name)).fontSize).join(" "));
  }
  expect(sizes).toEqual({
    plain: "16px 32px 16px", "hostile-css": "40px 40px 40px", bootstrap: "10px 36px 14px", tailwind: "16px 16px 16px", theme: "10px 60px 50px", "undefined-hidden": "16px 32px 16px",
  });
});

const computed = (locator, name) => locator.first().evaluate((node, name) => getComputedStyle(node)[name], name);

for (const name of ["plain", "hostile-css", "theme"]) {
  test(`${name}: the documented custom properties change the look`, async ({ page }) => {
    await visit(page, name);
    const bundle = page.locator("tillside-bundle");
    const set = (property, value) => page.evaluate(([property, value]) => document.documentElement.style.setProperty(property, value), [property, value]);
    for (const [property, value, part, style, expected = value] of [
      ["--tillside-accent", "rgb(1, 2, 3)", "button", "backgroundColor"],
      ["--tillside-accent-ink", "rgb(2, 3, 4)", "button", "color"],
      ["--tillside-ink", "rgb(3, 4, 5)", "title", "color"],
      ["--tillside-muted", "rgb(4, 5, 6)", "reason", "color"],
      ["--tillside-surface", "rgb(5, 6, 7)", "bundle", "backgroundColor"],
      ["--tillside-line", "rgb(6, 7, 8)", "bundle", "borderTopColor"],
      ["--tillside-radius", "3px", "bundle", "borderTopLeftRadius"],
      ["--tillside-font", "monospace", "title", "fontFamily"],
      ["--tillside-size", "20px", "button", "fontSize"],
      ["--tillside-size", "1rem", "button", "fontSize", await page.evaluate(() => getComputedStyle(document.documentElement).fontSize)],
    ]) {
      await set(property, value);
      expect(await computed(bundle.locator(`[part=${part}]`), style), property).toBe(expected);
    }
    await set("--tillside-space", "33px");
    expect(await computed(bundle.locator(".mount"), "paddingTop")).toBe("33px");
  });
}

test("parts can be styled, and elements have the page's font", async ({ page }) => {
  await visit(page, "plain");
  await page.addStyleTag({ content: "main { font-family: monospace } html { --tillside-font: initial } tillside-bundle::part(heading) { font-size: 50px }" });
  await page.evaluate(() => document.documentElement.style.removeProperty("--tillside-font"));
  expect(await computed(page.locator("tillside-bundle").getByRole("heading"), "fontSize")).toBe("50px");
  expect(await computed(page.locator("tillside-bundle").locator("[part=title]"), "fontFamily")).toBe("monospace");
});

test("the page decides the position and visibility of an element", async ({ page }) => {
  await visit(page, "hostile-css");
  const bundle = page.locator("tillside-bundle");
  await bundle.evaluate((host) => (host.hidden = true));
  await expect(bundle.locator("section")).toBeHidden();
  await bundle.evaluate((host) => (host.hidden = false));
  await expect(bundle.locator("section")).toBeVisible();
  await visit(page, "plain");
  for (const rule of ["visibility: hidden", "display: none"]) {
    const style = await page.addStyleTag({ content: `tillside-bundle { ${rule} }` });
    await expect(bundle.locator("section"), rule).toBeHidden();
    await style.evaluate((node) => node.remove());
  }
  await page.addStyleTag({ content: "tillside-bundle { pointer-events: none }" });
  expect(await computed(bundle.getByRole("button"), "pointerEvents")).toBe("none");
});

test("elements follow the direction and color scheme of a hostile page", async ({ page }) => {
  await visit(page, "theme");
  const bundle = page.locator("tillside-bundle");
  const surface = () => computed(bundle.locator("section"), "backgroundColor");
  const lefts = () => bundle.getByRole("listitem").evaluateAll((items) => items.map((item) => item.getBoundingClientRect().left));
  expect(await surface()).toBe("rgb(255, 255, 255)");
  await page.evaluate(() => (document.documentElement.style.colorScheme = "dark"));
  expect(await surface()).toBe("rgb(31, 30, 27)");
  const isRising = (places) => places.every((place, n) => n === 0 || place > places[n - 1]);
  expect(isRising(await lefts())).toBe(true);
  await page.evaluate(() => (document.documentElement.dir = "rtl"));
  expect(isRising((await lefts()).reverse())).toBe(true);
});
