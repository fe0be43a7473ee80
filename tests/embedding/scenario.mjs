// For each test a shop on an origin of its own.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { engine, openBrowser } from "./browser.mjs";
import { standIn } from "./fake_server.mjs";

const PATIENCE_MS = 60_000;

/** The pasted line. Three browsers may share a slow machine, so that a file may take longer than the usual five seconds. */
export const SCRIPT = '<script type="module" src="/pkg/tillside.js" data-graph="/graph/" data-currency="GBP" data-timeout-ms="30000"></script>';
export const ELEMENTS = `
  <tillside-bundle sku="22423"><p id="own">Ask us what goes with it.</p></tillside-bundle>
  <tillside-shipping></tillside-shipping>
  <tillside-also-bought></tillside-also-bought>
  <tillside-memberships></tillside-memberships>`;

/** A page of a shop: `before` precedes the widget, `spy` precedes everything. */
export function html({ before = "", script = SCRIPT, body = ELEMENTS, spy = true, lang = "en-GB" } = {}) {
  return `<!doctype html><html lang="${lang}"><meta charset="utf-8"><title>A shop</title>
    ${spy ? '<script src="/spy.js"></script>' : ""}${before}${script}
    <main><h1>A shop</h1>${body}<button id="buy" type="button">Buy</button></main>`;
}

let browser;
let end;
before(async () => ({ browser, end } = await openBrowser()));
after(() => end());

/**
 * A test in a browser. `run` may end it early with `gap(reason)` if the engine cannot show the behavior. The time limit
 * only ends what hangs.
 */
export function scenario(name, run) {
  test(name, { timeout: 300_000 }, async (t) => {
    const visit = new Visit();
    try {
      await run(visit);
    } catch (error) {
      if (!(error instanceof Gap)) throw error;
      t.skip(error.message);
    } finally {
      await visit.end();
    }
  });
}

class Gap extends Error {}

/** Ends a test that does not apply to this engine. */
export function gap(reason) {
  throw new Gap(reason);
}

/** The content of the usual page's elements: runs in the page. */
function shown() {
  const within = (name, selector) => [...(document.querySelector(name)?.shadowRoot?.querySelectorAll(selector) ?? [])];
  return {
    choices: within("tillside-bundle", "input[type=checkbox]").length,
    memberships: within("tillside-memberships", "[part=button]").length,
    progress: within("tillside-shipping", "[role=progressbar]")[0]?.getAttribute("aria-valuetext") ?? null,
    also: within("tillside-also-bought", "li").length,
  };
}

/** A visit to a shop. */
class Visit {
  engine = engine;
  browser = browser;

  /** Serves one page, or the site with its headers, and opens it. */
  async open({ page = {}, headers = {}, faults = [], address = "/shop.html" } = {}) {
    await this.shop?.close();
    this.shop = await standIn({ pages: { "/shop.html": { html: html(page), headers } }, faults, headers });
    await this.go(address);
  }

  go(address) {
    return browser.get(`${this.shop.origin}${address}`);
  }

  /** Runs a function in the page, and awaits a returned promise. */
  async run(work, ...values) {
    const answer = await browser.executeAsyncScript(
      `const done = arguments[arguments.length - 1];
       Promise.resolve().then(() => (${work})(...[...arguments].slice(0, -1))).then((value) => done({ value }), (error) => done({ error: String(error?.stack ?? error) }));`,
      ...values,
    );
    if (!answer) return undefined; // The page was left meanwhile.
    if (answer.error) throw new Error(`in the page: ${answer.error}`);
    return answer.value;
  }

  /** Waits until `look` returns the expected result in the page. */
  async until(look, isRight = Boolean, what = String(isRight)) {
    let last;
    for (const end = Date.now() + PATIENCE_MS; Date.now() < end;) {
      last = await this.run(look).catch((error) => {
        if (!/unload|navigat|detached|aborted/i.test(error.message)) throw error;
      });
      if (isRight(last)) return last;
      await new Promise((resolve) => setTimeout(resolve, 40));
    }
    return assert.fail(`waited for ${what}, found ${JSON.stringify(last)}`);
  }

  /** Waits for everything that the usual page shows before a purchase. */
  shows() {
    return this.until(shown, ({ choices, memberships, progress }) => choices === 4 && memberships === 2 && progress !== null, "the elements");
  }

