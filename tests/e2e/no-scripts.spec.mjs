// What a reader without scripts and a crawler see: the fragment that `tillside export --format html` writes.
import { execFileSync } from "node:child_process";
import { expect, test } from "@playwright/test";

const fragment = execFileSync("target/release/tillside", ["export", "--graph", "target/demo/graph", "--format", "html", "--sku", "22423"], { encoding: "utf8" });
const html = `<!doctype html><html lang="en"><title>A shop</title>
  <script type="module" src="/pkg/tillside.js" data-graph="/graph/" data-cart="none"></script>
  <main><tillside-bundle sku="22423">${fragment}</tillside-bundle></main></html>`;

/** Opens a page of the demo's server with this content. */
async function open(context) {
  const page = await context.newPage();
  await page.route("**/shop.html", (route) => route.fulfill({ contentType: "text/html", body: html }));
  await page.goto("/shop.html");
  return page;
}

test("without scripts the companions are a heading with links", async ({ browser, baseURL }) => {
  const context = await browser.newContext({ javaScriptEnabled: false, baseURL });
  const page = await open(context);
  await expect(page.getByRole("heading", { name: "Frequently bought together" })).toBeVisible();
  await expect(page.locator("tillside-bundle").getByRole("link")).toHaveCount(3);
  await context.close();
});

test("with scripts the offer replaces the fragment", async ({ context }) => {
  const page = await open(context);
  await expect(page.locator("tillside-bundle").getByRole("checkbox")).toHaveCount(4);
  await expect(page.locator("tillside-bundle > ul")).toBeHidden();
});
