// axe finds no violation on any page of the demo shop and in any state of any offer, in both color schemes and writing
// directions, which also change while the page is open.

import { readFileSync } from "node:fs";
import { expect, test } from "@playwright/test";
import { TOUR } from "../../demo/scenes.mjs";
import { CAKESTAND, HEARTS, play, visit } from "./visit.mjs";

const AXE = readFileSync(new URL(import.meta.resolve("axe-core/axe.min.js")), "utf8");
const PAGES = ["/", "/?department=garden", "/product.html?sku=22423", "/product.html?sku=none", "/cart.html", "/checkout.html", "/membership.html", "/tour.html"];
const LINES = [HEARTS, CAKESTAND];

test.use({ contextOptions: { reducedMotion: "reduce" } });

// All rules: WCAG 2.2 A and AA, and axe's best practices.
async function violations(page) {
  const found = await page.evaluate(async () => (await window.axe.run({ runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] })).violations);
  return found.flatMap(({ id, nodes }) => nodes.map(({ target, failureSummary }) => `${id}: ${target.flat().join(" ")}: ${failureSummary}`));
}

async function expectAccess(page) {
  await page.evaluate(AXE);
  for (const colorScheme of ["light", "dark"]) {
    await page.emulateMedia({ colorScheme });
    for (const direction of ["ltr", "rtl"]) {
      await page.evaluate((direction) => (document.documentElement.dir = direction), direction);
      expect(await violations(page), `${colorScheme}, ${direction}`).toEqual([]);
    }
  }
}

for (const address of PAGES) {
  test(`${address} is accessible`, async ({ page }) => {
    await visit(page, address, LINES);
    // A page without offers would pass too easily.
    if (address === "/cart.html") await expect(page.locator("tillside-shipping").getByRole("progressbar")).toBeVisible();
    if (address === "/product.html?sku=22423") await expect(page.locator("tillside-bundle").getByRole("checkbox")).toHaveCount(4);
    await expectAccess(page);
  });
}

for (const { id, offer } of TOUR) {
  test(`the scene of ${id} is accessible`, async ({ page }) => {
    await play(page, id);
    if (offer.startsWith("tillside-")) await expect(page.locator(offer).locator("section")).toBeVisible();
    if (id === "memberships") await expect(page.locator("tillside-memberships").locator("[data-best=true]")).toBeVisible();
    await expectAccess(page);
  });
}

/**
 * An element for any offer. The page refuses the last product of an addition; with `isGone` the offer disappears at
 * once, and the next one follows.
 */
async function refused(page, isGone) {
  await page.goto("/tests/pages/plain.html");
  // The result of an addition is shown for some seconds; axe takes longer.
  await page.clock.install();
  // axe treats a page without a background as white, even in a dark scheme.
  await page.addStyleTag({ content: "html { color-scheme: light dark; background: Canvas }" });
  await page.evaluate((isGone) => {
    const offers = Object.assign(document.createElement("tillside-offers"), { sku: "22423" });
    document.querySelector("tillside-bundle").replaceWith(offers);
    offers.addEventListener("tillside-add", (event) => {
      event.stopPropagation(); // The page would take it all.
      event.respondWith(Promise.resolve([event.detail.items.at(-1).sku]));
      if (isGone) offers.dispatchEvent(new CustomEvent("tillside-dismiss", { bubbles: true, composed: true, detail: { listId: event.detail.listId } }));
    });
  }, isGone);
  const offers = page.locator("tillside-offers");
  await offers.getByRole("button", { name: "Add 4 to basket" }).click();
  await expect(offers.getByRole("alert")).toHaveText(/^Sorry, we couldn’t add: /);
  await expect(offers.locator("[part=bundle]")).toHaveCount(isGone ? 0 : 1);
}

