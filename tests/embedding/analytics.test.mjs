// What shoppers see, select and add: the events, and the analytics services that receive them.
import assert from "node:assert/strict";
import { ELEMENTS, SCRIPT, scenario } from "./scenario.mjs";

/** A script that notes the events of the widget in `window.told`, and takes links and additions itself. */
const NOTES = `<script>
  window.told = [];
  for (const name of ["view", "select", "added"]) document.addEventListener("tillside-" + name, ({ detail, target }) => told.push({ name, detail, at: target.localName }));
  document.addEventListener("tillside-select", (event) => event.preventDefault());
</script>`;
const CONSENT = '<script type="module">import { setConsent } from "/pkg/tillside.js"; setConsent(true);</script>';
const reporting = (name) => SCRIPT.replace("data-currency", `data-analytics="${name}" data-currency`);

const views = () => told.filter(({ name }) => name === "view").map(({ detail: { listId } }) => listId);
const added = () => told.filter(({ name }) => name === "added").map(({ detail }) => detail);
/** Scrolls to the element that shows a list, and waits until that has been seen. */
async function sees(page, list) {
  await page.run((kind) => document.querySelector(`tillside-${kind}`).scrollIntoView(), list.split(":")[0]);
  await page.until(views, (lists) => lists.includes(list), `a view of ${list}`);
}
const waits = (page, ms) => page.run((ms) => new Promise((resolve) => setTimeout(resolve, ms)), ms);

/** Follows the first link of the bundle. */
const selects = (page) => page.run(() => document.querySelector("tillside-bundle").shadowRoot.querySelectorAll("a[href]")[0].click());

scenario("an offer is seen once on a page, after half of it was visible for a second", async (page) => {
  await page.open({ page: { before: NOTES, body: `<div style="height: 3000px"></div>${ELEMENTS}<div style="height: 3000px"></div>` } });
  await page.run(async () => void (await import("/pkg/tillside.js")).currentPlan());
  await page.shows();
  await waits(page, 1500);
  assert.deepEqual(await page.run(views), [], "below the fold");
  // A glance in passing.
  await page.run(async () => {
    document.querySelector("tillside-bundle").scrollIntoView();
    await new Promise((resolve) => setTimeout(resolve, 200));
    scrollTo(0, 0);
  });
  await waits(page, 1500);
  assert.deepEqual(await page.run(views), [], "a glance");
  await sees(page, "bundle:22423");
  // Again, and with a new plan.
  await page.run(async () => {
    scrollTo(0, 0);
    await new Promise((resolve) => setTimeout(resolve, 100));
    (await import("/pkg/tillside.js")).setUnavailable(["no such product"]);
    document.querySelector("tillside-bundle").scrollIntoView();
  });
  await waits(page, 1800);
  const [{ detail, at }] = await page.run(() => told.filter(({ detail }) => detail.listId === "bundle:22423"));
  assert.deepEqual((await page.run(views)).filter((list) => list === "bundle:22423").length, 1);
  const { items, ...list } = detail;
  assert.deepEqual([list, at], [{ source: "bundle", listId: "bundle:22423", currency: "GBP" }, "tillside-bundle"]);
  assert.deepEqual(items.map(({ index }) => index), items.map((_, index) => index));
  assert.equal(items[0].sku, "22423");
  assert(items.every(({ title, quantity, priceMinor }) => title && quantity === 1 && priceMinor > 0));
  await page.isSilent();
});

scenario("an addition is reported when the cart has answered, with what it took and what it refused", async (page) => {
  await page.open({ page: { before: NOTES } });
  await page.shows();
  await page.run(() => document.addEventListener("tillside-add", (event) => {
    const [, second] = event.detail.items;
    event.respondWith(Promise.resolve([{ sku: second.sku, reason: "Only in our shop in Hull" }]));
  }, { once: true }));
  await page.adds();
  const [answer] = await page.until(added, ({ length }) => length === 1, "an answer");
  assert.deepEqual(answer.refused, [{ sku: answer.refused[0].sku, quantity: 1, reason: "Only in our shop in Hull" }]);
  assert.equal(answer.items.length, 3);
  assert(!answer.items.some(({ sku }) => sku === answer.refused[0].sku));
  // Without an answer, the cart that the page sets afterwards decides.
  await page.run(() => document.addEventListener("tillside-add", async ({ detail: { items } }) => {
    const { setCart } = await import("/pkg/tillside.js");
    setCart(items.map(({ sku, quantity, priceMinor }) => ({ sku, quantity, priceMinor })));
  }, { once: true }));
  await page.adds();
  const [, whole] = await page.until(added, ({ length }) => length === 2, "a second answer");
  assert.deepEqual([whole.items.length, whole.refused], [4, []]);
  // A page that refuses the event adds nothing, and there is nothing to report.
  await page.run(async () => {
    document.addEventListener("tillside-add", (event) => event.preventDefault(), { once: true });
    const { setCart } = await import("/pkg/tillside.js");
    setCart([]);
  });
  await page.shows();
  await page.adds();
  await waits(page, 200);
  assert.equal((await page.run(added)).length, 2);
});

