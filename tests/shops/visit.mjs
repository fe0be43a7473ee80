// A shopper's visit to a shop, in Chromium.
import assert from "node:assert/strict";
import { existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { chromium } from "@playwright/test";
import { ROOT } from "./catalog.mjs";

const BROWSERS = [process.env.CHROMIUM, "/usr/bin/chromium-headless-shell", "/usr/bin/chromium"];
const PICTURES = join(ROOT, "target/shops/pictures");
export const WIDTHS = [360, 390, 768, 1280];
const CLS = 0.01;

export async function openBrowser() {
  mkdirSync(PICTURES, { recursive: true });
  return chromium.launch({ executablePath: BROWSERS.find((path) => path && existsSync(path)), args: ["--no-sandbox", "--disable-gpu"] });
}

/** Notes in the page what goes wrong in it. */
function note() {
  window.noted = { shift: 0, moved: [], errors: [] };
  new PerformanceObserver((list) => {
    for (const { hadRecentInput, value, sources } of list.getEntries()) {
      if (hadRecentInput) continue;
      window.noted.shift += value;
      const place = ({ y, height }) => `${Math.round(y)}+${Math.round(height)}`;
      window.noted.moved.push(...sources.map(({ node, previousRect, currentRect }) => `${node?.nodeName}.${node?.className} ${place(previousRect)} -> ${place(currentRect)}`));
    }
  }).observe({ type: "layout-shift", buffered: true });
  document.addEventListener("tillside-error", ({ detail }) => window.noted.errors.push(detail.message));
}

export class Visit {
  constructor(page, name, width) {
    Object.assign(this, { page, name, width, thrown: [] });
    page.on("pageerror", (error) => this.thrown.push(String(error)));
  }

  static async start(browser, name, { width = 1280, address }) {
    const page = await browser.newPage({ viewport: { width, height: 900 } });
    await page.addInitScript(note);
    const visit = new Visit(page, name, width);
    await page.goto(address);
    return visit;
  }

  /** Waits for the bundle; returns its text. */
  async bundle() {
    await this.page.waitForFunction(() => document.querySelector("tillside-bundle")?.shadowRoot?.querySelector("[part~=button]"));
    return this.text();
  }

  text() {
    return this.page.evaluate(() => document.querySelector("tillside-bundle").shadowRoot.querySelector(".mount").innerText);
  }

  /** Presses the bundle's button and waits for the result; returns what the shopper reads and hears. */
  async add() {
    // The adapter comes after the page.
    await this.page.waitForLoadState("networkidle");
    await this.page.locator("tillside-bundle [part~=button]").first().click();
    await this.page.waitForFunction(() => {
      const { shadowRoot } = document.querySelector("tillside-bundle") ?? {};
      return shadowRoot?.querySelector(".live-region").textContent || shadowRoot?.querySelector("[role=alert]");
    });
    return this.page.evaluate(() => {
      const { shadowRoot } = document.querySelector("tillside-bundle");
      return { heard: shadowRoot.querySelector(".live-region").textContent, refused: shadowRoot.querySelector("[role=alert]")?.textContent ?? "" };
    });
  }

  /** What the plan takes the cart to be worth. */
  subtotal() {
    return this.page.evaluate(async () => globalThis[Symbol.for("tillside")].currentPlan()?.subtotalMinor ?? null);
  }

  async untilSubtotal(pence) {
    await this.page.waitForFunction((pence) => globalThis[Symbol.for("tillside")]?.currentPlan()?.subtotalMinor === pence, pence);
  }

  async picture(state) {
    await this.page.screenshot({ path: join(PICTURES, `${this.name}-${state}-${this.width}.png`), fullPage: true });
  }

  /**
   * The layout has not moved, the bundle is as wide as a reader needs, and nothing was thrown or reported. `isAnswered` after an answer that
   * took more than half a second: then the browser no longer ascribes the changed offer to the click.
   */
  async isCalm({ errors = [], isAnswered = false } = {}) {
    const { shift, moved, errors: found, box, next } = await this.page.evaluate(() => {
      const element = document.querySelector("tillside-bundle");
      const { width, height, bottom } = element.getBoundingClientRect();
      const next = element.nextElementSibling?.getBoundingClientRect().top ?? Infinity;
      return { ...window.noted, box: { width, height, bottom }, next };
    });
    assert.deepEqual(found, errors);
    assert.deepEqual(this.thrown, []);
    assert(isAnswered || shift <= CLS, `${this.name} at ${this.width} px: CLS ${shift}: ${moved.join("; ")}`);
    assert(box.width >= Math.min(280, this.width - 100), `${this.name} at ${this.width} px: ${box.width} px wide`);
    assert(next >= box.bottom - 1, `${this.name} at ${this.width} px: what follows overlaps`);
  }

  end() {
    return this.page.close();
  }
}
