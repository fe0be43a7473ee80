// The guided tour: every offer appears in its scene, works, and matches the shop's own totals.

import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "@playwright/test";
import { play, settled } from "./visit.mjs";

const pence = (text) => Math.round(Number(/£([\d,]+\.\d\d)/.exec(text)[1].replaceAll(",", "")) * 100);

test.beforeEach(async ({ page }) => {
  const failures = [];
  page.on("pageerror", (error) => failures.push(error.message));
  page.on("console", (message) => message.type() === "error" && failures.push(message.text()));
  page.failures = failures;
});
test.afterEach(({ page }) => expect(page.failures).toEqual([]));

const plan = (page) => page.evaluate(async () => (await import("/pkg/tillside.js")).currentPlan());
const cartLines = (page) => page.evaluate(() => JSON.parse(localStorage.getItem("robin-and-reed")).lines);

test("bundle: the price shown is the price charged, for every quantity", async ({ page }) => {
  await play(page, "bundle");
  const bundle = page.locator("tillside-bundle");
  await expect(bundle.getByRole("checkbox")).toHaveCount(4);
  await expect(bundle.locator("[part=saving]")).toHaveText(/^You save £\d/);
  const total = pence(await bundle.locator("[part=sum]").textContent());
  await bundle.getByRole("button").click();
  await page.goto("/cart.html");
  await expect(page.getByTestId("subtotal")).toHaveText(`£${(total / 100).toFixed(2)}`);
  const first = page.getByRole("spinbutton").first();
  await first.fill("7");
  await first.press("Enter");
  await page.keyboard.press("Tab");
  const [{ priceMinor }] = await cartLines(page);
  await expect(page.getByTestId("subtotal")).toHaveText(`£${((total + 6 * priceMinor) / 100).toLocaleString("en-GB", { minimumFractionDigits: 2 })}`);
});

test("bundle: a single product has no discount", async ({ page }) => {
  await play(page, "bundle");
  const bundle = page.locator("tillside-bundle");
  await expect(bundle.getByRole("checkbox")).toHaveCount(4);
  for (const place of [1, 2, 3]) await bundle.getByRole("checkbox").nth(place).uncheck();
  await expect(bundle.locator("[part=sum]")).toHaveText("£12.75");
  await expect(bundle.locator("[part=saving]")).toHaveCount(0);
});

test("also bought: every click in the cart has its effect at once", async ({ page }) => {
  await play(page, "also_bought");
  const also = page.locator("tillside-also-bought");
  const first = await also.locator("[part=title]").first().textContent();
  await also.getByRole("button", { name: `Add to basket: ${first}` }).click();
  await expect(page.locator("[data-lines]").getByText(first, { exact: true })).toBeVisible();
  await expect(also.getByText(first, { exact: true })).toHaveCount(0);
});

test("upgrade: it replaces the line", async ({ page }) => {
  await play(page, "upgrade");
  const upgrade = page.locator("tillside-upgrade");
  await expect(upgrade.locator("[part=note]")).toHaveText("Two lovebirds on the roof");
  await expect(upgrade.locator("[part=extra]")).toHaveText("£0.84 more");
  await page.getByRole("button", { name: "Add to basket", exact: true }).click();
  await upgrade.getByRole("button", { name: "Choose this one instead: White lovebird lantern" }).click();
  expect((await cartLines(page)).map(({ sku }) => sku)).toEqual(["22224"]);
});

test("add-ons: required parts come before everything else", async ({ page }) => {
  await play(page, "addons");
  await expect(page.locator("tillside-addons").locator("[part=reason]").first()).toHaveText("Required for Embossed glass tealight holder");
  expect((await plan(page)).offers[0].kind).toBe("addons");
});

test("services: they are added with their product, and removed with it", async ({ page }) => {
  await play(page, "services");
  const services = page.locator("tillside-services");
  await expect(services.locator("[part=title]")).toHaveText(["Gift wrap", "Two more years of warranty"]);
  await page.getByRole("button", { name: "Add to basket", exact: true }).click();
  await services.getByRole("button", { name: "Add: Two more years of warranty" }).click();
  await expect(services.locator("[part=title]")).toHaveText(["Gift wrap"]);
  await page.goto("/cart.html");
  await expect(page.getByText("Two more years of warranty")).toBeVisible();
  await page.getByRole("button", { name: "Remove Red diner wall clock" }).click();
  await expect(page.getByText("Your basket is empty.")).toBeVisible();
});

