// Whatever breaks, the page goes on: the element collapses, one event, one console line that says what to do.

import { expect, test } from "@playwright/test";

const PAGE = "/product.html?sku=22423";

// Opens the product page with something broken and returns what the page and the console were told.
async function broken(page, breakIt) {
  const lines = [];
  const uncaught = [];
  page.on("pageerror", (error) => uncaught.push(error.message));
  page.on("console", (message) => message.text().startsWith("Tillside") && lines.push(message.text()));
  await page.addInitScript(() => {
    window.told = [];
    document.addEventListener("tillside-error", (event) => window.told.push([event.target.localName ?? "document", event.detail.code]));
  });
  await breakIt();
  await page.goto(PAGE);
  await expect(page.locator("tillside-bundle[data-settled]")).toBeAttached();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(/Regency cakestand/);
  expect(uncaught).toEqual([]);
  expect(lines).toHaveLength(1);
  await expect(page.locator("tillside-bundle section")).toHaveCount(0);
  const told = await page.evaluate(() => window.told);
  expect(told.filter(([name]) => name === "tillside-bundle")).toHaveLength(1);
  return { line: lines[0], code: told[0][1] };
}

test("no graph", async ({ page }) => {
  const { line, code } = await broken(page, () => page.route("**/manifest.json", (route) => route.fulfill({ status: 404, body: "" })));
  expect(code).toBe("graph-unreachable");
  expect(line).toMatch(/manifest\.json answered 404\. Check the address\.$/);
});

test("a page in the graph's place", async ({ page }) => {
  const { code } = await broken(page, () =>
    page.route("**/manifest.json", (route) => route.fulfill({ contentType: "text/html", body: "<!doctype html>" })),
  );
  expect(code).toBe("graph-corrupt");
});

test("a graph of another version", async ({ page }) => {
  const { line, code } = await broken(page, () =>
    page.route("**/manifest.json", async (route) => {
      const manifest = await (await route.fetch()).json();
      await route.fulfill({ json: { ...manifest, format: 99 } });
    }),
  );
  expect(code).toBe("graph-version");
  expect(line).toContain("Build the graph again");
});

test("a truncated data file", async ({ page }) => {
  const { code } = await broken(page, () =>
    page.route("**/*.bin", async (route) => {
      const body = await (await route.fetch()).body();
      await route.fulfill({ body: body.subarray(0, body.length - 9) });
    }),
  );
  expect(code).toBe("graph-corrupt");
});

test("a data file that is missing while the wasm is still on its way", async ({ page }) => {
  const { code } = await broken(page, async () => {
    await page.route("**/*.bin", (route) => route.fulfill({ status: 404, body: "" }));
    await page.route("**/*.wasm", async (route) => {
      const response = await route.fetch();
      await new Promise((resolve) => setTimeout(resolve, 800));
      await route.fulfill({ response });
    });
  });
  expect(code).toBe("graph-unreachable");
});

