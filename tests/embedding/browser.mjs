// A browser of the engine in TILLSIDE_ENGINE, with its driver. Starting Firefox takes five seconds of processor time, so
// all files of tests share one browser: TILLSIDE_BROWSER contains its address and session.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { createServer } from "node:net";
import { Builder, Capabilities, Session, WebDriver } from "selenium-webdriver";
import { Driver as Chromium } from "selenium-webdriver/chrome.js";
import { Executor, HttpClient } from "selenium-webdriver/http/index.js";

const PATIENCE_MS = 20_000;
/** Not the headless shell, which needs less processor time, because it has no back/forward cache. */
const CHROMIUM = [process.env.CHROMIUM, "/usr/bin/chromium"].find((path) => path && existsSync(path));
const QUIET = ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--window-size=1280,1000"];

export const ENGINES = {
  chromium: { driver: ["chromedriver", "--silent"], capabilities: { browserName: "chrome", "goog:chromeOptions": { binary: CHROMIUM, args: QUIET } } },
  firefox: {
    driver: ["geckodriver", "--log", "error"],
    capabilities: { browserName: "firefox", "moz:firefoxOptions": { args: ["-headless", "--width=1280", "--height=1000"] } },
  },
  webkit: { driver: ["WebKitWebDriver"], capabilities: { browserName: "MiniBrowser" } },
};

export const engine = process.env.TILLSIDE_ENGINE ?? "chromium";

async function freePort() {
  const server = createServer();
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** Starts a browser: its WebDriver, and the place where others find it. `end` stops it and its driver. */
export async function startBrowser() {
  const { driver: [command, ...args], capabilities } = ENGINES[engine];
  const port = await freePort();
  const address = `http://127.0.0.1:${port}`;
  const driver = spawn(command, [...args, `--port=${port}`], { stdio: ["ignore", "ignore", "inherit"] });
  const isUp = () => fetch(`${address}/status`).then(() => true, () => false);
  for (const end = Date.now() + PATIENCE_MS; !(await isUp());) {
    assert(Date.now() < end && driver.exitCode === null, `${command} did not start`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  const browser = await new Builder().usingServer(address).disableEnvironmentOverrides().withCapabilities(new Capabilities(capabilities)).build();
  const end = async () => {
    await browser.quit().catch(() => {});
    driver.kill();
  };
  const id = (await browser.getSession()).getId();
  return { browser, end, place: JSON.stringify({ address, id }) };
}

/** The browser that all files of tests share, on an empty page; or one of this file's own. */
export async function openBrowser() {
  if (!process.env.TILLSIDE_BROWSER) return startBrowser();
  const { address, id } = JSON.parse(process.env.TILLSIDE_BROWSER);
  const executor = new Executor(new HttpClient(address));
  executor.defineCommand("sendAndGetDevToolsCommand", "POST", "/session/:sessionId/goog/cdp/execute");
  const Driver = engine === "chromium" ? Chromium : WebDriver;
  const browser = new Driver(new Session(id, new Capabilities()), executor);
  return { browser, end: () => browser.get("about:blank") };
}
