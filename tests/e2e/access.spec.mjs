// axe finds nothing to object to on any page of the demo shop, in either colour scheme and writing direction.

import { readFileSync } from "node:fs";
import { expect, test } from "@playwright/test";

const AXE = readFileSync(new URL(import.meta.resolve("axe-core/axe.min.js")), "utf8");
const PAGES = ["/", "/?department=garden", "/product.html?sku=22423", "/product.html?sku=23355", "/product.html?sku=none", "/basket.html", "/checkout.html", "/membership.html", "/tour.html", "/product.html?sku=22784"];
const LINES = [
  { sku: "85123A", title: "White hanging heart t-light holder", priceMinor: 295, quantity: 2 },
  { sku: "22423", title: "Regency cakestand 3 tier", priceMinor: 2496, quantity: 1 },
];

// The page once it has come to rest, with this basket, written in this direction.
async function visit(page, address, { lines = [], direction = "ltr" }) {
  await page.addInitScript(
    ({ lines, direction }) => {
      localStorage.setItem("robin-and-reed", JSON.stringify({ lines, membership: null }));
      const turn = () => document.documentElement && (document.documentElement.dir = direction);
      new MutationObserver(turn).observe(document, { childList: true });
      turn();
    },
    { lines, direction },
  );
  await page.goto(address);
  await page.waitForFunction(() => [...document.querySelectorAll("tillside-bundle, tillside-shipping, tillside-plans, .below")].every((element) => element.hasAttribute("data-settled")));
  await page.waitForLoadState("networkidle");
}

// Every rule: WCAG 2.2 A and AA, and what axe calls best practice.
async function violations(page) {
  await page.evaluate(AXE);
  const found = await page.evaluate(async () => (await window.axe.run({ runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] })).violations);
  return found.flatMap(({ id, nodes }) => nodes.map(({ target, failureSummary }) => `${id}: ${target.flat().join(" ")}: ${failureSummary}`));
}

for (const colorScheme of ["light", "dark"]) {
  for (const direction of ["ltr", "rtl"]) {
    test.describe(`${colorScheme}, ${direction}`, () => {
      test.use({ colorScheme, contextOptions: { reducedMotion: "reduce" } });
      for (const address of PAGES) {
        test(`${address} is accessible`, async ({ page }) => {
          await visit(page, address, { lines: LINES, direction });
          expect(await page.evaluate(() => document.documentElement.dir)).toBe(direction);
          // Not of a page that shows less than it could.
          if (address === "/basket.html") await expect(page.locator("tillside-shipping").getByRole("progressbar")).toBeVisible();
          if (address === "/product.html?sku=22423") await expect(page.locator("tillside-bundle").getByRole("checkbox")).toHaveCount(4);
          expect(await violations(page)).toEqual([]);
        });
      }
    });
  }
}

test("an empty basket, an open live plan and an earned delivery are accessible", async ({ page }) => {
  await page.setViewportSize({ width: 1280, height: 800 });
  await visit(page, "/basket.html", {});
  expect(await violations(page)).toEqual([]);
  await visit(page, "/product.html?sku=22423", { lines: [{ ...LINES[1], quantity: 3 }] });
  await expect(page.locator("tillside-shipping").getByRole("status")).toHaveText(/^Add .* and get a jumbo bag free$/);
  await page.locator("details.live summary").click();
  expect(await violations(page)).toEqual([]);
});

test("without the widget the shop is accessible too", async ({ page }) => {
  await page.route("**/*.wasm", (route) => route.fulfill({ status: 404, body: "" }));
  for (const address of ["/product.html?sku=22423", "/membership.html"]) {
    await visit(page, address, { lines: LINES });
    await expect(page.locator(":root.no-widget")).toBeAttached();
    expect(await violations(page)).toEqual([]);
  }
});

test("what is wrong inside an element is found", async ({ page }) => {
  await visit(page, "/product.html?sku=22423", {});
  await page.locator("tillside-bundle").evaluate((bundle) => bundle.shadowRoot.append(document.createElement("button")));
  expect(await violations(page)).toEqual([expect.stringMatching(/^button-name: tillside-bundle /)]);
});

test("forced colours leave shapes to see", async ({ page }) => {
  await page.emulateMedia({ forcedColors: "active" });
  await visit(page, "/basket.html", { lines: [{ ...LINES[0], quantity: 30 }] });
  const shipping = page.locator("tillside-shipping");
  const [track, bar] = await Promise.all([".track", ".bar"].map((part) => shipping.locator(part).evaluate((box) => {
    const { borderTopStyle, borderTopColor, backgroundColor } = getComputedStyle(box);
    return { borderTopStyle, borderTopColor, backgroundColor };
  })));
  expect(track.borderTopStyle).toBe("solid");
  expect(bar.backgroundColor).not.toBe(track.backgroundColor);
  await expect(page.locator("tillside-plans").locator("[data-best=true]")).toHaveCSS("border-top-width", "3px");
});
