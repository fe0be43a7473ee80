// Shopping with the keyboard only: the focus is always visible, and never lost when a new plan removes controls.

import { expect, test } from "@playwright/test";
import { CLICKS, trap, unpinned } from "../wasm_traps.mjs";
import { CAKESTAND, HEARTS, play, settled, visit } from "./visit.mjs";

test.use({ viewport: { width: 1280, height: 900 }, contextOptions: { reducedMotion: "reduce" } });

/** The focused control, through shadow roots: its name, its host, and whether its focus is visible. */
const focus = (page) =>
  page.evaluate(() => {
    let active = document.activeElement;
    while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
    const { outlineStyle, outlineWidth } = getComputedStyle(active);
    const { top, bottom, width } = active.getBoundingClientRect();
    return {
      name: active.getAttribute("aria-label") ?? active.labels?.[0]?.textContent.trim() ?? active.textContent.trim(),
      tag: active.localName,
      host: active.getRootNode().host?.localName ?? null,
      isVisible: width > 0 && (outlineStyle === "auto" || (outlineStyle !== "none" && parseFloat(outlineWidth) >= 2)) && bottom > 0 && top < innerHeight,
    };
  });

async function stop(page) {
  const here = await focus(page);
  expect(here.tag, "the focus is lost").not.toBe("body");
  expect(here.isVisible, `${here.tag} "${here.name}" shows its focus`).toBe(true);
  return here;
}

/** Presses Tab, or another key, until the focus is on a control with this name, in this element if one is given. */
async function reach(page, name, { key = "Tab", host } = {}) {
  const passed = [];
  for (let presses = 0; presses < 80; presses += 1) {
    await page.keyboard.press(key);
    // After the last control of a page, the focus moves to the browser for one stop.
    if ((await focus(page)).tag === "body") continue;
    const here = await stop(page);
    if (name.test(here.name) && (!host || here.host === host)) return here;
    passed.push(here.name);
  }
  throw new Error(`${name} was not reached: ${passed.join(" | ")}`);
}

test("from the front page to the thank-you page without a mouse", async ({ page }) => {
  test.slow();
  await page.goto("/");
  await settled(page);
  await reach(page, /^Regency cakestand 3 tier/);
  await page.keyboard.press("Enter");
  await page.waitForURL(/product\.html/);
  const bundle = page.locator("tillside-bundle");
  await expect(bundle.getByRole("checkbox")).toHaveCount(4);
  await settled(page);

  const last = await bundle.getByRole("checkbox").last().getAttribute("aria-label");
  await reach(page, new RegExp(`^${last}$`), { host: "tillside-bundle" });
  await page.keyboard.press("Space");
  await reach(page, /^Add 3 to basket$/);
  await page.keyboard.press("Enter");
  await expect(bundle.locator(".live-region")).toHaveText("3 items added to your basket");
  expect(await stop(page)).toMatchObject({ host: "tillside-bundle", tag: "button" });

  await reach(page, /^Basket \(3\)$/, { key: "Shift+Tab" });
  await page.keyboard.press("Enter");
  await page.waitForURL(/cart\.html/);
  await settled(page);
  await reach(page, /^Quantity of Regency cakestand/);
  await page.keyboard.press("ArrowUp");
  await page.keyboard.press("ArrowDown");
  const fill = page.locator("tillside-shipping").getByRole("button");
  await expect(fill).toBeVisible();
  await reach(page, /^Add (all )?for £/, { host: "tillside-shipping" });
  await page.keyboard.press("Enter");
  await expect(page.getByTestId("delivery")).toHaveText("Free");
  await stop(page);

  await reach(page, /^Go to checkout$/, { key: "Shift+Tab" });
  await page.keyboard.press("Enter");
  await page.waitForURL(/checkout\.html/);
  await settled(page);
  await reach(page, /^Fill in an example$/);
  await page.keyboard.press("Enter");
  await reach(page, /^Pretend to pay by invoice$/);
  await page.keyboard.press("ArrowDown");
  expect((await stop(page)).name).toBe("Pretend to pay by card");
  await reach(page, /^Place order$/);
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { name: "Thank you for your order" })).toBeFocused();

  await expect(page.locator("tillside-follow-up").getByRole("heading")).toBeVisible();
  await reach(page, /^Add to basket: /, { host: "tillside-follow-up" });
  await page.keyboard.press("Space");
  await expect(page.getByRole("link", { name: "Basket (1)" })).toBeVisible();
  await stop(page);
});

test("a dismissed offer moves the focus to the next offer, and the last one to the page", async ({ page }) => {
  await visit(page, "/cart.html", [CAKESTAND, HEARTS]);
  await reach(page, /^Hide: Customers also bought$/);
  await page.keyboard.press("Enter");
  await expect(page.locator("tillside-also-bought").locator("section")).toHaveCount(0);
  expect((await stop(page)).host).toMatch(/^tillside-(trial|memberships)$/);
  await page.goto("/");
  await reach(page, /^Hide: Deal of the day$/);
  await page.keyboard.press("Enter");
  await expect(page.locator("tillside-deal").locator("section")).toHaveCount(0);
  expect((await stop(page)).name).toMatch(/^Live plan/);
});

