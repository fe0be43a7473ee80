// Stored data and requests.
import assert from "node:assert/strict";
import { SCRIPT, scenario } from "./scenario.mjs";

const tell = (page, call, ...values) => page.run(async (call, values) => void (await import("/pkg/tillside.js"))[call](...values), call, values);
const kept = (page) => page.run(() => [Object.keys(localStorage), Object.keys(sessionStorage), document.cookie]);
/** An entry with data in every field. */
const ENTRY = {
  cart: [{ sku: "21212", quantity: 1 }],
  left: [{ sku: "22423", quantity: 2 }],
  dismissed: ["bundle:22423"],
  seen: [["also/21212", 1]],
  bought: [["21212", 2, 1_700_000_000_000]],
  orders: [[2496, 1_700_000_000_000, "22423×1", 1_700_000_000_000]],
};
/** Puts an entry into the storage, as an earlier visit would have left it. */
const keep = (page, changes) => page.run((entry) => localStorage.setItem("tillside", JSON.stringify(entry)), { version: 1, at: Date.now(), ...ENTRY, ...changes });
const LINES = [{ sku: "22423", quantity: 1, priceMinor: 2496 }];

scenario("without consent no storage is accessed, whatever the shopper does", async (page) => {
  await page.open();
  await page.shows();
  await page.buys();
  await tell(page, "setShopper", { country: "GB", points: 7, history: [], orders: [] });
  await tell(page, "setPurchase", LINES);
  await page.run(() => document.querySelector("tillside-also-bought").dispatchEvent(new CustomEvent("tillside-dismiss", { bubbles: true, detail: { listId: "also_bought" } })));
  assert.deepEqual((await page.noted()).calls, []);
});

scenario("with consent one key of at most 4 KB is stored, and withdrawing consent deletes it", async (page) => {
  await page.open();
  await page.shows();
  await tell(page, "setConsent", true);
  await tell(page, "setCart", Array.from({ length: 500 }, (_, n) => ({ sku: `SKU-${n}-${"x".repeat(20)}`, quantity: 1 })));
  assert.deepEqual(await kept(page), [["tillside"], [], ""]);
  assert(await page.run(() => new Blob([localStorage.tillside]).size) <= 4096);
  await tell(page, "setConsent", false);
  assert.deepEqual(await kept(page), [[], [], ""]);
  // The last two calls are made by this test itself.
  const { calls } = await page.noted();
  assert.deepEqual([...new Set(calls)].sort(), ["localStorage", "getItem(tillside)", "setItem(tillside)", "removeItem(tillside)", "sessionStorage", "cookie"].sort());
});

scenario("of seen and dismissed offers, only identifiers and SKUs are stored", async (page) => {
  // Consent from the start, as on every page of a shopper who gave it, because offers seen before it are not stored.
  const consent = '<script type="module">import { setConsent } from "/pkg/tillside.js"; setConsent(true);</script>';
  await page.open({ page: { script: SCRIPT + consent } });
  await page.shows();
  await page.buys();
  const entry = () => JSON.parse(localStorage.tillside ?? "{}");
  for (const kind of ["bundle", "memberships", "also_bought"]) {
    await page.run((tag) => document.querySelector(tag).scrollIntoView(), `tillside-${kind.replace("_", "-")}`);
    await page.until(entry, ({ seen }) => seen?.some(([topic]) => topic.startsWith(kind)), `a view of ${kind}`);
  }
  const { seen } = await page.run(entry);
  const forms = new Set(seen.map(([topic, pages]) => `${topic.replace(/(?<=[:/])\w+/g, "SKU")} on ${pages}`));
  assert.deepEqual([...forms].sort(), ["also_bought/SKU on 1", "bundle:SKU/SKU on 1", "memberships/ on 1"]);
  assert(seen.some(([topic]) => topic === "bundle:22423/22423"));
  // A shopper can dismiss offers that belong to no product; a page can dismiss any offer.
  await page.run(() => document.querySelector("tillside-also-bought").shadowRoot.querySelector("[part~=dismiss]").click());
  await page.run(() => document.dispatchEvent(new CustomEvent("tillside-dismiss", { detail: { listId: "bundle:22423" } })));
  assert.deepEqual((await page.run(entry)).dismissed, ["also_bought", "bundle:22423"]);
});

