// The package on a server: importing it does nothing, and the wrappers render empty elements.
import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { join } from "node:path";
import { test } from "node:test";
import { ROOT } from "./catalog.mjs";

// The wrappers' own copies of React and Vue.
const require = createRequire(join(ROOT, "pkg/package.json"));

test("the package can be imported on a server, where its functions do nothing", async () => {
  const tillside = await import("tillside");
  const functions = await import("tillside/carts/functions.js");
  assert.equal(tillside.setCart([]), undefined);
  assert.equal(tillside.configure({ graph: "/graph/" }), undefined);
  assert.equal(tillside.currentPlan(), null);
  assert.equal(functions.connectCart({ read: () => [] })(), undefined);
  assert.deepEqual(Object.keys(globalThis[Symbol.for("tillside")] ?? {}), []);
});

test("the inert package has every function of the real one", async () => {
  const { readFileSync } = await import("node:fs");
  const names = (text) => text.match(/export const \{([^}]*)\} = api/)[1].split(",").map((name) => name.trim()).filter(Boolean);
  const real = names(readFileSync(join(ROOT, "www/tillside.js"), "utf8"));
  assert(real.length > 10);
  const inert = Object.keys(await import("tillside"));
  assert.deepEqual(real.filter((name) => !inert.includes(name)), []);
});

test("tillside/react renders an element on the server, and starts nothing", async () => {
  const { createElement } = require("react");
  const { renderToString } = require("react-dom/server");
  const { Bundle, Tillside } = await import("tillside/react");
  const cart = { lines: [], add: () => assert.fail("nobody adds") };
  const html = renderToString(createElement("main", null, createElement(Tillside, { graph: "/graph/", cart }), createElement(Bundle, { sku: "DRIP" })));
  assert.equal(html, '<main><tillside-bundle sku="DRIP"></tillside-bundle></main>');
});

test("tillside/vue renders an element on the server, and starts nothing", async () => {
  const { createSSRApp, h } = require("vue");
  const { renderToString } = require("vue/server-renderer");
  const { Shipping, Tillside } = await import("tillside/vue");
  const app = createSSRApp({ render: () => [h(Tillside, { options: { graph: "/graph/" }, cart: { lines: [] } }), h(Shipping, { class: "bar" })] });
  app.config.compilerOptions.isCustomElement = (name) => name.startsWith("tillside-");
  assert.match(await renderToString(app), /<tillside-shipping class="bar"><\/tillside-shipping>/);
});
