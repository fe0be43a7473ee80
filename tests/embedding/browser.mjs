// A browser of the engine in TILLSIDE_ENGINE, with its driver.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { createServer } from "node:net";
import { Builder, Capabilities } from "selenium-webdriver";

const PATIENCE_MS = 20_000;
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

/** Starts a browser; `end` stops it and its driver. */
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
  return { browser, end };
}