test("expensive product: other offers are absent", async ({ page }) => {
  await play(page, "big-ticket");
  await expect(page.locator("tillside-services").getByRole("heading")).toBeVisible();
  expect((await plan(page)).offers.map(({ kind }) => kind)).toEqual(["services"]);
  await expect(page.getByRole("heading", { name: "More like this" })).toHaveCount(0);
});

test("sample: one free sample, and no second one", async ({ page }) => {
  await play(page, "trial");
  const trial = page.locator("tillside-trial");
  await expect(trial.locator("[part=price]")).toHaveText("Free");
  const before = await page.getByTestId("subtotal").textContent();
  await trial.getByRole("button", { name: /^Add sample/ }).click();
  await expect(page.locator("[data-lines]").getByText("Six cake cases to try")).toBeVisible();
  await expect(page.getByTestId("subtotal")).toHaveText(before);
  await expect(trial.locator("section")).toHaveCount(0);
});

test("memberships: highlighted if it saves the shopper more than it costs, and only with consent", async ({ page }) => {
  await play(page, "memberships");
  const memberships = page.locator("tillside-memberships");
  await expect(memberships.locator("[data-best=true] [part=badge]")).toHaveText("Best for the way you shop");
  const saved = pence(await memberships.locator("[data-best=true] [part=yearly]").textContent());
  expect(saved).toBeGreaterThan(2900);
  await page.getByLabel(/Offers may remember/).uncheck();
  await expect(memberships.locator("[part=badge]")).toHaveCount(0);
});

test("shipping: up to three products close the gap, and the next reward follows", async ({ page }) => {
  await play(page, "shipping");
  const shipping = page.locator("tillside-shipping");
  const remaining = pence(await shipping.getByRole("status").textContent());
  const prices = (await shipping.locator("[part=price]").allTextContents()).map(pence);
  expect(prices.length).toBeGreaterThan(0);
  expect(prices.length).toBeLessThanOrEqual(3);
  expect(prices.reduce((sum, price) => sum + price)).toBeGreaterThanOrEqual(remaining);
  await shipping.getByRole("button").click();
  await expect(page.getByTestId("delivery")).toHaveText("Free");
  await expect(shipping.getByRole("status")).toHaveText(/get a jumbo bag free$/);
  await page.getByRole("spinbutton").first().fill("5");
  await page.keyboard.press("Tab");
  await expect(page.locator("[data-totals]").getByText("A gift: a jumbo bag")).toBeVisible();
  await expect(shipping.getByRole("status")).toHaveText(/^Spend £[\d.]+ more to get 10% off$|^You get 10% off$/);
});

test("loyalty points: one inexpensive product that reaches the voucher", async ({ page }) => {
  await play(page, "loyalty");
  const points = page.locator("tillside-loyalty");
  await expect(points.locator("[part=lead]")).toHaveText("Earn 46 points with this order. Collect 6 more to get a £5 voucher");
  await expect(points.locator("[part=reason]")).toHaveText(/^Earns \d+ more points, enough for a £5 voucher$/);
  await points.getByRole("button", { name: /^Add to basket/ }).click();
  await expect(points.locator("[part=lead]")).toHaveText(/^Earn \d+ points with this order\. Collect \d+ more to get a £15 voucher$/);
});

test("deal: the same for every shopper on a date, with its true end", async ({ page, browser }) => {
  await play(page, "deal");
  const deal = page.locator("tillside-deal");
  await expect(deal.locator("[part=lead]")).toHaveText(/^Ends at \d\d:\d\d$/);
  const unit = async (page) => (await plan(page)).offers.find(({ kind }) => kind === "deal");
  const first = await unit(page);
  expect(first.items[0].priceMinor).toBeLessThan(first.items[0].wasMinor);
  const { policy } = JSON.parse(readFileSync("target/demo/facts.json", "utf8"));
  const turn = policy.deal.pool.find(({ sku }) => sku === first.items[0].sku);
  expect(first.items[0].wasMinor).toBe(turn.lowest_minor);
  const local = new Date(first.endsAtMs).toLocaleTimeString("en-GB", { timeZone: "Europe/London" });
  expect(local).toBe("00:00:00");
  const elsewhere = await browser.newContext({ timezoneId: "Asia/Tokyo" });
  const other = await elsewhere.newPage();
  await other.goto(new URL("/", page.url()).href);
  await settled(other);
  await expect(other.locator("tillside-deal").getByRole("heading")).toBeVisible();
  expect(await unit(other)).toEqual(first);
  await elsewhere.close();
});

