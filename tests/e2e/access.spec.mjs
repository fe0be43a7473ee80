// Every page of the demo shop with the widget in it, as axe sees it: light and dark, left to right and right to left.

import AxeBuilder from "@axe-core/playwright";
import { expect, test } from "@playwright/test";

const PAGES = ["/", "/product.html?sku=22423", "/basket.html", "/checkout.html", "/membership.html"];
const BASKET = {
  lines: [
    { sku: "85123A", title: "White hanging heart t-light holder", quantity: 2, priceMinor: 295 },
    { sku: "22423", title: "Regency cakestand 3 tier", quantity: 1, priceMinor: 1095 },
  ],
};

for (const colorScheme of ["light", "dark"]) {
  for (const dir of ["ltr", "rtl"]) {
    test(`nothing stands in anybody's way: ${colorScheme}, ${dir}`, async ({ browser, baseURL }) => {
      // axe is handed to the page as source, which the shop's own policy would refuse.
      const context = await browser.newContext({ baseURL, colorScheme, bypassCSP: true, reducedMotion: "reduce" });
      const page = await context.newPage();
      await page.goto("/");
      await page.evaluate((basket) => localStorage.setItem("robin-and-reed", JSON.stringify(basket)), BASKET);
      for (const path of PAGES) {
        await page.goto(path);
        await page.evaluate((dir) => (document.documentElement.dir = dir), dir);
        await page.waitForLoadState("networkidle");
        if (path.startsWith("/basket")) await expect(page.locator("tillside-shipping").getByRole("progressbar")).toBeVisible();
        if (path.startsWith("/product")) await expect(page.locator("tillside-bundle").getByRole("checkbox")).toHaveCount(4);
        const { violations } = await new AxeBuilder({ page }).analyze();
        const found = violations.map(({ id, nodes }) => `${path} ${id}: ${nodes.map(({ target }) => target.join(" ")).join(", ")}`);
        expect(found).toEqual([]);
      }
      await context.close();
    });
  }
}