scenario("Google Tag Manager receives what was seen, selected and added, with consent only", async (page) => {
  const manager = "<script>window.dataLayer = []; window.google_tag_manager = { 'GTM-TEST': {} }; window.gtag = () => dataLayer.push('gtag');</script>";
  await page.open({ page: { before: NOTES + manager, script: reporting("ga4") } });
  await page.shows();
  await sees(page, "bundle:22423");
  await selects(page);
  assert.deepEqual(await page.run(() => dataLayer), [], "without consent");

  await page.open({ page: { before: NOTES + manager, script: reporting("ga4") + CONSENT } });
  await page.shows();
  await sees(page, "bundle:22423");
  await sees(page, "memberships");
  await selects(page);
  await page.answers({ without: 2 });
  await page.until(added, ({ length }) => length === 1, "an answer");
  const layer = await page.run(() => dataLayer);
  assert(layer.every((entry, at) => (at % 2 === 0 ? entry.ecommerce === null : typeof entry.event === "string")), "each event follows an empty one");
  const events = layer.filter(({ event }) => event);
  const told = await page.run(() => window.told);
  const view = told.find(({ detail }) => detail.listId === "bundle:22423").detail;
  const product = ({ sku, title, priceMinor, quantity, wasMinor }, index) => ({
    item_id: sku, item_name: title, item_list_id: "bundle:22423", item_list_name: "Bundle", index, quantity, price: priceMinor / 100,
    ...(wasMinor > priceMinor && { discount: (wasMinor - priceMinor) / 100 }),
  });
  const list = { currency: "GBP", item_list_id: "bundle:22423", item_list_name: "Bundle" };
  const find = (wanted) => events.filter(({ event }) => event === wanted).map(({ ecommerce }) => ecommerce);
  assert.deepEqual(find("view_item_list").find(({ item_list_id: id }) => id === "bundle:22423"), { ...list, items: view.items.map(product) });
  assert.deepEqual(find("view_promotion").find(({ promotion_id: id }) => id === "memberships"), { promotion_id: "memberships", promotion_name: "Memberships" });
  const { sku } = told.find(({ name }) => name === "select").detail;
  const at = view.items.findIndex((item) => item.sku === sku);
  assert.deepEqual(find("select_item"), [{ ...list, items: [product(view.items[at], at)] }]);
  // What the cart took, at the places that it had in the list.
  const [{ items, refused }] = await page.run(added);
  assert.deepEqual([items.length, refused.length], [3, 1]);
  const value = items.reduce((sum, { priceMinor, quantity }) => sum + priceMinor * quantity, 0) / 100;
  const places = items.map(({ sku }) => view.items.findIndex((item) => item.sku === sku));
  assert.deepEqual(find("add_to_cart"), [{ currency: "GBP", value, items: items.map((item, n) => product(item, places[n])) }]);
  // Choosing a membership is no addition to the cart.
  await page.run(() => document.querySelector("tillside-memberships").shadowRoot.querySelector("[part=button]").click());
  assert.deepEqual(await page.run(() => dataLayer.at(-1)), { event: "select_promotion", ecommerce: { promotion_id: "memberships", promotion_name: "Memberships" } });
  const before = await page.run(() => dataLayer.length);
  await page.run(async () => (await import("/pkg/tillside.js")).setConsent(false));
  await selects(page);
  assert.equal(await page.run(() => dataLayer.length), before, "after consent was withdrawn");
});

scenario("gtag.js receives the events as commands, and a page without either keeps them for a later tag", async (page) => {
  const tag = "<script>window.calls = []; window.gtag = (...call) => calls.push(call);</script>";
  await page.open({ page: { before: NOTES + tag, script: reporting("ga4") + CONSENT } });
  await page.shows();
  await sees(page, "bundle:22423");
  const calls = await page.run(() => [calls, window.dataLayer]);
  const [[command, event, { item_list_id: list, currency }]] = calls[0].filter(([, , data]) => data.item_list_id === "bundle:22423");
  assert.deepEqual([command, event, list, currency, calls[1] ?? null], ["event", "view_item_list", "bundle:22423", "GBP", null]);

  await page.open({ page: { before: NOTES, script: reporting("ga4") + CONSENT } });
  await page.shows();
  await sees(page, "bundle:22423");
  assert((await page.run(() => dataLayer.map(({ event }) => event))).includes("view_item_list"));
});

scenario("Shopify's customer events receive what was seen, selected and added, with consent only", async (page) => {
  const shopify = "<script>window.published = []; window.Shopify = { analytics: { publish: (name, data) => published.push([name, JSON.parse(JSON.stringify(data))]) } };</script>";
  await page.open({ page: { before: NOTES + shopify, script: reporting("shopify") + CONSENT } });
  await page.shows();
  await sees(page, "bundle:22423");
  await selects(page);
  await page.answers({ without: 2 });
  await page.until(added, ({ length }) => length === 1, "an answer");
  const [published, told] = await page.run(() => [published, window.told.map(({ name, detail }) => [`tillside:${name}`, JSON.parse(JSON.stringify(detail))])]);
  assert.deepEqual(published, told);
  assert(["view", "select", "added"].every((name) => published.some(([known]) => known === `tillside:${name}`)));
});

scenario("an unknown analytics service is one error event, and the offers appear", async (page) => {
  for (const nothing of ["", "none"]) {
    await page.open({ page: { script: reporting(nothing) } });
    await page.shows();
    await waits(page, 300);
    await page.isSilent();
  }
  await page.open({ page: { script: reporting("matomo") } });
  await page.shows();
  const { events } = await page.until(() => ({ events: noted.events }), ({ events }) => events.length > 0, "an event");
  assert.deepEqual(events.map(({ code }) => code), ["bad-config"]);
  assert.match(events[0].message, /matomo/);
});
