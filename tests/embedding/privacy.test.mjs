// What is kept of a shopper, and what goes where.
import assert from "node:assert/strict";
import { SCRIPT, scenario } from "./scenario.mjs";

const tell = (page, call, ...values) => page.run(async (call, values) => void (await import("/pkg/tillside.js"))[call](...values), call, values);
const kept = (page) => page.run(() => [Object.keys(localStorage), Object.keys(sessionStorage), document.cookie]);
/** An entry with something in every field. */
const ENTRY = {
  basket: [{ sku: "21212", quantity: 1 }],
  left: [{ sku: "22423", quantity: 2 }],
  dismissed: ["bundle:22423"],
  seen: [["also/21212", 1]],
  bought: [["21212", 2, 1_700_000_000_000]],
  orders: [[2496, 1_700_000_000_000, "22423×1", 1_700_000_000_000]],
};
/** Puts an entry into the storage by hand, as an earlier visit would have left it. */
const keep = (page, changes) => page.run((entry) => localStorage.setItem("tillside", JSON.stringify(entry)), { version: 1, at: Date.now(), ...ENTRY, ...changes });
const LINES = [{ sku: "22423", quantity: 1, priceMinor: 2496 }];

scenario("without consent no storage is touched, whatever the shopper does", async (page) => {
  await page.open();
  await page.shows();
  await page.buys();
  await tell(page, "setShopper", { country: "GB", points: 7, history: [], orders: [] });
  await tell(page, "setPurchase", LINES);
  await page.run(() => document.querySelector("tillside-also").dispatchEvent(new CustomEvent("tillside-dismiss", { bubbles: true, detail: { listId: "also" } })));
  assert.deepEqual((await page.noted()).calls, []);
});

scenario("with consent one key is kept, of at most 4 KB, and consent withdrawn deletes it", async (page) => {
  await page.open();
  await page.shows();
  await tell(page, "setConsent", true);
  await tell(page, "setBasket", Array.from({ length: 500 }, (_, n) => ({ sku: `SKU-${n}-${"x".repeat(20)}`, quantity: 1 })));
  assert.deepEqual(await kept(page), [["tillside"], [], ""]);
  assert(await page.run(() => new Blob([localStorage.tillside]).size) <= 4096);
  await tell(page, "setConsent", false);
  assert.deepEqual(await kept(page), [[], [], ""]);
  // The last two are what this test looks with.
  const { calls } = await page.noted();
  assert.deepEqual([...new Set(calls)].sort(), ["localStorage", "getItem(tillside)", "setItem(tillside)", "removeItem(tillside)", "sessionStorage", "cookie"].sort());
});

scenario("of what a shopper saw and sent away the names of offers are kept, with the SKUs of what they were about", async (page) => {
  // Consent from the start, as on every page of a shopper who gave it: what was shown before it is not kept.
  const consent = '<script type="module">import { setConsent } from "/pkg/tillside.js"; setConsent(true);</script>';
  await page.open({ page: { script: SCRIPT + consent } });
  await page.shows();
  await page.buys();
  const entry = () => JSON.parse(localStorage.tillside ?? "{}");
  const { seen } = await page.until(entry, ({ seen }) => seen?.some(([topic]) => topic.startsWith("also")), "all offers");
  const forms = new Set(seen.map(([topic, pages]) => `${topic.replace(/(?<=[:/])\w+/g, "SKU")} on ${pages}`));
  assert.deepEqual([...forms].sort(), ["also/SKU on 1", "bundle:SKU/SKU on 1", "plans/ on 1"]);
  assert(seen.some(([topic]) => topic === "bundle:22423/22423"));
  // A shopper has a button for what belongs to no product; a page may say the same of any offer.
  await page.run(() => document.querySelector("tillside-also").shadowRoot.querySelector("[part~=dismiss]").click());
  await page.run(() => document.dispatchEvent(new CustomEvent("tillside-dismiss", { detail: { listId: "bundle:22423" } })));
  assert.deepEqual((await page.run(entry)).dismissed, ["also", "bundle:22423"]);
});

for (const [call, ...values] of [["setConsent", false], ["forget"]]) {
  scenario(`${call}(${values}) without consent deletes what an earlier visit kept, and does nothing else in any storage`, async (page) => {
    await page.open();
    await keep(page, {});
    await page.go("/shop.html");
    await page.shows();
    await tell(page, call, ...values);
    await page.buys();
    assert.deepEqual((await page.noted()).calls, ["localStorage", "removeItem(tillside)"]);
    assert.deepEqual(await kept(page), [[], [], ""]);
  });
}

scenario("forget() deletes what was kept", async (page) => {
  await page.open();
  await page.shows();
  await tell(page, "setConsent", true);
  await tell(page, "setBasket", LINES);
  await tell(page, "forget");
  assert.deepEqual(await kept(page), [[], [], ""]);
});