test("abandoned cart: restored in one click, only with consent", async ({ page }) => {
  await play(page, "abandoned_cart");
  const recovery = page.locator("tillside-abandoned-cart");
  await expect(recovery.locator("[part=lead]")).toHaveText(/^With these, you’re £[\d.]+ away from free delivery$/);
  await recovery.getByRole("button", { name: /^Add to basket for/ }).click();
  await expect(page.getByRole("link", { name: "Basket (4)" })).toBeVisible();
  await expect(recovery.locator("section")).toHaveCount(0);
  await play(page, "abandoned_cart");
  await expect(recovery.getByRole("heading")).toBeVisible();
  await page.getByLabel(/Offers may remember/).uncheck();
  await expect(recovery.locator("section")).toHaveCount(0);
});

test("follow-up: companions of the order, products that can still be added, and dates of the next purchase", async ({ page }) => {
  await play(page, "after");
  await expect(page.getByRole("heading", { name: "Thank you for your order" })).toBeFocused();
  await expect(page.locator("tillside-follow-up").getByRole("heading")).toHaveText("Goes well with your order");
  await expect(page.locator("tillside-services").locator("[part=title]").first()).toHaveText("Gift wrap");
  await expect(page.locator("tillside-buy-again").locator("[part=reason]").first()).toHaveText(/^Usually reordered after \d+ days$/);
  await expect(page.locator("tillside-buy-again").getByRole("button", { name: /^Add/ })).toHaveCount(0);
  const { offers } = await plan(page);
  const after = offers.find(({ kind }) => kind === "follow_up");
  expect(after.items.map(({ sku }) => sku)).not.toContain("22423");
});

test("buy again: due products, from the history that the shop sets", async ({ page }) => {
  await play(page, "buy_again");
  const again = page.locator("tillside-buy-again");
  await expect(again.locator("[part=title]").first()).toHaveText("Pack of 72 retrospot cake cases");
  await expect(again.locator("[part=reason]").first()).toHaveText(/You bought it 95 days ago$|^You buy this often$/);
});

test("sold out: only the nearest alternatives", async ({ page }) => {
  await play(page, "sold_out_alternatives");
  await expect(page.locator("tillside-bundle").getByRole("heading")).toHaveText("Sold out: similar products");
  const { offers, shipping } = await plan(page);
  expect(offers.map(({ kind }) => kind)).toEqual(["sold_out_alternatives"]);
  expect(shipping).toBe(null);
});

test("ratings: stars where the catalog has them, otherwise nothing", async ({ page }) => {
  await play(page, "proof");
  const bundle = page.locator("tillside-bundle");
  await expect(bundle.locator("[part=rating]").first()).toHaveText("★ 4.6 (83 reviews)");
  await expect(bundle.locator("[part=quote]").first()).toHaveText("“The two lovebirds made my mother cry, in a good way.”");
  const { offers } = await plan(page);
  const unrated = offers[0].items.filter(({ rating }) => !rating).length;
  await expect(bundle.locator("[part=rating]")).toHaveCount(offers[0].items.length - unrated);
  expect(unrated).toBeGreaterThan(0);
});

test("a dismissed offer stays away, with consent also on the next page", async ({ page }) => {
  await play(page, "buy_again");
  await page.locator("tillside-deal").getByRole("button", { name: "Hide: Deal of the day" }).click();
  await expect(page.locator("tillside-deal").locator("section")).toHaveCount(0);
  await page.reload();
  await expect(page.locator("tillside-buy-again").getByRole("heading")).toBeVisible();
  await expect(page.locator("tillside-deal").locator("section")).toHaveCount(0);
  await page.getByLabel(/Offers may remember/).uncheck();
  await page.reload();
  await expect(page.locator("tillside-deal").getByRole("heading")).toBeVisible();
});