test("a data file that is missing costs what depends on it and nothing else", async ({ page }) => {
  let isMissing = true;
  let asked = 0;
  await page.route("**/*.bin", (route) => {
    asked += 1;
    return isMissing ? route.fulfill({ status: 404, body: "" }) : route.continue();
  });
  await page.route("**/guest.html", (route) =>
    route.fulfill({
      contentType: "text/html",
      body: `<!doctype html><html lang="en-GB"><title>A guest</title>
        <script type="module" src="/pkg/tillside.js" data-graph="/graph/"></script>
        <tillside-bundle sku="22423"><p>Ask us what goes with it.</p></tillside-bundle>
        <tillside-shipping></tillside-shipping><tillside-plans></tillside-plans>`,
    }),
  );
  const lines = [];
  page.on("console", (message) => message.text().startsWith("Tillside") && lines.push(message.text()));
  await page.addInitScript(() => {
    window.told = [];
    document.addEventListener("tillside-error", (event) => window.told.push([event.target.localName, event.detail.code]));
  });
  await page.goto("/guest.html");

  const bundle = page.locator("tillside-bundle");
  const shipping = page.locator("tillside-shipping").getByRole("status");
  await expect(page.locator("tillside-bundle[data-settled]")).toBeAttached();
  await expect(bundle.getByText("Ask us what goes with it.")).toBeVisible();
  await expect(shipping).toHaveText("Free shipping from £50.00");
  await expect(page.locator("tillside-plans").getByRole("button")).toHaveCount(2);
  expect(await page.evaluate(() => window.told)).toEqual([["tillside-bundle", "graph-unreachable"]]);
  expect(lines).toHaveLength(1);
  expect(asked).toBe(1);

  // Asked for once more when it is needed again, without another word.
  const setBasket = (quantity) =>
    page.evaluate(async (quantity) => (await import("/pkg/tillside.js")).setBasket([{ sku: "22423", quantity }]), quantity);
  await setBasket(1);
  await expect(shipping).toHaveText("Free shipping from £50.00");
  await expect.poll(() => asked).toBe(2);
  isMissing = false;
  await setBasket(2);
  await page.waitForTimeout(200);
  expect(asked).toBe(2);
  expect(lines).toHaveLength(1);
  expect(await page.evaluate(() => window.told)).toHaveLength(1);
});

for (const [what, answer] of [
  ["missing", () => ({ status: 404, body: "" })],
  ["truncated", (body) => ({ body: body.subarray(0, body.length - 9) })],
]) {
  test(`a ${what} data file that comes at the second attempt is shown`, async ({ page }) => {
    let asked = 0;
    await page.route("**/*.bin", async (route) => {
      asked += 1;
      if (asked > 1) return route.continue();
      return route.fulfill(answer(await (await route.fetch()).body()));
    });
    await page.goto(PAGE);
    await expect(page.locator("tillside-bundle[data-settled]")).toBeAttached();
    const bundle = page.locator("tillside-bundle");
    await expect(bundle.getByRole("checkbox")).toHaveCount(0);
    await page.getByRole("button", { name: "Add to basket", exact: true }).first().click();
    await expect(bundle.getByRole("checkbox")).toHaveCount(4);
    await expect(page.locator("tillside-shipping").getByRole("status")).toHaveText("Add £25.04 for free shipping");
  });
}

test("a basket's missing data file leaves the bundle alone", async ({ page }) => {
  let isMissing = false;
  await page.route("**/*.bin", (route) => (isMissing ? route.fulfill({ status: 404, body: "" }) : route.continue()));
  const lines = [];
  page.on("console", (message) => message.text().startsWith("Tillside") && lines.push(message.text()));
  await page.goto(PAGE);
  await expect(page.locator("tillside-bundle").getByRole("checkbox")).toHaveCount(4);
  isMissing = true;
  const told = await page.evaluate(async () => {
    const { setBasket } = await import("/pkg/tillside.js");
    const told = new Promise((resolve) => document.addEventListener("tillside-error", ({ target, detail }) => resolve([target === document, detail.code])));
    setBasket([{ sku: "85123A", quantity: 10, priceMinor: 295 }]);
    return told;
  });
  expect(told).toEqual([true, "graph-unreachable"]);
  expect(lines).toHaveLength(1);
  await expect(page.locator("tillside-bundle").getByRole("checkbox")).toHaveCount(4);
  await expect(page.locator("tillside-shipping").getByRole("status")).toHaveText("Add £20.50 for free shipping");
});

