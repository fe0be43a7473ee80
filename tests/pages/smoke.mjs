#!/usr/bin/env node
// The module in an engine that Playwright does not drive here: in every page of this folder the elements appear, a bundle
// goes into the basket, the page is planned anew, and no stylesheet of a page is seen; what goes with the focus hands it on.
//   node tests/pages/smoke.mjs firefox|webkit        after make site; webkit needs a screen (xvfb-run)
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { readdirSync } from "node:fs";
import { createServer } from "node:net";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { Builder, Capabilities } from "selenium-webdriver";
import { withShop } from "../../benches/server.mjs";

const PATIENCE_MS = 20_000;
const ENGINES = {
  firefox: { driver: ["geckodriver", "--log", "error"], capabilities: { browserName: "firefox", "moz:firefoxOptions": { args: ["-headless"] } } },
  webkit: { driver: ["WebKitWebDriver"], capabilities: { browserName: "MiniBrowser" } },
};

async function freePort() {
  const server = createServer();
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** Calls `work` with a browser of the engine and ends both it and its driver afterwards. */
async function withBrowser({ driver: [command, ...args], capabilities }, work) {
  const port = await freePort();
  const address = `http://127.0.0.1:${port}`;
  const driver = spawn(command, [...args, `--port=${port}`], { stdio: ["ignore", "ignore", "inherit"] });
  try {
    const isUp = () => fetch(`${address}/status`).then(() => true, () => false);
    for (const end = Date.now() + PATIENCE_MS; !(await isUp());) {
      assert(Date.now() < end && driver.exitCode === null, `${command} did not start`);
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    const browser = await new Builder().usingServer(address).disableEnvironmentOverrides().withCapabilities(new Capabilities(capabilities)).build();
    try {
      return await work(browser);
    } finally {
      await browser.quit();
    }
  } finally {
    driver.kill();
  }
}

/** What the page shows: runs in it. */
function shown() {
  const within = (name, selector) => [...(document.querySelector(name)?.shadowRoot?.querySelectorAll(selector) ?? [])];
  const [progress] = within("tillside-shipping", "[role=progressbar]");
  const values = ["fontSize", "fontStyle", "lineHeight", "letterSpacing", "textTransform", "color", "backgroundColor", "borderTopWidth", "paddingTop", "display"];
  return {
    look: within("tillside-plans", ".mount *").map((node) => values.map((name) => getComputedStyle(node)[name]).join(" ")).join("\n"),
    isFocusLost: document.activeElement === document.body,
    choices: within("tillside-bundle", "input[type=checkbox]").length,
    also: within("tillside-also", "button").length,
    memberships: within("tillside-plans", "[part=button]").length,
    progress: progress && Number(progress.getAttribute("aria-valuenow")),
  };
}

const add = () => document.querySelector("tillside-bundle").shadowRoot.querySelector("button").click();

function join() {
  const button = document.querySelector("tillside-plans").shadowRoot.querySelector("[part=button]");
  button.focus();
  button.click();
}

/** Waits until the page shows what `is` wants. */
async function until(browser, what, is) {
  let last;
  const isShown = async () => is((last = await browser.executeScript(shown)));
  await browser.wait(isShown, PATIENCE_MS).catch(() => assert.fail(`waited for ${what}, found ${JSON.stringify(last)}`));
}

async function visit(browser, address) {
  await browser.get(address);
  await until(browser, "the elements", ({ choices, also, memberships, progress }) => choices === 4 && also === 0 && memberships === 2 && progress === 0);
  await browser.executeScript(add);
  await until(browser, "a new plan", ({ also, progress }) => also > 0 && progress > 0);
  const { look } = await browser.executeScript(shown);
  await browser.executeScript(join);
  await until(browser, "the focus", ({ memberships, isFocusLost }) => memberships === 0 && !isFocusLost);
  return look;
}

const engine = ENGINES[process.argv[2]];
if (!engine) {
  console.error(`usage: node tests/pages/smoke.mjs ${Object.keys(ENGINES).join("|")}`);
  process.exit(2);
}
const PLAIN = "plain.html";
const pages = readdirSync(dirname(fileURLToPath(import.meta.url))).filter((file) => file.endsWith(".html") && file !== PLAIN);
const failed = await withShop((shop) =>
  withBrowser(engine, async (browser) => {
    let failed = 0;
    const plain = await visit(browser, `${shop}/tests/pages/${PLAIN}`);
    for (const page of pages) {
      try {
        assert.equal(await visit(browser, `${shop}/tests/pages/${page}`), plain, "it looks otherwise than on the plain page");
        console.log(`ok      ${page}`);
      } catch (error) {
        failed += 1;
        console.log(`FAILED  ${page}: ${error.message}`);
      }
    }
    return failed;
  }),
);
process.exitCode = failed === 0 ? 0 : 1;
