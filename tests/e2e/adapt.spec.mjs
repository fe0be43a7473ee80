// Readers' settings: narrow windows, large text, wide spacing, forced colors, reduced motion,
// print, another language. In every scene of the tour everything stays readable and operable.

import { expect, test } from "@playwright/test";
import { TOUR } from "../../demo/scenes.mjs";
import { findSmall, findUnreadable, space } from "./readable.mjs";
import { CAKESTAND, HEARTS, play, visit } from "./visit.mjs";

test.use({ contextOptions: { reducedMotion: "reduce" } });

const unreadable = (page) => page.evaluate(findUnreadable);
const small = (page) => page.evaluate(findSmall);
const overflow = (page) => page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

for (const { id } of TOUR) {
  test(`${id}: text is readable and targets are large enough at any width, zoom and spacing`, async ({ page }) => {
    await play(page, id);
    // 320 px correspond to 1280 px at 400 %, 640 px to 200 %.
    for (const width of [320, 360, 640, 1280]) {
      await page.setViewportSize({ width, height: 800 });
      expect(await unreadable(page), `${width} px`).toEqual([]);
      expect(await small(page), `${width} px`).toEqual([]);
      expect(await overflow(page), `${width} px`).toBeLessThanOrEqual(0);
    }
    await page.evaluate(() => (document.documentElement.style.cssText = "font-size: 200%; --tillside-size: 1rem"));
    for (const width of [640, 1280]) {
      await page.setViewportSize({ width, height: 800 });
      expect(await unreadable(page), `letters of 200 % at ${width} px`).toEqual([]);
    }
    await page.evaluate(() => document.documentElement.removeAttribute("style"));
    await page.evaluate(space);
    for (const width of [320, 640, 1280]) {
      await page.setViewportSize({ width, height: 800 });
      expect(await unreadable(page), `spaced, ${width} px`).toEqual([]);
      expect(await small(page), `spaced, ${width} px`).toEqual([]);
    }
  });
}

test("unreadable text is found", async ({ page }) => {
  await visit(page, "/cart.html", [CAKESTAND, HEARTS]);
  expect(await unreadable(page)).toEqual([]);
  await page.evaluate(() => document.querySelector("tillside-also-bought").shadowRoot.querySelectorAll("[part=title], [part=price]").forEach((node) => (node.style.cssText = "position: absolute; inline-size: 2em; block-size: 1em; overflow: hidden")));
  const found = (await unreadable(page)).join();
  for (const what of ["covers", "is cut off", "is wider than its box"]) expect(found).toContain(what);
  expect(await small(page)).not.toEqual([]);
});

test("text follows the font size of the browser's settings", async ({ playwright, baseURL }, { project }) => {
  const { launchOptions } = project.use;
  const browser = await playwright.chromium.launch({ ...launchOptions, args: [...launchOptions.args, "--blink-settings=defaultFontSize=32"] });
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
  const size = () => page.locator("tillside-bundle").getByRole("button").evaluate((button) => getComputedStyle(button).fontSize);
  for (const name of ["plain", "bootstrap", "hostile-css"]) {
    await page.goto(`${baseURL}/tests/pages/${name}.html`);
    await page.locator("tillside-bundle").getByRole("button").click();
    await page.locator("tillside-shipping").getByRole("button").waitFor();
    expect(await size(), name).toBe("32px");
    expect(await unreadable(page), name).toEqual([]);
  }
  await browser.close();
});

test("shapes and states remain visible with forced colors", async ({ page }) => {
  await page.emulateMedia({ forcedColors: "active" });
  await visit(page, "/cart.html", [{ ...HEARTS, quantity: 30 }]);
  const look = (locator) => locator.first().evaluate((box) => {
    const { borderTopStyle, borderTopWidth, backgroundColor, color } = getComputedStyle(box);
    return { borderTopStyle, borderTopWidth, backgroundColor, color };
  });
  const shipping = page.locator("tillside-shipping");
  const [track, bar] = [await look(shipping.locator("[part=track]")), await look(shipping.locator("[part=bar]"))];
  expect(track.borderTopStyle).toBe("solid");
  expect(bar.backgroundColor).not.toBe(track.backgroundColor);
  const memberships = page.locator("tillside-memberships");
  expect(await look(memberships.locator("[data-best=true]"))).toMatchObject({ borderTopStyle: "solid", borderTopWidth: "3px" });
  const [chosen, other] = [await look(memberships.getByRole("button", { pressed: true })), await look(memberships.getByRole("button", { pressed: false }))];
  expect(chosen.backgroundColor).not.toBe(other.backgroundColor);
  expect(chosen.color).not.toBe(other.color);
  for (const button of await page.locator("tillside-also-bought, tillside-memberships").getByRole("button").all()) expect(await look(button)).toMatchObject({ borderTopStyle: "solid" });

  await visit(page, "/product.html?sku=22423");
  const bundle = page.locator("tillside-bundle");
  const ready = await look(bundle.getByRole("button"));
  for (const tick of await bundle.getByRole("checkbox").all()) await tick.uncheck();
  expect((await look(bundle.getByRole("button"))).color).not.toBe(ready.color);
});