test("without a next offer, the focus moves to the previous one", async ({ page }) => {
  await play(page, "buy_again");
  await reach(page, /^Hide: Deal of the day$/);
  await page.keyboard.press("Space");
  await expect(page.locator("tillside-deal").locator("section")).toHaveCount(0);
  expect((await stop(page)).host).toBe("tillside-buy-again");
});

test("the focus stays in a list until all its products are added", async ({ page }) => {
  await visit(page, "/product.html?sku=23355");
  const rescue = page.locator("tillside-bundle");
  const rows = rescue.getByRole("button", { name: /^Add to basket: / });
  await expect(rows.first()).toBeVisible();
  const count = await rows.count();
  await rows.last().focus();
  for (let left = count; (await rows.count()) > 0 && left > -5; left -= 1) {
    const name = (await stop(page)).name;
    await page.keyboard.press("Enter");
    await expect(rescue.getByRole("button", { name, exact: true })).toHaveCount(0);
    const { host, tag } = await stop(page);
    if ((await rows.count()) > 0) expect([host, tag]).toEqual(["tillside-bundle", "button"]);
  }
  await expect(rescue.locator("section")).toHaveCount(0);
});

test("an earned reward keeps the focus where it is announced", async ({ page }) => {
  await visit(page, "/cart.html", [{ ...CAKESTAND, quantity: 10 }, { ...HEARTS, quantity: 5 }]);
  const shipping = page.locator("tillside-shipping");
  await reach(page, /^Add (all )?for £/, { host: "tillside-shipping" });
  await page.keyboard.press("Enter");
  await expect(shipping.getByRole("status")).toHaveText("You get 10% off");
  const here = await stop(page);
  expect([here.host, here.tag]).toEqual(["tillside-shipping", "section"]);
  // The focus continues from there, and the section itself is not a stop.
  await page.keyboard.press("Tab");
  expect((await stop(page)).host).not.toBe("tillside-shipping");
  await expect(shipping.locator("section")).not.toHaveAttribute("tabindex");
});

test("the focus stays at the memberships after the shopper has joined one", async ({ page }) => {
  await visit(page, "/membership.html", [CAKESTAND]);
  await reach(page, /^Join /);
  await page.keyboard.press("Enter");
  await expect(page.locator("tillside-memberships").locator("section")).toHaveCount(0);
  await stop(page);
});

test("a button that becomes disabled moves the focus on", async ({ page }) => {
  await visit(page, "/product.html?sku=22423");
  const bundle = page.locator("tillside-bundle");
  await expect(bundle.getByRole("checkbox")).toHaveCount(4);
  await reach(page, /^Add 4 to basket$/);
  await bundle.getByRole("checkbox").evaluateAll((ticks) => ticks.forEach((tick) => tick.click()));
  await expect(bundle.getByRole("button")).toBeDisabled();
  expect(await stop(page)).toMatchObject({ host: "tillside-bundle", tag: "a" });
});

test("a failure returns the focus to the page", async ({ page }) => {
  await page.route("**/*.wasm", (route) => route.fulfill({ contentType: "application/wasm", body: trap(CLICKS) }));
  await page.route("**/pkg/tillside.js", async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, body: unpinned(await response.text()) });
  });
  await visit(page, "/product.html?sku=22423");
  await reach(page, /^Add 4 to basket$/, { host: "tillside-bundle" });
  await page.keyboard.press("Enter");
  await expect(page.locator("tillside-bundle").locator("section")).toHaveCount(0);
  await stop(page);
});

for (const [what, late, missing] of [["a painted offer", "plans/*"], ["an offer", "*.wasm", "plans/*"]]) {
  test(`${what} that replaces the page's own content receives the focus`, async ({ page }) => {
    let arrive;
    const arrival = new Promise((resolve) => (arrive = resolve));
    await page.route(`**/${late}`, async (route) => (await arrival, route.continue()));
    if (missing) await page.route(`**/${missing}`, (route) => route.fulfill({ status: 404 }));
    await page.goto("/tests/pages/plain.html");
    await page.locator("tillside-bundle").evaluate((bundle) => bundle.append(Object.assign(document.createElement("a"), { href: "/", textContent: "More like this" })));
    await reach(page, /^More like this$/);
    arrive();
    await expect(page.locator("tillside-bundle").getByRole("checkbox")).toHaveCount(4);
    expect(await stop(page)).toMatchObject({ host: "tillside-bundle" });
  });
}

test("the focus does not return if the shopper has moved on", async ({ page }) => {
  await visit(page, "/cart.html", [CAKESTAND, HEARTS]);
  const also = page.locator("tillside-also-bought");
  await reach(page, /^Add to basket: /, { host: "tillside-also-bought" });
  const send = () => page.evaluate(() => document.querySelector("tillside-also-bought").shadowRoot.querySelector("[part=dismiss]").click());
  await page.getByRole("link", { name: "Membership", exact: true }).focus();
  await send();
  await expect(also.locator("section")).toHaveCount(0);
  await expect(page.getByRole("link", { name: "Membership", exact: true })).toBeFocused();

  await page.reload();
  await settled(page);
  await reach(page, /^Add to basket: /, { host: "tillside-also-bought" });
  await page.mouse.click(5, 500);
  await send();
  await expect(also.locator("section")).toHaveCount(0);
  expect((await focus(page)).tag).toBe("body");
});