/** Other states of an element. */
const STATES = {
  "an empty cart": (page) => visit(page, "/cart.html"),
  "an open live plan": async (page) => {
    await page.setViewportSize({ width: 1280, height: 800 });
    await visit(page, "/product.html?sku=22423", [{ ...CAKESTAND, quantity: 5 }]);
    await expect(page.locator("tillside-shipping").getByRole("status")).toHaveText(/^Spend .* more to get a jumbo bag free$/);
    await page.locator("details.live summary").click();
  },
  "a reward that is earned": async (page) => {
    await visit(page, "/cart.html", [{ ...CAKESTAND, quantity: 12 }]);
    await expect(page.locator("tillside-shipping").getByRole("status")).toHaveText("You get 10% off");
  },
  "a bundle that was added": async (page) => {
    await visit(page, "/product.html?sku=22423");
    const bundle = page.locator("tillside-bundle");
    // The message is shown for some seconds; axe takes longer.
    await page.clock.install();
    await bundle.getByRole("button").click();
    await expect(bundle.locator(".live-region")).toHaveText("4 items added to your basket");
  },
  "a product refused": (page) => refused(page, false),
  "a product refused, and another offer in its place": (page) => refused(page, true),
  "prices by the month": async (page) => {
    await visit(page, "/membership.html", LINES);
    const month = page.locator("tillside-memberships").getByRole("button", { name: "Monthly" });
    await month.click();
    await expect(month).toHaveAttribute("aria-pressed", "true");
  },
  "a bundle without a checked box": async (page) => {
    await visit(page, "/product.html?sku=22423");
    const bundle = page.locator("tillside-bundle");
    for (const tick of await bundle.getByRole("checkbox").all()) await tick.uncheck();
    await expect(bundle.getByRole("button")).toBeDisabled();
  },
  "a dismissed offer": async (page) => {
    await visit(page, "/cart.html", LINES);
    await page.locator("tillside-also-bought").getByRole("button", { name: /^Hide: / }).click();
    await expect(page.locator("tillside-also-bought").locator("section")).toHaveCount(0);
  },
  "a member": async (page) => {
    await visit(page, "/membership.html", LINES);
    await page.locator("tillside-memberships").getByRole("button", { name: /^Join/ }).first().click();
    await expect(page.locator("tillside-memberships").locator("section")).toHaveCount(0);
  },
  "the default colors of an element": async (page) => {
    // axe treats a page without a background as white, even in a dark scheme.
    await page.goto("/tests/pages/plain.html");
    await page.addStyleTag({ content: "html { color-scheme: light dark; background: Canvas }" });
    await page.locator("tillside-bundle").getByRole("button").click();
    await expect(page.locator("tillside-shipping").getByRole("button")).toBeVisible();
  },
  "a widget that is still on its way": async (page) => {
    await page.route("**/*.wasm", () => {});
    await page.goto("/membership.html");
    await expect(page.getByText("Choose a membership below")).toBeAttached();
  },
  "a product page without the widget": async (page) => {
    await page.route("**/*.wasm", (route) => route.fulfill({ status: 404, body: "" }));
    await visit(page, "/product.html?sku=22423", LINES);
    await expect(page.locator(":root.no-widget")).toBeAttached();
  },
  "a membership page without the widget": async (page) => {
    await page.route("**/*.wasm", (route) => route.fulfill({ status: 404, body: "" }));
    await visit(page, "/membership.html", LINES);
    await expect(page.locator(":root.no-widget")).toBeAttached();
  },
};

for (const [state, reach] of Object.entries(STATES)) {
  test(`${state}: accessible`, async ({ page }) => {
    await reach(page);
    await expectAccess(page);
  });
}

test("defects inside an element are found", async ({ page }) => {
  await visit(page, "/product.html?sku=22423");
  await page.locator("tillside-bundle").evaluate((bundle) => bundle.shadowRoot.append(document.createElement("button")));
  await page.evaluate(AXE);
  expect(await violations(page)).toEqual([expect.stringMatching(/^button-name: tillside-bundle /)]);
});