test("without consent nothing is stored", async ({ page }) => {
  await page.goto("/product.html?sku=22423");
  await expect(page.locator("tillside-bundle").getByRole("checkbox")).toHaveCount(4);
  await page.locator("tillside-bundle").getByRole("button").click();
  await page.goto("/");
  await settled(page);
  await page.locator("tillside-deal").getByRole("button", { name: /^Hide: / }).click();
  expect(await page.evaluate(() => localStorage.getItem("tillside"))).toBe(null);
  await page.getByLabel(/Offers may remember/).check();
  expect(await page.evaluate(() => localStorage.getItem("tillside"))).toContain("deal");
  await page.getByLabel(/Offers may remember/).uncheck();
  expect(await page.evaluate(() => localStorage.getItem("tillside"))).toBe(null);
});

test("a cart that was abandoned half an hour ago is offered again", async ({ page }) => {
  await page.clock.install({ time: new Date("2026-03-02T10:00:00Z") });
  await page.goto("/");
  await page.getByLabel(/Offers may remember/).check();
  await page.goto("/product.html?sku=22423");
  await page.getByRole("button", { name: "Add to basket", exact: true }).click();
  await expect(page.getByRole("link", { name: "Basket (1)" })).toBeVisible();
  await page.clock.setFixedTime(new Date("2026-03-02T10:20:00Z"));
  await page.goto("/");
  await settled(page);
  await expect(page.locator("tillside-deal").getByRole("heading")).toBeVisible();
  await expect(page.locator("tillside-abandoned-cart").locator("section")).toHaveCount(0);
  // On the next visit the shop has no cart; the widget has stored it.
  await page.evaluate(() => localStorage.removeItem("robin-and-reed"));
  await page.clock.setFixedTime(new Date("2026-03-02T11:00:00Z"));
  await page.goto("/");
  await settled(page);
  await expect(page.locator("tillside-abandoned-cart").locator("[part=title]").first()).toHaveText("Regency cakestand 3 tier");
});

/** Replaces the graph by that of another shop, whose `shop.toml` is `change`d. */
async function opens(page, change) {
  const directory = mkdtempSync(join(tmpdir(), "tillside-shop-"));
  const from = (name) => `tests/data/shop/${name}.csv`;
  writeFileSync(join(directory, "shop.toml"), change(readFileSync("tests/data/shop/shop.toml", "utf8").replace(/^image = .*$/m, "")));
  execFileSync("target/release/tillside", ["build", "--quiet", "--orders", from("orders"), "--catalog", from("catalog"), "--shop", join(directory, "shop.toml"), "--out", join(directory, "graph")]);
  await page.route("**/graph/**", (route) => {
    const path = join(directory, new URL(route.request().url()).pathname);
    return existsSync(path) ? route.fulfill({ path }) : route.fallback();
  });
  page.once("close", () => rmSync(directory, { recursive: true }));
}

test("current prices and stock take precedence, from the page's JSON-LD and from a file", async ({ page }) => {
  const guest = (jsonLd) => `<!doctype html><html lang="en-GB"><title>A guest</title>
    <script type="application/ld+json">${JSON.stringify(jsonLd)}</script>
    <script type="module" src="/pkg/tillside.js" data-graph="/graph/" data-json-ld></script>
    <tillside-bundle sku="22423"></tillside-bundle>`;
  const offer = (sku, price, availability) => ({ "@type": "Product", sku, offers: { "@type": "Offer", price, priceCurrency: "GBP", availability: `https://schema.org/${availability}` } });
  await page.route("**/guest.html", (route) =>
    route.fulfill({ contentType: "text/html", body: guest({ "@context": "https://schema.org", "@graph": [offer("22423", "30.00", "InStock"), offer("23245", "4.95", "OutOfStock")] }) }));
  await page.goto("/guest.html");
  const bundle = page.locator("tillside-bundle");
  await expect(bundle.locator("[part=was]").first()).toHaveText("£30.00");
  expect((await plan(page)).offers[0].items.map(({ sku }) => sku)).not.toContain("23245");

  // The deal's rotation has one product, so that it is the deal of every day.
  await opens(page, (shop) => `${shop.replace("[deal]", '[deal]\nskus = ["CANDLE"]')}\n[freshness]\nlive = true\nstale = "hidden"\nmax_age_days = 30\n`);
  await page.route("**/graph/live.json", (route) => route.fulfill({ json: { products: { LANTERN: { priceMinor: 2600 }, CANDLE: { priceMinor: 350 } } } }));
  await page.route("**/guest.html", (route) => route.fulfill({ contentType: "text/html", body: guest({}).replace("22423", "LANTERN") }));
  await page.goto("/guest.html");
  // The graph is years old, so only prices from the file are used; the candle is the deal of the day, 20 percent off.
  await expect(bundle.locator("[part=price]")).toHaveText(["£26.00", "£2.80"]);
});