for (const [call, ...values] of [["setConsent", false], ["forget"]]) {
  scenario(`${call}(${values}) without consent deletes the entry of an earlier visit, and does nothing else in any storage`, async (page) => {
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

scenario("forget() deletes the stored entry", async (page) => {
  await page.open();
  await page.shows();
  await tell(page, "setConsent", true);
  await tell(page, "setCart", LINES);
  await tell(page, "forget");
  assert.deepEqual(await kept(page), [[], [], ""]);
});

/** The data of an earlier visit on a page with consent: the entry, and whether the dismissed bundle stays away. */
async function remembered(page, changes) {
  await keep(page, changes);
  await page.go("/shop.html");
  await page.shows();
  await tell(page, "setConsent", true);
  const { version, at, seen, ...entry } = await page.run(() => JSON.parse(localStorage.tillside));
  const isAway = await page.run(() => !document.querySelector("tillside-bundle").shadowRoot.querySelector("section"));
  return { ...entry, version, isAway, seen: seen.filter(([topic]) => topic === ENTRY.seen[0][0]) };
}

const NOTHING = { version: 1, cart: [], left: [], dismissed: [], seen: [], bought: [], orders: [], isAway: false };

scenario("an entry older than thirty days is ignored", async (page) => {
  await page.open();
  const days = (count) => ({ at: Date.now() - count * 86_400_000 });
  const { dismissed, isAway } = await remembered(page, days(29));
  assert.deepEqual([dismissed, isAway], [ENTRY.dismissed, true]);
  assert.deepEqual(await remembered(page, days(31)), NOTHING);
});

scenario("an entry in the format of an older or newer version is ignored", async (page) => {
  await page.open();
  assert.deepEqual(await remembered(page, {}), { ...ENTRY, version: 1, isAway: true });
  for (const version of [0, 2, "1", null]) assert.deepEqual(await remembered(page, { version }), NOTHING);
});

scenario("it works without storage if storage is blocked", async (page) => {
  const before = '<script>for (const name of ["localStorage", "sessionStorage", "indexedDB"]) Object.defineProperty(window, name, { get() { throw new DOMException("blocked", "SecurityError"); } });</script>';
  await page.open({ page: { before } });
  await page.shows();
  await tell(page, "setConsent", true);
  await page.buys();
  await tell(page, "forget");
  await page.isSilent();
});

scenario("full storage, or an entry of another script, breaks nothing", async (page) => {
  const before = '<script>localStorage.setItem("tillside", "[{"); Storage.prototype.setItem = () => { throw new DOMException("full", "QuotaExceededError"); };</script>';
  await page.open({ page: { before } });
  await page.shows();
  await tell(page, "setConsent", true);
  await page.buys();
  await page.isSilent();
});

scenario("valid rows of an entry that another script wrote are used, and the others break nothing", async (page) => {
  await page.open();
  const strange = [null, 1, "x", [], {}, [null, null, null, null], { sku: "22423" }, ["22423", -1, 0.5], [0.5, 1, "x", 1]];
  const lists = Object.entries(ENTRY).map(([name, rows]) => [name, [...strange.filter((row) => name !== "dismissed" || typeof row !== "string"), ...rows]]);
  assert.deepEqual(await remembered(page, { ...Object.fromEntries(lists), surname: "x" }), { ...ENTRY, version: 1, isAway: true });
  await tell(page, "setCart", LINES);
  await tell(page, "setPurchase", LINES);
  await page.isSilent();
});

scenario("only its own files and the products' pictures are requested, and no address contains the cart", async (page) => {
  await page.open();
  await page.shows();
  await page.buys();
  await tell(page, "setShopper", { country: "GB", history: [{ sku: "21212", orders: 3, daysAgo: 30 }] });
  await tell(page, "setPurchase", LINES);
  const own = /^\/(shop\.html|spy\.js|favicon\.ico|pkg\/tillside\.(js|wasm)|graph\/(manifest\.json|live\.json|plans\/[^/]+\.json|[0-9a-f]{16}-[0-9a-f]{4,16}\.bin)|pictures\/[^/]+\.svg)$/;
  const others = page.shop.requests.filter(({ address, url, method }) => !own.test(address) || url.includes("?") || method !== "GET");
  assert.deepEqual(others, []);
  const elsewhere = await page.run(() => performance.getEntriesByType("resource").map(({ name }) => new URL(name).origin).filter((origin) => origin !== location.origin));
  assert.deepEqual(elsewhere, []);
});

scenario("names of files and elements match no filter list of ad blockers", async (page) => {
  await page.open();
  await page.shows();
  const names = page.shop.requests.map(({ address }) => address).concat(await page.run(() => [...document.querySelectorAll("main > *")].map(({ localName }) => localName)));
  const listed = /(^|[-_./])(ads?|adv|advert\w*|banners?|sponsor\w*|track\w*|analytics|pixel|beacon|promo\w*|affiliate|popup|telemetry|metrics|stats|doubleclick)([-_./]|$)/i;
  assert.deepEqual(names.filter((name) => listed.test(name)), []);
});

scenario("two lines of one SKU are one product of the stored cart and order", async (page) => {
  await page.open();
  await page.shows();
  await tell(page, "setConsent", true);
  const lines = [{ sku: "22423", quantity: 1, priceMinor: 2496 }, { sku: "21212", quantity: 1 }, { sku: "22423", quantity: 2, priceMinor: 1996 }];
  await tell(page, "setCart", lines);
  const entry = () => page.run(() => JSON.parse(localStorage.tillside));
  assert.deepEqual((await entry()).cart, [{ sku: "22423", quantity: 3 }, { sku: "21212", quantity: 1 }]);
  await tell(page, "setPurchase", lines);
  const { bought, orders } = await entry();
  assert.deepEqual([bought.map(([sku, times]) => [sku, times]), orders.map(([subtotal]) => subtotal)], [[["22423", 1], ["21212", 1]], [6488]]);
  await tell(page, "forget");
});

/** Calls a function of the widget in the other tab: a frame of the same shop. */
const tellOther = (page, call, ...values) => page.run(async (call, values) => {
  const other = document.querySelector("iframe").contentWindow;
  await new Promise((resolve) => {
    other.done = resolve;
    const script = other.document.createElement("script");
    script.type = "module";
    script.textContent = `import * as tillside from "/pkg/tillside.js"; tillside[${JSON.stringify(call)}](...${JSON.stringify(values)}); window.done();`;
    other.document.head.append(script);
  });
}, call, values);

/** Two tabs of one shop, whose shopper has given consent in both. */
async function opensTwoTabs(page) {
  await page.open();
  await page.shows();
  await page.run(() => {
    const frame = document.createElement("iframe");
    frame.src = "/shop.html";
    document.body.append(frame);
  });
  await page.until(() => document.querySelector("iframe").contentDocument.querySelector("tillside-bundle")?.shadowRoot?.querySelectorAll("input").length === 4);
  await tell(page, "setConsent", true);
  await tellOther(page, "setConsent", true);
}

scenario("two tabs share the stored entry: neither overwrites the additions of the other", async (page) => {
  await opensTwoTabs(page);
  await page.buys();
  const also = () => document.querySelector("tillside-also-bought").shadowRoot.querySelectorAll("li").length;
  assert((await page.run(also)) > 0);
  await page.run(() => document.querySelector("iframe").contentDocument.dispatchEvent(new CustomEvent("tillside-dismiss", { detail: { listId: "also_bought" } })));
  await page.until(also, (count) => count === 0, "the other tab's dismissal here");
  await tell(page, "setCart", LINES);
  await tellOther(page, "setPurchase", [{ sku: "21212", quantity: 1, priceMinor: 55 }]);
  await page.run(() => document.dispatchEvent(new CustomEvent("tillside-dismiss", { detail: { listId: "bundle:22423" } })));
  const { dismissed, bought } = await page.run(() => JSON.parse(localStorage.tillside));
  assert.deepEqual([dismissed, bought.map(([sku]) => sku)], [["also_bought", "bundle:22423"], ["21212"]]);
  await tell(page, "forget");
});

scenario("consent that is withdrawn in one tab is withdrawn in all", async (page) => {
  await opensTwoTabs(page);
  await tellOther(page, "setConsent", false);
  // At once, even before the event reaches this tab.
  await tell(page, "setCart", LINES);
  assert.deepEqual(await kept(page), [[], [], ""]);
  await page.run(() => new Promise((resolve) => setTimeout(resolve, 200)));
  await tell(page, "setCart", LINES);
  await page.run(() => document.dispatchEvent(new CustomEvent("tillside-dismiss", { detail: { listId: "also_bought" } })));
  assert.deepEqual(await kept(page), [[], [], ""]);
  await page.isSilent();
});

scenario("a prerendered page counts, stores and shows nothing until it is visible", async (page) => {
  const before = `<script>
    window.isPrepared = true;
    Object.defineProperty(Document.prototype, "prerendering", { configurable: true, get: () => window.isPrepared });
    window.plans = 0;
    document.addEventListener("tillside-plan", () => (window.plans += 1));
  </script>`;
  const says = `<script type="module">
    import { setConsent, setCart, setPurchase, ready } from "/pkg/tillside.js";
    setConsent(true);
    setCart([{ sku: "22423", quantity: 1, priceMinor: 2496 }]);
    setPurchase([{ sku: "21212", quantity: 1, priceMinor: 55 }]);
    ready.then(() => (window.isReady = true));
  </script>`;
  await page.open({ page: { before, script: SCRIPT + says } });
  // Files may arrive before: when the page is shown, all of them are loaded.
  for (let times = 0; times < 100 && !page.shop.requests.some(({ address }) => address.endsWith(".bin")); times += 1) await new Promise((resolve) => setTimeout(resolve, 40));
  await page.run(() => new Promise((resolve) => setTimeout(resolve, 300)));
  const { calls, instances } = await page.noted();
  assert.deepEqual([calls, instances], [[], 0]);
  assert.deepEqual(page.shop.requests.filter(({ address }) => /\.(wasm|bin)$|manifest/.test(address)), [], "nothing is loaded that is not painted");
  const state = () => [window.plans, window.isReady ?? false, [...document.querySelectorAll("main > *")].filter(({ shadowRoot }) => shadowRoot?.querySelector("section")).length];
  assert.deepEqual(await page.run(state), [0, false, 0]);
  await page.run(() => {
    window.isPrepared = false;
    document.dispatchEvent(new Event("prerenderingchange"));
  });
  await page.until(state, ([plans, isReady, shown]) => plans > 0 && isReady && shown > 0, "what the page has to show");
  const { bought } = await page.until(() => JSON.parse(localStorage.tillside), ({ seen }) => seen.length > 0, "an offer that was seen");
  assert.deepEqual(bought.map(([sku]) => sku), ["21212"]);
  await tell(page, "forget");
});

/** Consent managers: a script that stands in for each, with `choose({ preferences, statistics })` for the shopper's choice. */
const MANAGERS = {
  shopify: `
    let chosen = {};
    window.Shopify = { loadFeatures: (features, done) => setTimeout(() => {
      Shopify.customerPrivacy = { preferencesProcessingAllowed: () => chosen.preferences, analyticsProcessingAllowed: () => chosen.statistics };
      done();
    }, 20) };
    window.choose = (choice) => { chosen = choice; document.dispatchEvent(new CustomEvent("visitorConsentCollected", { detail: {} })); };`,
  wordpress: `
    let chosen = {};
    window.wp_has_consent = (category) => chosen[category] === true;
    window.choose = (choice) => { document.dispatchEvent(new CustomEvent("wp_listen_for_consent_change", { detail: {} })); chosen = choice; };`,
  cookiebot: `
    window.Cookiebot = { consent: { preferences: false, statistics: false } };
    window.choose = (choice) => { Cookiebot.consent = choice; window.dispatchEvent(new Event("CookiebotOnConsentReady")); };`,
  onetrust: `
    window.OnetrustActiveGroups = ",C0001,";
    window.choose = ({ preferences, statistics }) => {
      window.OnetrustActiveGroups = ",C0001," + (preferences ? "C0003," : "") + (statistics ? "C0002," : "");
      window.dispatchEvent(new Event("OneTrustGroupsUpdated"));
    };`,
  google: `
    window.dataLayer = [];
    function gtag() { dataLayer.push(arguments); }
    const granted = (is) => (is ? "granted" : "denied");
    gtag("consent", "default", { functionality_storage: "denied", personalization_storage: "denied", analytics_storage: "denied" });
    gtag("consent", "default", { personalization_storage: "granted", functionality_storage: "granted", region: ["US-CA"] });
    gtag("config", "G-1");
    window.choose = ({ preferences, statistics }) => gtag("consent", "update", {
      functionality_storage: granted(preferences), personalization_storage: granted(preferences), analytics_storage: granted(statistics),
    });`,
  tcf: `
    let hear = () => {};
    window.__tcfapi = (command, version, callback) => { hear = callback; hear({ gdprApplies: true, eventStatus: "cmpuishown", purpose: { consents: {} } }, true); };
    window.choose = ({ preferences, statistics }) => hear({ gdprApplies: true, eventStatus: "useractioncomplete", purpose: { consents: { 1: preferences, 8: statistics } } }, true);`,
};

for (const [name, manager] of Object.entries(MANAGERS)) {
  scenario(`consent is that of the shop's consent manager, given and withdrawn: ${name}`, async (page) => {
    const isKept = () => localStorage.tillside !== undefined;
    const choose = (preferences, statistics) => page.run((choice) => choose(choice), { preferences, statistics });
    const opens = async (attributes) => {
      await page.open({ page: { before: `<script>${manager}</script>`, script: SCRIPT.replace("data-currency", `${attributes} data-currency`) } });
      await page.shows();
      await page.run(() => new Promise((resolve) => setTimeout(resolve, 300)));
      assert.equal(await page.run(isKept), false, "before the shopper has chosen");
    };
    await opens(`data-consent="${name}"`);
    await choose(true, false);
    await page.until(isKept);
    await choose(false, false);
    await page.until(isKept, (kept) => !kept);
    // Analytics needs consent to statistics too.
    await opens(`data-consent="${name}" data-analytics="ga4"`);
    await choose(true, false);
    await page.run(() => new Promise((resolve) => setTimeout(resolve, 100)));
    assert.equal(await page.run(isKept), false, "without statistics");
    await choose(true, true);
    await page.until(isKept);
    await tell(page, "forget");
  });
}

scenario("a consent manager that is not on the page gives no consent, and an unknown one is one error event", async (page) => {
  for (const name of Object.keys(MANAGERS)) {
    await page.open({ page: { script: SCRIPT.replace("data-currency", `data-consent="${name}" data-currency`) } });
    await page.shows();
    await page.run(() => new Promise((resolve) => setTimeout(resolve, 200)));
    assert.deepEqual(await kept(page), [[], [], ""], name);
    await page.isSilent();
  }
  await page.open({ page: { script: SCRIPT.replace("data-currency", 'data-consent="nobody" data-currency') } });
  const [error] = await page.until(() => noted.events, (events) => events.length > 0, "an event");
  assert.equal(error.code, "bad-config");
  assert.match(error.message, /nobody/);
});
