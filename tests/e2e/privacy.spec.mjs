// What docs/privacy.md says of the browser: what the widget touches, and what it asks for.

import { expect, test } from "@playwright/test";

/** Notes every use of storage, cookies, form fields and senders that the widget's own module makes, not those of a page that it tells. */
function watch() {
  const note = (what) => {
    const [, , , caller] = new Error().stack.split("\n"); // Behind the message, this function and the spy.
    if (caller?.includes("/pkg/tillside")) window.note(what);
  };
  const spy = (owner, name, what) => {
    const descriptor = Object.getOwnPropertyDescriptor(owner, name);
    for (const key of ["value", "get", "set"]) {
      const work = descriptor[key];
      if (typeof work !== "function") continue;
      descriptor[key] = function (...values) {
        note(what);
        return work.apply(this, values);
      };
    }
    Object.defineProperty(owner, name, descriptor);
  };
  for (const name of ["getItem", "setItem", "removeItem", "clear", "key"]) spy(Storage.prototype, name, `storage.${name}`);
  spy(Document.prototype, "cookie", "cookie");
  spy(IDBFactory.prototype, "open", "indexedDB");
  spy(CacheStorage.prototype, "open", "caches");
  spy(HTMLInputElement.prototype, "value", "field");
  spy(HTMLSelectElement.prototype, "value", "field");
  spy(HTMLTextAreaElement.prototype, "value", "field");
  spy(Navigator.prototype, "userAgent", "userAgent");
  spy(Navigator.prototype, "sendBeacon", "beacon");
  spy(XMLHttpRequest.prototype, "open", "request");
  spy(window, "WebSocket", "socket");
}

/** A shopper's way: a product, a bundle, the basket, the checkout with its form. */
async function shop(page) {
  await page.goto("/product.html?sku=22423");
  await expect(page.locator("tillside-bundle").getByRole("checkbox")).toHaveCount(4);
  await page.locator("tillside-bundle").getByRole("button").click();
  await page.goto("/basket.html");
  await expect(page.locator("tillside-shipping").getByRole("progressbar")).toBeVisible();
  await page.goto("/checkout.html");
  await page.getByRole("button", { name: "Fill in an example" }).click();
  await page.getByRole("button", { name: "Place order" }).click();
  await expect(page.locator("tillside-after").getByRole("heading")).toBeVisible();
}

/** What the widget touched on all pages of the way. */
async function touchedBy(page, work) {
  const touched = [];
  await page.exposeFunction("note", (what) => touched.push(what));
  await page.addInitScript(watch);
  await work();
  return touched;
}

test("a page that says nothing of consent: no storage is touched, no cookie, no form field", async ({ page }) => {
  const touched = await touchedBy(page, async () => {
    await page.goto("/tests/pages/plain.html");
    await expect(page.locator("tillside-bundle").getByRole("checkbox")).toHaveCount(4);
    await page.locator("tillside-bundle").getByRole("button").click();
    await expect(page.locator("tillside-also").getByRole("button").first()).toBeVisible();
    await page.locator("tillside-also").getByRole("button", { name: /^No thanks/ }).click();
    await expect(page.locator("tillside-also").locator("section")).toHaveCount(0);
  });
  expect(touched).toEqual([]);
});

test("a page that says there is no consent: what may be there is removed, and nothing else", async ({ page }) => {
  const touched = await touchedBy(page, () => shop(page));
  expect([...new Set(touched)]).toEqual(["storage.removeItem"]);
});

test("with consent one key is used, and it says what the privacy page says", async ({ page }) => {
  const touched = await touchedBy(page, async () => {
    await page.goto("/");
    await page.getByLabel(/Offers may remember/).check();
    await shop(page);
  });
  // The first page begins without.
  expect([...new Set(touched)].sort()).toEqual(["storage.getItem", "storage.removeItem", "storage.setItem"]);
  const kept = await page.evaluate(() => localStorage.getItem("tillside"));
  expect(new TextEncoder().encode(kept).length).toBeLessThanOrEqual(4096);
  // The demo shop has notes of its own.
  expect(await page.evaluate(() => Object.keys(localStorage).filter((key) => !key.startsWith("robin-and-reed")))).toEqual(["tillside"]);
  const notes = JSON.parse(kept);
  expect(Object.keys(notes).sort()).toEqual(["at", "basket", "bought", "dismissed", "left", "orders", "seen", "version"]);
  // Whose order it is nobody can read there.
  expect(kept).not.toMatch(/@|Street|\bName\b/i);
  await page.evaluate(async () => (await import("/pkg/tillside.js")).forget());
  expect(await page.evaluate(() => localStorage.getItem("tillside"))).toBe(null);
});

test("all requests are for own files and pictures, without a word of the basket in them", async ({ page, baseURL }) => {
  const requests = [];
  page.on("request", (request) => requests.push(request));
  await shop(page);
  const widget = requests.filter((request) => ["fetch", "xhr", "ping", "image"].includes(request.resourceType()) || request.url().includes("/pkg/"));
  const own = widget.filter((request) => !/\/catalog\//.test(request.url()));
  expect(own.length).toBeGreaterThan(5);
  for (const request of own) {
    const { origin, pathname, search } = new URL(request.url());
    expect(origin).toBe(baseURL);
    expect(pathname).toMatch(/^\/pkg\/tillside\.(js|wasm)$|^\/graph\/(manifest\.json|[0-9a-f]{16}-[0-9a-f]{4}\.bin)$|^\/pictures\/[\w-]+\.svg$|^\/www\/shop\/robin\.svg$/);
    expect([search, request.method(), request.postData()]).toEqual(["", "GET", null]);
  }
});