/** What a page with consent finds of an earlier one: the entry that it goes on with, and whether the bundle that was sent away stays away. */
async function remembered(page, changes) {
  await keep(page, changes);
  await page.go("/shop.html");
  await page.shows();
  await tell(page, "setConsent", true);
  const { version, at, seen, ...entry } = await page.run(() => JSON.parse(localStorage.tillside));
  const isAway = await page.run(() => !document.querySelector("tillside-bundle").shadowRoot.querySelector("section"));
  return { ...entry, version, isAway, seen: seen.filter(([topic]) => topic === ENTRY.seen[0][0]) };
}

const NOTHING = { version: 1, basket: [], left: [], dismissed: [], seen: [], bought: [], orders: [], isAway: false };

scenario("after thirty days what was kept is nothing", async (page) => {
  await page.open();
  const days = (count) => ({ at: Date.now() - count * 86_400_000 });
  const { dismissed, isAway } = await remembered(page, days(29));
  assert.deepEqual([dismissed, isAway], [ENTRY.dismissed, true]);
  assert.deepEqual(await remembered(page, days(31)), NOTHING);
});

scenario("what was kept in another form, by an older or a newer version, is nothing", async (page) => {
  await page.open();
  assert.deepEqual(await remembered(page, {}), { ...ENTRY, version: 1, isAway: true });
  for (const version of [0, 2, "1", null]) assert.deepEqual(await remembered(page, { version }), NOTHING);
});

scenario("where storage is blocked it works without memory", async (page) => {
  const before = '<script>for (const name of ["localStorage", "sessionStorage", "indexedDB"]) Object.defineProperty(window, name, { get() { throw new DOMException("blocked", "SecurityError"); } });</script>';
  await page.open({ page: { before } });
  await page.shows();
  await tell(page, "setConsent", true);
  await page.buys();
  await tell(page, "forget");
  await page.isSilent();
});

scenario("a storage that is full, or holds what is not ours, breaks nothing", async (page) => {
  const before = '<script>localStorage.setItem("tillside", "[{"); Storage.prototype.setItem = () => { throw new DOMException("full", "QuotaExceededError"); };</script>';
  await page.open({ page: { before } });
  await page.shows();
  await tell(page, "setConsent", true);
  await page.buys();
  await page.isSilent();
});

scenario("an entry that another script filled is taken where its rows are ours, and breaks nothing", async (page) => {
  await page.open();
  const strange = [null, 1, "x", [], {}, [null, null, null, null], { sku: "22423" }, ["22423", -1, 0.5], [0.5, 1, "x", 1]];
  const lists = Object.entries(ENTRY).map(([name, rows]) => [name, [...strange.filter((row) => name !== "dismissed" || typeof row !== "string"), ...rows]]);
  assert.deepEqual(await remembered(page, { ...Object.fromEntries(lists), surname: "x" }), { ...ENTRY, version: 1, isAway: true });
  await tell(page, "setBasket", LINES);
  await tell(page, "setPurchase", LINES);
  await page.isSilent();
});

scenario("nothing is asked for but its own files and the products' pictures, and no address tells of the basket", async (page) => {
  await page.open();
  await page.shows();
  await page.buys();
  await tell(page, "setShopper", { country: "GB", history: [{ sku: "21212", orders: 3, daysAgo: 30 }] });
  await tell(page, "setPurchase", LINES);
  const own = /^\/(shop\.html|spy\.js|favicon\.ico|pkg\/tillside\.(js|wasm)|graph\/(manifest\.json|live\.json|[0-9a-f]{16}-[0-9a-f]{4}\.bin)|pictures\/[^/]+\.svg)$/;
  const others = page.shop.requests.filter(({ address, url, method }) => !own.test(address) || url.includes("?") || method !== "GET");
  assert.deepEqual(others, []);
  const elsewhere = await page.run(() => performance.getEntriesByType("resource").map(({ name }) => new URL(name).origin).filter((origin) => origin !== location.origin));
  assert.deepEqual(elsewhere, []);
});

scenario("names of files and elements say nothing that blockers of advertising look for", async (page) => {
  await page.open();
  await page.shows();
  const names = page.shop.requests.map(({ address }) => address).concat(await page.run(() => [...document.querySelectorAll("main > *")].map(({ localName }) => localName)));
  const listed = /(^|[-_./])(ads?|adv|advert\w*|banners?|sponsor\w*|track\w*|analytics|pixel|beacon|promo\w*|affiliate|popup|telemetry|metrics|stats|doubleclick)([-_./]|$)/i;
  assert.deepEqual(names.filter((name) => listed.test(name)), []);
});