  /** Adds the bundle like a shop that accepts it, and waits for the consequences. */
  async buys() {
    await this.run(async () => {
      const { setCart } = await import("/pkg/tillside.js");
      EventTarget.prototype.addEventListener.call(document, "tillside-add", ({ detail }) => setCart(detail.items.map(({ sku, quantity, priceMinor }) => ({ sku, quantity, priceMinor }))), Object.assign(Object.create(null), { once: true }));
    });
    await this.adds();
    await this.follows();
  }

  /** Presses the bundle's button. */
  adds() {
    return this.run(() => document.querySelector("tillside-bundle").shadowRoot.querySelector("[part~=button]").click());
  }

  /**
   * Presses the bundle's button. The page's `answer` is "refuse", "fail", "later", or `{ without }`, the index of a
   * product that it could not add; with `isGone` the offer disappears at once. Returns the detail of the event.
   */
  answers(answer) {
    return this.run(async (answer) => {
      const heard = new Promise((resolve) => document.addEventListener("tillside-add", (event) => {
        const { bubbles, composed, cancelable, detail, target } = event;
        if (answer === "refuse") event.preventDefault();
        if (answer?.without) event.respondWith(Promise.resolve([detail.items[answer.without].sku]));
        if (answer?.isGone) target.dispatchEvent(new CustomEvent("tillside-dismiss", { bubbles: true, composed: true, detail: { listId: detail.listId } }));
        if (answer === "fail") event.respondWith(Promise.reject(new Error("The cart did not answer.")));
        if (answer === "later") event.respondWith(new Promise((done) => setTimeout(done, 200)));
        resolve({ bubbles, composed, cancelable, target: target.localName, detail: JSON.parse(JSON.stringify(detail)) });
      }, { once: true }));
      document.querySelector("tillside-bundle").shadowRoot.querySelector("[part~=button]").click();
      return heard;
    }, answer);
  }

  /** Waits until the bundle lists the refused products. */
  refuses() {
    return this.until(() => document.querySelector("tillside-bundle").shadowRoot.querySelector("[role=alert]") !== null);
  }

  /** Waits for the consequences of a first purchase. */
  follows() {
    return this.until(shown, ({ progress, also }) => also > 0 && !/^\D*0[.,]00/.test(progress), "a new plan");
  }

  /** Waits until nothing changes in the elements, because files of the graph and new plans may still arrive. */
  async rests() {
    let [last, unchanged] = ["", 0];
    await this.until(() => [...document.querySelectorAll("main > *")].map(({ shadowRoot }) => shadowRoot?.textContent).join(), (text) => {
      unchanged = text === last ? unchanged + 1 : 0;
      last = text;
      return unchanged === 10;
    }, "rest");
  }

  /** The state after a failure: the shop's own content in place of the bundle, no content of ours, and the reports. */
  async collapsed() {
    const told = await this.until(() => noted.events, (events) => events.length > 0, "an event");
    await this.until(() => {
      const isEmpty = (element) => !element.shadowRoot?.querySelector("section");
      return document.querySelector("#own").getBoundingClientRect().height > 0 && [...document.querySelectorAll("main > *")].every(isEmpty);
    }, Boolean, "the shop's own words");
    const { console: lines, errors } = await this.noted();
    return { told, lines: lines.filter((line) => line.startsWith("Tillside")), errors };
  }

  /** The state after a trap: one report, no exception in the page, and the page continues. */
  async isOver() {
    const { told, lines, errors } = await this.collapsed();
    assert.deepEqual([told.map(({ code }) => code), lines.length, errors], [["internal"], 1, []]);
    await this.goesOn();
  }

  noted() {
    return this.run(() => ({ ...noted, memory: undefined }));
  }

  /** Checks that there was no exception, no violation and no console line. */
  async isSilent() {
    const { errors, violations, events, console: lines } = await this.noted();
    assert.deepEqual({ errors, violations, events, lines: lines.filter((line) => /Tillside/.test(line)) }, { errors: [], violations: [], events: [], lines: [] });
  }

  /** Checks that the page continues: its own button works and new code runs. */
  async goesOn() {
    const clicks = await this.run(() => {
      const buy = document.querySelector("#buy");
      let clicks = 0;
      buy.addEventListener("click", () => (clicks += 1));
      buy.click();
      return clicks;
    });
    assert.equal(clicks, 1);
  }

  async end() {
    await this.shop?.close();
  }
}
