// The built package in the frameworks of tests/frameworks.
import assert from "node:assert/strict";
import { FRAMEWORKS, bundle } from "../frameworks/bundle.mjs";
import { scenario } from "./scenario.mjs";

const title = () => document.querySelector("tillside-bundle").shadowRoot.querySelector("[part=title]")?.textContent;
const press = (id) => document.getElementById(id).click();

for (const [name, file] of Object.entries(FRAMEWORKS)) {
  scenario(`${name}: the framework sets properties, receives events, adds and removes elements`, async (page) => {
    await page.open({ page: { script: `<script type="module">${await bundle(file)}</script>`, body: '<div id="app"></div>' } });
    await page.shows();
    const first = await page.run(title);

    await page.adds();
    await page.follows();
    assert.equal(await page.run(() => document.querySelector("output").textContent), "4");

    await page.run(press, "other");
    await page.until(title, (now) => now && now !== first, "another product");

    const way = () => document.querySelector("tillside-shipping")?.shadowRoot.querySelector("[role=progressbar]")?.getAttribute("aria-valuetext") ?? null;
    const reached = await page.run(way);
    for (let round = 0; round < 3; round += 1) {
      await page.run(press, "leave");
      await page.until(() => document.querySelector("tillside-bundle") === null);
      await page.run(press, "leave");
      await page.until(way, (now) => now === reached, reached);
    }
    assert.notEqual(await page.until(title), first);
    await page.isSilent();
  });
}
