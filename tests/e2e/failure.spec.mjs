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
      await route.fulfill({ json: { ...manifest, format: 99, checksum: undefined } });
    }),
  );
  expect(code).toBe("graph-version");
  expect(line).toContain("Build the graph again");
});

test("a manifest with one flipped bit", async ({ page }) => {
  const { line, code } = await broken(page, () =>
    page.route("**/manifest.json", async (route) => {
      const text = await (await route.fetch()).text();
      await route.fulfill({ body: text.replace('"from_minor": 5000', '"from_minor": 4000') });
    }),
  );
  expect(code).toBe("graph-corrupt");
  expect(line).toMatch(/manifest\.json was damaged on the way\. Upload the graph directory again\.$/);
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

test("a data file that cannot be had costs no more than what depends on it", async ({ page }) => {
  const lines = [];
  page.on("console", (message) => message.text().startsWith("Tillside") && lines.push(message.text()));
  await page.addInitScript(() => {
    window.told = [];
    document.addEventListener("tillside-error", (event) => window.told.push([event.target.localName ?? "document", event.detail.code]));
  });
  await page.goto(PAGE);
  await expect(page.locator("tillside-bundle").getByRole("checkbox")).toHaveCount(4);
  let refused = 0;
  await page.route("**/*.bin", (route) => {
    refused += 1;
    return route.fulfill({ status: 503, body: "" });
  });
  const bundle = page.locator("tillside-bundle");
  // A single-page shop turns to another product whose file does not come.
  await bundle.evaluate((element) => (element.sku = "85123A"));
  await expect(bundle.locator("section")).toHaveCount(0);
  await page.evaluate(async () => {
    const { setBasket } = await import("/pkg/tillside.js");
    setBasket([{ sku: "22423", quantity: 1, priceMinor: 1295 }]);
    setBasket([{ sku: "22423", quantity: 2, priceMinor: 1295 }]);
  });
  await expect(page.locator("tillside-shipping").getByText("Add £24.10 for free shipping")).toBeVisible();
  expect(await page.evaluate(() => window.told)).toEqual([["tillside-bundle", "graph-unreachable"]]);
  expect(lines).toHaveLength(1);
  expect(lines[0]).toMatch(/answered 503\. Check the address\.$/);
  expect(refused).toBe(2);

  // The next product's file is there again, and so is the first one's.
  await page.unroute("**/*.bin");
  await bundle.evaluate((element) => (element.sku = "22423"));
  await expect(bundle.getByRole("checkbox")).toHaveCount(4);
});

test("a page whose data file is missing from the start shows its own words, and all else", async ({ page }) => {
  await page.route("**/*.bin", (route) => route.fulfill({ status: 404, body: "" }));
  await page.route("**/guest.html", (route) =>
    route.fulfill({
      contentType: "text/html",
      body: `<!doctype html><html lang="en-GB"><title>A guest</title>
        <script type="module" src="/pkg/tillside.js" data-graph="/graph/"></script>
        <tillside-bundle sku="22423"><p>Ask us what goes with it.</p></tillside-bundle>
        <tillside-shipping></tillside-shipping><tillside-plans></tillside-plans>`,
    }),
  );
  await page.goto("/guest.html");
  await expect(page.locator("tillside-bundle[data-settled]")).toBeAttached();
  await expect(page.getByText("Ask us what goes with it.")).toBeVisible();
  await expect(page.locator("tillside-shipping").getByRole("status")).toHaveText("Free shipping from £50.00");
  await expect(page.locator("tillside-plans").getByRole("button", { name: /^Join/ })).toHaveCount(2);
});

for (const [what, answer] of [
  ["missing", () => ({ status: 404, body: "" })],
  ["truncated", (body) => ({ body: body.subarray(0, body.length - 9) })],
]) {
  test(`a ${what} data file that comes at the second attempt, past the cache, is shown`, async ({ page }) => {
    await page.addInitScript(() => {
      window.asked = [];
      const fetch = window.fetch;
      window.fetch = (address, options) => {
        if (address.endsWith(".bin")) window.asked.push(options.cache);
        return fetch(address, options);
      };
    });
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
    expect(await page.evaluate(() => window.asked)).toEqual(["default", "reload"]);
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
