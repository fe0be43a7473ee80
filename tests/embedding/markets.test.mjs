// Several markets in one graph: each page shows the prices, titles and terms of one, and can change it.
import assert from "node:assert/strict";
import { after, before } from "node:test";
import { buildMarketsShop } from "../markets_shop.mjs";
import { FAULTS, send } from "./fake_server.mjs";
import { SCRIPT, scenario } from "./scenario.mjs";

let shop;
before(() => (shop = buildMarketsShop()));
after(() => shop.end());

const BODY = '<tillside-bundle sku="KETTLE"></tillside-bundle><tillside-shipping></tillside-shipping><tillside-memberships></tillside-memberships>';
const scriptOf = (attributes) => SCRIPT.replace('data-currency="GBP"', `data-cart="none" data-start="eager" ${attributes}`);

function serve(response, address) {
  try {
    send(response, address, shop.read(address.slice("/graph/".length)));
  } catch {
    FAULTS.missing(response);
  }
}

/** A page of the shop, with these attributes of the script. */
const open = (page, attributes = "", { faults = [], body = BODY, ...rest } = {}) =>
  page.open({ page: { script: scriptOf(attributes), body, ...rest }, faults: [...faults, [/^\/graph\//, serve]] });

/** The texts of all elements. */
const texts = () => [...document.querySelectorAll("main > *")].map(({ shadowRoot }) => shadowRoot?.querySelector(".mount")?.innerText ?? "").join("\n");

const isBritish = (text) => text.includes("£30.00") && text.includes("French press") && text.includes("Cup") && !/€|\$|Tasse/.test(text);
const isGerman = (text) => text.includes("37,90\u00a0€") && text.includes("Tasse") && text.includes("70,00\u00a0€") && !/£|\$|Cup|press/.test(text);
const isAmerican = (text) => text.includes("$41.00") && text.includes("Cup") && text.includes("$75") && !/£|€|Tasse|Teapot/.test(text);

/** Notes each text of the elements that has amounts of more than one market, or words of another one. */
const watch = () => {
  window.mixed = [];
  const look = () => {
    const text = [...document.querySelectorAll("main > *")].map(({ shadowRoot }) => shadowRoot?.querySelector(".mount")?.innerText ?? "").join("\n");
    const signs = ["£", "€", "$"].filter((sign) => text.includes(sign));
    const words = [/French press|Kettle|Cup|Teapot/, /Wasserkessel|Tasse|Teekanne/].filter((word) => word.test(text));
    const isForeign = (/Wasserkessel|Tasse|Teekanne/.test(text) && /[£$]/.test(text)) || (/French press|Cup/.test(text) && text.includes("€"));
    if (signs.length > 1 || words.length > 1 || isForeign) window.mixed.push(text);
  };
  for (const element of document.querySelectorAll("main > *")) {
    if (element.shadowRoot) new MutationObserver(look).observe(element.shadowRoot, { subtree: true, childList: true, characterData: true });
  }
};

const call = (page, name, ...values) => page.run(async (name, values) => {
  const tillside = await import("/pkg/tillside.js");
  tillside[name](...values);
}, name, values);
const events = (page) => page.run(() => noted.events.map(({ code, message }) => `${code} ${message}`));

scenario("a page shows the prices, titles and terms of its market, and loads no file of another one", async (page) => {
  await open(page, 'data-market="de"', { lang: "de" });
  await page.until(texts, isGerman, "the German market");
  const loaded = page.shop.requests.map(({ address }) => address).filter((address) => address.startsWith("/graph/"));
  const ofOthers = loaded.filter((address) => /^\/graph\/(manifest|markets\.json|plans)|markets\/us/.test(address));
  assert.deepEqual(ofOthers, []);
  const modules = page.shop.requests.filter(({ address }) => address === "/pkg/markets.js");
  assert.deepEqual(modules, []);
  await page.isSilent();
});

scenario("a market changes while the page is open: no element mixes two markets, and the cart is kept", async (page) => {
  await open(page, "", { lang: "en-GB" });
  await page.until(texts, isBritish, "the British market");
  await page.run(watch);
  await call(page, "setCart", [{ sku: "CUP", quantity: 2, priceMinor: 900 }]);
  await page.until(texts, (text) => text.includes("£32"), "the gap to £50");
  await page.run(() => (document.documentElement.lang = "de"));
  await call(page, "setMarket", "de");
  // Two cups of 11,90 € of 70,00 €: the pounds of the cart are forgotten, its pieces are not.
  await page.until(texts, (text) => text.includes("46,20\u00a0€"), "the gap to 70 €");
  await page.run(() => (document.documentElement.lang = "en-US"));
  await call(page, "setMarket", "us");
  await page.until(texts, (text) => text.includes("$50"), "the gap to $75");
  await page.run(() => (document.documentElement.lang = "en-GB"));
  await call(page, "setMarket", null);
  await page.until(texts, (text) => text.includes("£32") && text.includes("French press"), "the shop itself");
  assert.deepEqual(await page.run(() => window.mixed), []);
  await page.isSilent();
});

scenario("the last of many changes counts, whatever arrives first", async (page) => {
  const slow = (response, address) => setTimeout(() => serve(response, address), 300);
  await open(page, "", { faults: [[/^\/graph\/markets\/us\//, slow]] });
  await page.until(texts, isBritish, "the British market");
  await page.run(watch);
  await page.run(async () => {
    const { setMarket } = await import("/pkg/tillside.js");
    for (const id of ["de", "us", "de", "", "us", "de"]) {
      setMarket(id);
      await new Promise((done) => setTimeout(done, 20));
    }
    document.documentElement.lang = "de";
  });
  await page.until(texts, isGerman, "the German market");
  await page.run(() => new Promise((done) => setTimeout(done, 600)));
  assert.ok(isGerman(await page.run(texts)));
  assert.deepEqual(await page.run(() => window.mixed), []);
  await page.isSilent();
});

scenario("a cart in the currency of one other market enters that market", async (page) => {
  await open(page, "", { lang: "en-US" });
  await page.until(texts, isBritish, "the British market");
  await page.run(watch);
  await call(page, "setCart", [{ sku: "CUP", quantity: 1, priceMinor: 900 }], { currency: "usd" });
  // Carts are often told twice.
  await call(page, "setCart", [{ sku: "CUP", quantity: 1, priceMinor: 1000 }], { currency: "usd" });
  await page.until(texts, (text) => text.includes("$65"), "the gap to $75 with the amounts of the cart");
  const currency = await page.run(async () => (await import("/pkg/tillside.js")).currentPlan().currency);
  assert.equal(currency, "USD");
  assert.deepEqual(await page.run(() => window.mixed), []);
  await page.isSilent();
});

scenario("the currency of the page selects its market from the start", async (page) => {
  await open(page, 'data-currency="EUR"', { lang: "de" });
  await page.until(texts, isGerman, "the German market");
  await page.isSilent();
});

scenario("a cart in the currency of no market empties the elements, with one event", async (page) => {
  await open(page);
  await page.until(texts, isBritish, "the British market");
  await call(page, "setCart", [{ sku: "CUP", quantity: 1 }], { currency: "CHF" });
  await page.until(texts, (text) => text.trim() === "", "no amount");
  await page.until(() => noted.events, (events) => events.length > 0, "an event");
  assert.deepEqual(await events(page), ["bad-config The cart is in CHF, but the graph's prices are in GBP."]);
  await call(page, "setCart", [{ sku: "CUP", quantity: 1 }], { currency: "GBP" });
  await page.until(texts, (text) => text.includes("£41"), "the gap to £50");
});

scenario("the page's own choice is not undone by the currency of an earlier cart", async (page) => {
  await open(page);
  await page.until(texts, isBritish, "the British market");
  await call(page, "setCart", [{ sku: "CUP", quantity: 1, priceMinor: 900 }], { currency: "GBP" });
  await page.until(texts, (text) => text.includes("£41"), "the gap to £50");
  await page.run(() => (document.documentElement.lang = "de"));
  await call(page, "setMarket", "de");
  await page.until(() => noted.events, (events) => events.length > 0, "an event");
  assert.deepEqual(await events(page), ["bad-config The cart is in GBP, but the graph's prices are in EUR."]);
  assert.equal((await page.run(texts)).trim(), "");
  await call(page, "setCart", [{ sku: "CUP", quantity: 1, priceMinor: 1190 }], { currency: "EUR" });
  await page.until(texts, (text) => text.includes("58,10\u00a0€"), "the gap to 70 €");
});

scenario("an unknown market is one event that names the known ones, and a later choice recovers", async (page) => {
  await open(page, 'data-market="fr"', { lang: "de" });
  await page.until(() => noted.events, (events) => events.length > 0, "an event");
  assert.deepEqual(await events(page), ['bad-config The graph has no market "fr". The markets are de, us.']);
  assert.equal((await page.run(texts)).trim(), "");
  await call(page, "setMarket", "de");
  await page.until(texts, isGerman, "the German market");
  assert.equal((await events(page)).length, 1);
});

scenario("a market that is set before the module starts is the first one that is loaded", async (page) => {
  await page.open({
    page: { script: "", body: `${BODY}<script type="module">
      import { configure, setCart, setMarket } from "/pkg/tillside.js";
      setMarket("us");
      setCart([]);
      configure({ graph: "/graph/", cart: "none", market: "de", timeoutMs: 30000 });
    </script>` },
    faults: [[/^\/graph\//, serve]],
  });
  await page.until(texts, isAmerican, "the American market");
  await page.rests();
  const loaded = page.shop.requests.map(({ address }) => address).filter((address) => address.startsWith("/graph/"));
  const ofMarkets = loaded.filter((address) => !address.endsWith(".bin"));
  assert.ok(ofMarkets.includes("/graph/markets/us/manifest.json"));
  assert.deepEqual(ofMarkets.filter((address) => !address.startsWith("/graph/markets/us/")), []);
  await page.isSilent();
});

scenario("the default plan of a market is painted before the wasm has arrived", async (page) => {
  await open(page, 'data-market="us"', { faults: [[/\.wasm$/, FAULTS.late(1500)]], body: '<tillside-bundle sku="KETTLE"></tillside-bundle>' });
  await page.until(texts, (text) => text.includes("$41.00"), "the painted offer");
  assert.equal(await page.run(() => noted.instances), 0);
  await page.until(() => noted.instances, (instances) => instances > 0, "the wasm");
  await page.rests();
  assert.ok((await page.run(texts)).includes("$41.00"));
});

scenario("a market that is left before the wasm has arrived leaves no painted amount", async (page) => {
  await open(page, "", { faults: [[/\.wasm$/, FAULTS.late(1500)]], body: '<tillside-bundle sku="KETTLE"></tillside-bundle>' });
  await page.until(texts, (text) => text.includes("£30.00"), "the painted offer");
  await page.run(watch);
  await call(page, "setMarket", "us");
  assert.ok(!(await page.run(texts)).includes("£"));
  await page.until(texts, (text) => text.includes("$41.00"), "the American offer");
  await page.rests();
  assert.deepEqual(await page.run(() => window.mixed), []);
});

scenario("prices and orders that the page has set in one market are not amounts of another", async (page) => {
  await open(page);
  await page.until(texts, isBritish, "the British market");
  await call(page, "setProducts", [{ sku: "KETTLE", priceMinor: 2000 }]);
  await page.until(texts, (text) => text.includes("£20.00"), "the live price");
  await call(page, "setShopper", { country: "GB", orders: [{ subtotalMinor: 2500, daysAgo: 12 }] });
  await call(page, "setMarket", "us");
  await page.until(texts, isAmerican, "the American market");
  assert.ok(!(await page.run(texts)).includes("$20.00"));
  await page.isSilent();
});

scenario("a page may change the market while it hears of an addition, of a choice or of a new plan", async (page) => {
  await open(page);
  await page.until(texts, isBritish, "the British market");
  await page.run(watch);
  const answers = (name, id) => page.run(async (name, id) => {
    const { setMarket } = await import("/pkg/tillside.js");
    document.addEventListener(name, (event) => {
      event.preventDefault();
      setMarket(id);
    }, { once: true });
  }, name, id);
  await page.rests();
  await answers("tillside-add", "us");
  await page.adds();
  await page.until(texts, isAmerican, "the American market");
  await page.rests();
  await answers("tillside-select", "");
  await page.run(() => document.querySelector("tillside-bundle").shadowRoot.querySelectorAll("a[part~=title]")[1].click());
  await page.until(texts, (text) => text.includes("£50"), "the shop itself");
  await answers("tillside-plan", "us");
  await call(page, "setCart", [{ sku: "CUP", quantity: 1 }]);
  await page.until(texts, (text) => text.includes("$62.50"), "the gap to $75");
  assert.deepEqual(await page.run(() => window.mixed), []);
  const { errors } = await page.noted();
  assert.deepEqual([errors, (await events(page)).filter((event) => event.startsWith("internal"))], [[], []]);
});
