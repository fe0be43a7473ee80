// Products with variants: the shopper chooses, and a page may name the group.
import assert from "node:assert/strict";
import { after, before } from "node:test";
import { buildVariantsShop } from "../variants_shop.mjs";
import { FAULTS, send } from "./fake_server.mjs";
import { SCRIPT, scenario } from "./scenario.mjs";

const KNOWN = SCRIPT.replace("data-graph", 'data-cart="none" data-graph');

let shop;
before(() => (shop = buildVariantsShop()));
after(() => shop.end());

const read = (address) => shop.read(address.slice("/graph/".length));

/** A shop with this graph. */
const open = (page, body, faults = []) => page.open({
  page: { script: KNOWN, body },
  faults: [...faults, [/^\/graph\//, (response, address) => {
    try {
      send(response, address, read(address));
    } catch {
      FAULTS.missing(response);
    }
  }]],
});

const KETTLE = '<tillside-bundle sku="KETTLE"></tillside-bundle>';
/** The first file of variants follows the data files. */
const VARIANTS = { test: (address) => address.endsWith(`-${shop.shards.toString(16).padStart(4, "0")}.bin`) };

/** The texts of the list of variants, and what is chosen. */
const variants = () => {
  const list = document.querySelector("tillside-bundle").shadowRoot?.querySelector("select");
  return list ? [list.value, ...[...list.options].map(({ text, disabled }) => text + (disabled ? " (disabled)" : ""))] : [];
};
const ALL = ["APRON-M", "S", "M", "L – sold out (disabled)"];
const isAll = (found) => String(found) === String(ALL);

function choose(sku) {
  const list = document.querySelector("tillside-bundle").shadowRoot.querySelector("select");
  list.value = sku;
  list.dispatchEvent(new Event("change", { bubbles: true }));
}

scenario("a companion's variant is chosen in the bundle: its title, its price and the total follow, and it is what is added", async (page) => {
  await open(page, KETTLE);
  await page.until(variants, isAll, "the variants");
  const told = await page.run(async (choose) => {
    const root = document.querySelector("tillside-bundle").shadowRoot;
    const sum = () => Math.round(100 * root.querySelector("[part=sum]").textContent.slice(1));
    const before = sum();
    const heard = new Promise((resolve) => document.addEventListener("tillside-add", ({ detail }) => resolve(detail.items.map(({ sku, priceMinor }) => `${sku} ${priceMinor}`))));
    (0, eval)(`(${choose})`)("APRON-S");
    while (sum() === before) await new Promise((done) => setTimeout(done, 20));
    const after = sum();
    const name = root.querySelector("select").getAttribute("aria-label");
    root.querySelector("[part~=button]").click();
    return [before - after, name, ...await heard];
  }, String(choose));
  assert.deepEqual(told.slice(0, 4), [200, "Size: Apron S", "KETTLE 3000", "APRON-S 1300"]);
});

scenario("a page that names the group of its product shows the offers of the variant that is bought most", async (page) => {
  await open(page, '<tillside-bundle sku="apron"></tillside-bundle>');
  await page.until(variants, isAll, "the variants");
  const titles = await page.run(() => [...document.querySelector("tillside-bundle").shadowRoot.querySelectorAll("[part=title]")].map(({ textContent }) => textContent));
  assert.deepEqual(titles, ["Apron M", "Kettle"]);
  await page.isSilent();
});

scenario("the list of variants is painted before the wasm has arrived, and nothing moves when the others are there", async (page) => {
  const later = (response, address) => setTimeout(() => send(response, address, read(address)), 500);
  await open(page, KETTLE, [[/\.wasm$/, FAULTS.late(1500)], [VARIANTS, later]]);
  await page.until(variants, ([chosen]) => chosen === "APRON-M", "the offered variant");
  const boxes = () => [...document.querySelector("tillside-bundle").shadowRoot.querySelectorAll("section, li, select, [part=summary]")].map((node) => JSON.stringify(node.getBoundingClientRect()));
  await page.run(() => new Promise((done) => setTimeout(done, 200)));
  const painted = await page.run(boxes);
  assert.deepEqual(await page.run(variants), ["APRON-M", "M"]);
  assert.equal(await page.run(() => noted.instances), 0);
  await page.until(variants, isAll, "the variants");
  assert.deepEqual(await page.run(boxes), painted);
});

scenario("without the file of variants the offered one can be added", async (page) => {
  await open(page, KETTLE, [[VARIANTS, FAULTS.missing]]);
  await page.until(variants, ([chosen]) => chosen === "APRON-M", "the offered variant");
  await page.until(() => noted.events, (events) => events.length > 0, "an event");
  const told = await page.run(() => noted.events.map(({ code }) => code));
  assert.deepEqual(told, ["graph-unreachable"]);
  const added = await page.run(() => new Promise((resolve) => {
    document.addEventListener("tillside-add", ({ detail }) => resolve(detail.items.map(({ sku }) => sku)));
    document.querySelector("tillside-bundle").shadowRoot.querySelector("[part~=button]").click();
  }));
  assert.deepEqual(added.slice(0, 2), ["KETTLE", "APRON-M"]);
});
