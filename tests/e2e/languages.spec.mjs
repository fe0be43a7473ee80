// Other languages in every scene of the tour: not one English word, no overflow on a screen of 320 pixels, nothing for axe to find.

import { readFileSync } from "node:fs";
import { expect, test } from "@playwright/test";
import { TOUR } from "../../demo/scenes.mjs";
import { readEnglish, readLanguages } from "../../tools/languages/read.mjs";
import { play } from "./visit.mjs";

const AXE = readFileSync(new URL(import.meta.resolve("axe-core/axe.min.js")), "utf8");
const languages = Object.fromEntries(readLanguages(process.cwd()).map((language) => [language.name, language]));
const wordsIn = (messages) => new Set((JSON.stringify(Object.values(messages)).replace(/\{\w+\}|"\w+":/g, " ").match(/\p{L}{2,}/gu) ?? []).map((word) => word.toLowerCase()));
const english = wordsIn(readEnglish(process.cwd()));

test.use({ contextOptions: { reducedMotion: "reduce" } });

/** Serves all pages of the demo in a language. */
async function speak(page, name) {
  const { direction = "ltr" } = languages[name];
  await page.route((address) => /(\/|\.html)$/.test(address.pathname), async (route) => {
    const response = await route.fetch();
    const body = (await response.text()).replace(/<html lang="[\w-]+"/, `<html lang="${name}" dir="${direction}"`);
    await route.fulfill({ response, body });
  });
}

/** All text of the elements, visible or for screen readers, without the shop's own: titles, names, notes, testimonials. Runs in the page. */
async function sayings() {
  const { currentPlan, explain } = await import("/pkg/tillside.js");
  const own = [];
  const collect = (value, key) => {
    if (typeof value === "string" && ["title", "name", "reward", "note", "testimonial", "earned", "benefits", "mix"].includes(key)) own.push(value);
    else if (value && typeof value === "object") for (const [name, inner] of Object.entries(value)) collect(inner, Array.isArray(value) ? key : name);
  };
  collect([currentPlan(), explain()], "");
  own.sort((one, other) => other.length - one.length);
  const roots = [...document.querySelectorAll("*")].filter(({ localName }) => localName.startsWith("tillside-")).flatMap(({ shadowRoot }) => shadowRoot ?? []);
  const nodes = roots.flatMap((root) => [...root.querySelectorAll(".mount *, .live-region *")]);
  const texts = nodes.flatMap((node) => {
    const inner = [...node.childNodes].filter(({ nodeType }) => nodeType === Node.TEXT_NODE).map(({ data }) => data);
    return [...inner, ...["aria-label", "aria-valuetext", "title", "alt"].map((name) => node.getAttribute(name) ?? "")];
  });
  return texts.filter(Boolean).map((text) => own.reduce((rest, name) => rest.replaceAll(name, " "), text).trim()).filter(Boolean);
}

for (const name of ["de", "ja", "ar"]) {
  test(`${name}: not one English word in any scene`, async ({ page }) => {
    test.setTimeout(180_000);
    await speak(page, name);
    const own = wordsIn(languages[name].messages);
    // Pound sterling is written with its country in some languages.
    const isEnglish = (word) => word !== "uk" && (name === "de" ? english.has(word) && !own.has(word) : /^[a-z]+$/.test(word));
    const found = [];
    let texts = 0;
    for (const { id, offer } of TOUR) {
      await play(page, id);
      if (offer.startsWith("tillside-")) await expect(page.locator(offer).locator("section"), id).toBeVisible();
      if (id === "bundle") await page.locator("tillside-bundle").getByRole("button").click();
      if (id === "bundle") await expect(page.locator("tillside-bundle").locator(".live-region")).not.toBeEmpty();
      const said = await page.evaluate(sayings);
      texts += said.length;
      for (const text of said) {
        const words = (text.match(/\p{L}{2,}/gu) ?? []).map((word) => word.toLowerCase()).filter(isEnglish);
        if (words.length > 0) found.push(`${id}: ${words.join(" ")} in "${text}"`);
      }
    }
    expect(found).toEqual([]);
    expect(texts, "texts that were looked at").toBeGreaterThan(200);
  });
}

/** Boxes that are wider than the element, or have more content than room. Runs in the page. */
function overflowing() {
  const hosts = [...document.querySelectorAll("*")].filter(({ localName, shadowRoot }) => localName.startsWith("tillside-") && shadowRoot);
  return hosts.flatMap((host) => {
    const { left, right } = host.getBoundingClientRect();
    return [...host.shadowRoot.querySelectorAll(".mount *")].flatMap((node) => {
      const box = node.getBoundingClientRect();
      const isOut = box.width > 0 && (box.left < left - 1 || box.right > right + 1);
      const isFull = node.clientWidth > 0 && node.scrollWidth > node.clientWidth + 1;
      return isOut || isFull ? [`${host.localName} ${node.className}: ${node.textContent.slice(0, 60)}`] : [];
    });
  });
}

for (const name of ["de", "ar", "ja", "fi"]) {
  test(`${name}: on a screen of 320 pixels nothing overflows, and axe finds nothing, in any scene`, async ({ page }) => {
    test.setTimeout(240_000);
    await page.setViewportSize({ width: 320, height: 800 });
    await speak(page, name);
    for (const { id } of TOUR) {
      await play(page, id);
      expect(await page.evaluate(overflowing), id).toEqual([]);
      await page.evaluate(AXE);
      const found = await page.evaluate(async () => (await window.axe.run({ runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] })).violations);
      expect(found.flatMap(({ id, nodes }) => nodes.map(({ target, failureSummary }) => `${id}: ${target.flat().join(" ")}: ${failureSummary}`)), id).toEqual([]);
      if (process.env.TILLSIDE_SCREENSHOTS) await page.screenshot({ path: `${process.env.TILLSIDE_SCREENSHOTS}/${name}-${id}.png`, fullPage: true });
    }
  });
}