test("a goal in items is counted, filled and shown in the language of the page, before and after the wasm arrives", async ({ page }) => {
  // The default plan is that of a product page. There the bundle takes the products that could complete the cart.
  let [lang, bundle] = ["en-GB", '<tillside-bundle sku="LANTERN"></tillside-bundle>'];
  const guest = () => `<!doctype html><html lang="${lang}"><title>A guest</title>
    <script type="module" src="/pkg/tillside.js" data-graph="/graph/"></script>${bundle}<tillside-shipping></tillside-shipping>`;
  // Without a deal, before which the first paint would wait for the date.
  await opens(page, (shop) => shop.replace(/^free_from = .*$/m, "free_from_items = 3").replace(/^\[deal\][^[]*/m, "").replace(/\[\[shipping\]\]\nname = "Express[^[]*/, ""));
  await page.route("**/guest.html", (route) => route.fulfill({ contentType: "text/html", body: guest() }));
  await page.route("**/*.wasm", () => {});
  const shipping = page.locator("tillside-shipping");
  await page.goto("/guest.html");
  await expect(shipping.getByRole("status")).toHaveText("Free delivery on 3 items or more");
  await page.unroute("**/*.wasm");
  bundle = "";
  for (const [language, empty, remaining] of [
    ["en-GB", "Free delivery on 3 items or more", "Add 1 more item for free delivery"],
    ["de", "Kostenloser Versand ab 3 Artikeln", "Noch 1 Artikel bis zum kostenlosen Versand"],
    ["pl", "Darmowa dostawa od 3 produktów", "Do darmowej dostawy brakuje 1 produktu"],
  ]) {
    lang = language;
    await page.goto("/guest.html");
    await settled(page);
    await expect(shipping.getByRole("status")).toHaveText(empty);
    await page.evaluate(async () => (await import("/pkg/tillside.js")).setCart([{ sku: "LANTERN", quantity: 2 }]));
    await expect(shipping.getByRole("status")).toHaveText(remaining);
    expect((await plan(page)).shipping.progress.goal).toEqual({ unit: "items", threshold: 3, counted: 2, remaining: 1 });
    await expect(shipping.getByRole("listitem")).toHaveCount(1);
  }
  const added = page.evaluate(() => new Promise((resolve) => document.addEventListener("tillside-add", ({ detail }) => resolve(detail.items.map(({ sku, quantity }) => ({ sku, quantity }))))));
  await shipping.getByRole("button").click();
  const lines = [{ sku: "LANTERN", quantity: 2 }, ...(await added)];
  await page.evaluate(async (lines) => (await import("/pkg/tillside.js")).setCart(lines), lines);
  await expect(shipping.getByRole("status")).toHaveText("Masz darmową dostawę");
  await expect(shipping.getByRole("progressbar")).toHaveAccessibleName("Darmowa dostawa od 3 produktów");
});

test("the panel lists the reasons for products that are not offered", async ({ page }) => {
  await page.setViewportSize({ width: 1280, height: 900 });
  await play(page, "big-ticket");
  await page.locator("details.live summary").click();
  const panel = page.locator("details.live");
  await expect(panel.getByRole("heading", { name: "Held back" })).toBeVisible();
  await expect(panel.getByText("the product is too expensive for other offers").first()).toBeVisible();
});