test("what a page says wrongly is named and changes nothing", async ({ page }) => {
  const uncaught = [];
  page.on("pageerror", (error) => uncaught.push(error.message));
  await page.goto(PAGE);
  const bundle = page.locator("tillside-bundle");
  await expect(bundle.getByRole("checkbox")).toHaveCount(4);
  const codes = await page.evaluate(async () => {
    const codes = [];
    document.addEventListener("tillside-error", (event) => codes.push(event.detail.code));
    const { setBasket, setMessages, setUnavailable } = await import("/pkg/tillside.js");
    for (const junk of [null, "junk", 7, {}, [null], [{ sku: "22423" }], [{ sku: 22423, quantity: 1 }]]) setBasket(junk);
    for (const junk of [null, undefined, 7]) setMessages(junk);
    for (const junk of [null, 7, {}]) setUnavailable(junk);
    return codes;
  });
  expect(codes).toEqual(Array(13).fill("bad-config"));
  await expect(bundle.getByRole("checkbox")).toHaveCount(4);
  await page.evaluate(async () => (await import("/pkg/tillside.js")).setBasket([{ sku: "22423", quantity: 1 }]));
  await expect(page.locator("tillside-shipping").getByRole("status")).toHaveText("Add £25.04 for free shipping");
  expect(uncaught).toEqual([]);
});

test("wasm that is not wasm", async ({ page }) => {
  const { code } = await broken(page, () =>
    page.route("**/*.wasm", (route) => route.fulfill({ contentType: "application/wasm", body: "<!doctype html>" })),
  );
  expect(code).toBe("wasm-failed");
});

test("a policy that blocks wasm", async ({ page }) => {
  const { line, code } = await broken(page, () =>
    page.route("**/product.html*", async (route) => {
      const response = await route.fetch();
      await route.fulfill({ response, body: (await response.text()).replaceAll("'wasm-unsafe-eval'", "") });
    }),
  );
  expect(code).toBe("blocked-by-csp");
  expect(line).toContain("'wasm-unsafe-eval'");
});

test("an unknown product takes no space and is no error", async ({ page }) => {
  const lines = [];
  page.on("console", (message) => message.text().startsWith("Tillside") && lines.push(message.text()));
  await page.goto(PAGE);
  const bundle = page.locator("tillside-bundle");
  await expect(bundle.locator("section")).toHaveCount(1);
  await bundle.evaluate((element) => (element.sku = "NO-SUCH-THING"));
  await expect(bundle.locator("section")).toHaveCount(0);
  expect(lines).toEqual([]);
});

test("the strictest policy with Trusted Types breaks nothing", async ({ page }) => {
  const policy =
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'; img-src 'self'; style-src 'none'; " +
    "base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'; trusted-types 'none'";
  await page.addInitScript(() => {
    window.violations = [];
    document.addEventListener("securitypolicyviolation", (event) => window.violations.push(event.violatedDirective));
  });
  await page.route("**/guest.html", (route) =>
    route.fulfill({
      contentType: "text/html",
      headers: { "content-security-policy": policy },
      body: `<!doctype html><html lang="en-GB"><title>A guest</title>
        <script type="module" src="/pkg/tillside.js" data-graph="/graph/" data-currency="GBP"></script>
        <tillside-bundle sku="22423"></tillside-bundle><tillside-shipping></tillside-shipping><tillside-plans></tillside-plans>`,
    }),
  );
  await page.goto("/guest.html");
  const bundle = page.locator("tillside-bundle");
  await expect(bundle.getByRole("checkbox")).toHaveCount(4);
  await bundle.getByRole("checkbox").first().uncheck();
  await expect(bundle.getByRole("button")).toHaveText("Add 3 to basket");
  await expect(page.locator("tillside-plans").getByRole("button")).toHaveCount(2);
  expect(await page.evaluate(() => window.violations)).toEqual([]);
});

test("a page that changed Object.prototype is served as any other", async ({ page }) => {
  await page.addInitScript(() => Object.assign(Object.prototype, { currency: "EUR", graph: "x", priceMinor: 1, policy: 7 }));
  await page.goto(PAGE);
  await expect(page.locator("tillside-bundle").getByRole("checkbox")).toHaveCount(4);
  await expect(page.locator("tillside-shipping").getByRole("status")).toHaveText("Free shipping from £50.00");
});