test("nothing moves with reduced motion", async ({ page }) => {
  await visit(page, "/cart.html", [CAKESTAND, HEARTS]);
  const moving = () => page.evaluate(() => [...document.querySelectorAll("*")].flatMap(({ shadowRoot }) => [...(shadowRoot?.querySelectorAll("*") ?? [])]).filter((node) => {
    const { transitionDuration, animationName } = getComputedStyle(node);
    return transitionDuration !== "0s" || animationName !== "none";
  }).length);
  expect(await moving()).toBe(0);
  await page.emulateMedia({ reducedMotion: "no-preference" });
  expect(await moving()).toBeGreaterThan(0);
});

test("a printed page has no offer, and no space for one", async ({ page }) => {
  await visit(page, "/product.html?sku=22423");
  const bundle = page.locator("tillside-bundle");
  await expect(bundle.locator("section")).toBeVisible();
  await page.emulateMedia({ media: "print" });
  for (const kind of ["bundle", "shipping", "services"]) {
    await expect(page.locator(`tillside-${kind}`).locator("section")).toBeHidden();
    expect((await page.locator(`tillside-${kind}`).boundingBox()).height, kind).toBe(0);
  }
  // The shop's own content is shown where no offer replaces it.
  await visit(page, "/membership.html");
  await page.emulateMedia({ media: "screen" });
  await page.evaluate(async () => (await import("/pkg/tillside.js")).setMembership("plus"));
  await expect(page.getByText("Choose a membership below")).toBeVisible();
  await page.emulateMedia({ media: "print" });
  await expect(page.getByText("Choose a membership below")).toBeVisible();
});

test.describe("while the page is open", () => {
  const price = (page) => page.locator("tillside-bundle").locator("[part=price]").first();

  // Marks in the page: nodes, a deselected product, and the focus must survive.
  async function marked(page) {
    await visit(page, "/product.html?sku=22423");
    const bundle = page.locator("tillside-bundle");
    await bundle.getByRole("checkbox").last().uncheck();
    await bundle.getByRole("button").focus();
    const nodes = await bundle.evaluateHandle((host) => [...host.shadowRoot.querySelectorAll("*")]);
    return async () => {
      const isSame = await bundle.evaluate((host, nodes) => [...host.shadowRoot.querySelectorAll("*")].every((node, place) => node === nodes[place]), nodes);
      expect(isSame, "the same nodes").toBe(true);
      await expect(bundle.getByRole("checkbox").last()).not.toBeChecked();
      await expect(bundle.getByRole("button")).toBeFocused();
    };
  }

  test("a new language is shown at once, in the same nodes", async ({ page }) => {
    const expectKept = await marked(page);
    await expect(price(page)).toHaveText("£12.12");
    await page.evaluate(() => (document.documentElement.lang = "de"));
    await expect(price(page)).toHaveText("12,12\u00a0£");
    await expect(page.locator("tillside-shipping").getByRole("progressbar")).toHaveAttribute("aria-valuetext", "0,00\u00a0£ von 50,00\u00a0£");
    await expectKept();
    // The nearest `lang` applies, and an invalid one breaks nothing.
    await page.evaluate(() => (document.querySelector("main").lang = "en-IN"));
    await expect(price(page)).toHaveText("£12.12");
    await page.evaluate(() => (document.querySelector("main").lang = "no language"));
    await expect(price(page)).toHaveText("£12.12");
    await page.evaluate(() => document.querySelector("main").removeAttribute("lang"));
    await expect(price(page)).toHaveText("12,12\u00a0£");
    await page.locator("tillside-bundle").evaluate((host) => host.parentElement.insertBefore(Object.assign(document.createElement("div"), { lang: "fr" }), host).append(host));
    await expect(price(page)).toHaveText("12,12\u00a0£GB");
  });

  test("the strings follow setMessages(), in the same nodes", async ({ page }) => {
    const expectKept = await marked(page);
    await page.evaluate(async () => (await import("/pkg/tillside.js")).setMessages({ "bundle.title": "Oft zusammen gekauft" }));
    await expect(page.locator("tillside-bundle").getByRole("heading")).toHaveText("Oft zusammen gekauft");
    await expectKept();
  });

  test("direction and color scheme change at once, in the same nodes", async ({ page }) => {
    const expectKept = await marked(page);
    const bundle = page.locator("tillside-bundle");
    const surface = () => bundle.locator("section").evaluate((section) => getComputedStyle(section).backgroundColor);
    const lefts = () => bundle.getByRole("listitem").evaluateAll((items) => items.map((item) => Math.round(item.getBoundingClientRect().left)));
    const [light, before] = [await surface(), await lefts()];
    await page.emulateMedia({ colorScheme: "dark" });
    expect(await surface()).not.toBe(light);
    await page.evaluate(() => (document.documentElement.dir = "rtl"));
    const after = await lefts();
    expect(after).not.toEqual(before);
    expect(after).toEqual([...after].sort((x, y) => y - x));
    await expectKept();
  });
});
