// Shops of frameworks that connect their cart, a state of the framework: Next by the wrapper for React, SvelteKit by two functions.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { openShop } from "./single_page.mjs";
import { Visit, openBrowser } from "./visit.mjs";

let browser;
before(async () => (browser = await openBrowser()));
after(() => browser.close());

const count = (visit) => visit.page.evaluate(() => document.querySelector("output").textContent);

for (const [framework, mode] of [["next", "start"], ["next", "dev"], ["kit", "start"], ["kit", "dev"]]) {
  const name = `${{ next: "Next", kit: "SvelteKit" }[framework]}, ${mode === "dev" ? "development" : "production"}`;
  const visitShop = (address, width) => Visit.start(browser, `${framework}-${mode}`, { width, address });

  test(`${name}: elements are rendered on the server, add products, show refusals, follow the cart, and their links use the router`, { timeout: 300_000 }, async () => {
    const shop = await openShop(framework, mode);
    try {
      assert.match(await (await fetch(shop.address)).text(), /<tillside-bundle sku="DRIP"/);
      for (const width of [390, 1280]) {
        const visit = await visitShop(shop.address, width);
        assert.match(await visit.bundle(), /£49\.50/);
        await visit.picture("bundle");
        assert.equal((await visit.add()).heard, "3 items added to your basket");
        await visit.page.waitForFunction(() => document.querySelector("output").textContent === "3");
        await visit.untilSubtotal(4950);
        await visit.isCalm();
        await visit.end();
      }

      const refused = await visitShop(`${shop.address}?sold-out`);
      await refused.bundle();
      const answer = await refused.add();
      assert.equal(answer.heard, "2 items added to your basket");
      assert.match(answer.refused, /Pouring kettle \(Sold out\)/);
      assert.equal(await count(refused), "2");
      await refused.picture("refused");
      await refused.end();

      const visit = await visitShop(shop.address);
      await visit.bundle();
      await visit.page.click("#buy");
      await visit.untilSubtotal(1900);
      await visit.page.evaluate(() => (window.isSame = true));
      await visit.page.locator("tillside-bundle a[href*=paper]").first().click();
      await visit.page.waitForURL("**/products/paper-filters");
      await visit.page.waitForFunction(() => document.querySelector("h1").textContent.startsWith("Paper"));
      assert.equal(await visit.page.evaluate(() => window.isSame), true, "the router went there, not the browser");
      assert.equal(await count(visit), "1");
      await visit.untilSubtotal(1900);
      assert.deepEqual(visit.thrown, []);
      await visit.end();
      assert.doesNotMatch(shop.said(), /Document is not defined|HTMLElement is not defined/);
    } finally {
      await shop.close();
    }
  });
}
