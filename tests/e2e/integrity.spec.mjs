// Only pinned code runs: hashes in the package, a changed byte, and pages whose policy requires hashes. A pinned tag under
// that policy is tested in every engine in tests/embedding/security.test.mjs.

import { createHash } from "node:crypto";
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { expect, test } from "@playwright/test";

const pinned = JSON.parse(readFileSync("pkg/integrity.json", "utf8")).files;
const sha384 = (content) => `sha384-${createHash("sha384").update(content).digest("base64")}`;
const POLICY = { "integrity-policy": "blocked-destinations=(script), sources=(inline)" };
const ELEMENTS = `<tillside-bundle sku="22423"><p>Ask us what goes with it.</p></tillside-bundle><tillside-shipping></tillside-shipping>`;

/** Opens a page with this in its head, and returns its events and console lines. */
async function open(page, head, headers = {}) {
  const heard = { codes: [], uncaught: [], lines: [] };
  page.on("pageerror", (error) => heard.uncaught.push(error.message));
  page.on("console", (message) => message.text().startsWith("Tillside") && heard.lines.push(message.text()));
  await page.exposeFunction("hear", (code) => heard.codes.push(code));
  await page.addInitScript(() => document.addEventListener("tillside-error", ({ detail }) => window.hear(detail.code)));
  const body = `<!doctype html><html lang="en-GB"><meta charset="utf-8"><title>A pinned page</title>${head}${ELEMENTS}`;
  await page.route("**/pinned.html", (route) => route.fulfill({ contentType: "text/html", headers, body }));
  await page.goto("/pinned.html");
  return heard;
}

const tag = (integrity = "") => `<script type="module" src="/pkg/tillside.js" data-graph="/graph/" ${integrity}></script>`;
const pinnedTag = tag(`integrity="${pinned["tillside.js"]}" crossorigin="anonymous"`);
const importMap = `<script type="importmap">${JSON.stringify({ integrity: { "/pkg/tillside.js": pinned["tillside.js"] } })}</script>`;

test("integrity.json has the hash of every file that npm would pack", () => {
  const [{ files }] = JSON.parse(execFileSync("npm", ["pack", "--dry-run", "--json", "--ignore-scripts"], { cwd: "pkg", encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }));
  const packed = files.map(({ path }) => path).filter((path) => path !== "integrity.json");
  expect(Object.keys(pinned).sort()).toEqual(packed.sort());
  for (const [name, hash] of Object.entries(pinned)) expect(sha384(readFileSync(`pkg/${name}`)), name).toBe(hash);
});

test("one changed byte in the wasm of a pinned module: a typed error, and the shop's own content", async ({ page }) => {
  await page.route("**/tillside.wasm", async (route) => {
    const response = await route.fetch();
    const body = await response.body();
    body[body.length - 100] ^= 1;
    await route.fulfill({ response, body });
  });
  const heard = await open(page, pinnedTag);
  await expect(page.locator("tillside-bundle[data-settled]")).toBeAttached();
  await expect(page.getByText("Ask us what goes with it.")).toBeVisible();
  await expect(page.locator("tillside-bundle section")).toHaveCount(0);
  await expect.poll(() => heard.codes).toEqual(["wasm-failed"]);
  expect(heard.lines).toHaveLength(1);
  expect(heard.lines[0]).toContain("belongs to another build");
  expect(heard.uncaught).toEqual([]);
});

test("under an Integrity-Policy an import map pins the module for the tag and for other scripts", async ({ page }) => {
  const heard = await open(page, importMap + tag(), POLICY);
  await expect(page.locator("tillside-bundle").getByRole("checkbox")).toHaveCount(4);
  await page.evaluate(async () => (await import("/pkg/tillside.js")).setCart([{ sku: "22423", quantity: 1 }]));
  await expect(page.locator("tillside-shipping").getByRole("status")).toHaveText("Spend £37.25 more for free delivery");
  expect(heard).toEqual({ codes: [], uncaught: [], lines: [] });
});

test("an Integrity-Policy blocks a tag without a hash", async ({ page }) => {
  await open(page, tag(), POLICY);
  await page.waitForLoadState("networkidle");
  expect(await page.evaluate(() => customElements.get("tillside-bundle"))).toBe(undefined);
  await expect(page.getByText("Ask us what goes with it.")).toBeVisible();
});
