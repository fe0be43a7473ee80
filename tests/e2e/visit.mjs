// How tests come to a page of the demo shop: with a basket, or by a scene of the tour; and what they wait for.

const isSettled = () => [...document.querySelectorAll("tillside-bundle, tillside-shipping, tillside-plans, .below")].every((element) => element.hasAttribute("data-settled"));

/** At rest: nothing more is planned, nothing more arrives. */
export async function settled(page) {
  await page.waitForFunction(isSettled);
  await page.waitForLoadState("networkidle");
}

/** The page with this basket, at rest. */
export async function visit(page, address, lines = []) {
  await page.addInitScript((lines) => localStorage.setItem("robin-and-reed", JSON.stringify({ lines, membership: null })), lines);
  await page.goto(address);
  await settled(page);
}

/** A scene of the tour, at rest; the one after the purchase plays on the thank-you page. */
export async function play(page, scene) {
  await page.goto("/tour.html");
  await page.locator(`[data-scene="${scene}"]`).click();
  await page.waitForURL((address) => !address.pathname.startsWith("/tour"));
  if (scene === "after") {
    await page.getByRole("button", { name: "Fill in an example" }).click();
    await page.getByRole("button", { name: "Place order" }).click();
  }
  await settled(page);
}

export const CAKESTAND = { sku: "22423", title: "Regency cakestand 3 tier", priceMinor: 2496, quantity: 1 };
export const HEARTS = { sku: "85123A", title: "White hanging heart t-light holder", priceMinor: 295, quantity: 2 };
