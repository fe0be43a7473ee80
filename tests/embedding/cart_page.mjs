// What the tests of carts look at in the usual page.
import { ELEMENTS, SCRIPT } from "./scenario.mjs";

/** The ten seconds that a cart has to answer, shortened. */
export const HASTY = "<script>{ const wait = setTimeout; window.setTimeout = (work, ms, ...rest) => wait(work, ms === 10000 ? 400 : ms, ...rest); }</script>";

export const said = (page) => page.run(() => {
  const { shadowRoot } = document.querySelector("tillside-bundle");
  return {
    status: shadowRoot.querySelector(".live-region").textContent,
    refused: shadowRoot.querySelector("[role=alert]")?.textContent ?? "",
    busy: shadowRoot.querySelector("[part~=button]")?.getAttribute("aria-busy"),
  };
});

/** In the page: the titles of all products that it offers. */
export const offered = async () => (await import("/pkg/tillside.js")).currentPlan().offers.flatMap(({ items = [] }) => items.map(({ title }) => title));

export const titles = (page) => page.run(async () => (await import("/pkg/tillside.js")).currentPlan().offers.find(({ kind }) => kind === "bundle").items.map(({ title }) => title));

/** Presses the bundle's button while a listener of the page runs `listener(event, window)`. */
export async function press(page, listener) {
  if (listener) await page.run((listener) => document.addEventListener("tillside-add", new Function("event", listener)), listener);
  await page.adds();
}

export const settled = (page) => page.until(() => document.querySelector("tillside-bundle").shadowRoot.querySelector("[part~=button]").getAttribute("aria-busy"), (busy) => busy === "false", "an answer");
export const codes = async (page) => (await page.noted()).events.map(({ code }) => code);
export const NOTHING = { status: "", refused: "", busy: "false" };

/** Amounts that are shown anywhere. */
export const amounts = () => [...document.querySelectorAll("main > *")].map(({ shadowRoot }) => shadowRoot?.querySelector(".mount")?.textContent ?? "").join("").match(/[£€¥]|EUR|GBP/g) ?? [];

/** The bundle's products as a platform has them: with ids of its own, and prices in minor units. */
export async function products(page, more = {}) {
  await page.open();
  await page.shows();
  const items = await page.run(async () => (await import("/pkg/tillside.js")).currentPlan().offers.find(({ kind }) => kind === "bundle").items);
  return items.map(({ sku, title, priceMinor }, at) => ({ id: 40_000_000 + at, handle: `product-${at}`, sku, title, price: priceMinor, ...more[at] }));
}

export const subtotal = async () => (await import("/pkg/tillside.js")).currentPlan()?.subtotalMinor;
export const goal = () => document.querySelector("tillside-shipping")?.shadowRoot?.querySelector("[role=progressbar]")?.getAttribute("aria-valuetext") ?? "";
export const loaded = (page) => page.shop.requests.map(({ address }) => address).filter((address) => address.startsWith("/pkg/carts/"));
