// Opens a page of the demo shop, with a cart or with a scene of the tour, and waits until it is idle.

const isSettled = () => [...document.querySelectorAll("tillside-bundle, tillside-shipping, tillside-memberships, .below")].every((element) => element.hasAttribute("data-settled"));

/** Waits until no further plans are made and no further files arrive. */
export async function settled(page) {
  // The wasm is loaded when an offer comes near the viewport, or when the page asks for the plan.
  await page.evaluate(async () => (await import("/pkg/tillside.js")).currentPlan());
  await page.waitForFunction(isSettled);
  await page.waitForLoadState("networkidle");
}

/** Opens the page with this cart and waits until it is idle. */
export async function visit(page, address, lines = []) {
  await page.addInitScript((lines) => localStorage.setItem("robin-and-reed", JSON.stringify({ lines, membership: null })), lines);
  await page.goto(address);
  await settled(page);
}

/** Plays a scene of the tour and waits until the page is idle; the follow-up scene plays on the thank-you page. */
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

export const CAKESTAND = { sku: "22423", title: "Regency cakestand 3 tier", priceMinor: 1275, quantity: 1 };
export const HEARTS = { sku: "85123A", title: "White hanging heart t-light holder", priceMinor: 295, quantity: 2 };

/** Presses the own button of a page of tests/pages, which adds one piece without the widget. */
export const shopAdds = (page, { sku, priceMinor }) =>
  page.evaluate((line) => document.dispatchEvent(new CustomEvent("shop-add", { detail: { items: [{ ...line, quantity: 1 }] } })), { sku, priceMinor });
