// End-to-end tests: a real browser drives the built demo shop (make site), served on a free port.
import { existsSync } from "node:fs";
import { createServer } from "node:net";
import { defineConfig, devices } from "@playwright/test";

/** A free port. The workers load this file too, and must use the first process's choice. */
async function port() {
  if (process.env.TILLSIDE_E2E_PORT) return process.env.TILLSIDE_E2E_PORT;
  const server = createServer();
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  process.env.TILLSIDE_E2E_PORT = String(server.address().port);
  await new Promise((resolve) => server.close(resolve));
  return process.env.TILLSIDE_E2E_PORT;
}

/** The headless shell comes first: without windows, Chromium needs half the processor time. */
const BROWSERS = [process.env.CHROMIUM, "/usr/bin/chromium-headless-shell", "/usr/bin/chromium"];

const baseURL = `http://127.0.0.1:${await port()}`;

export default defineConfig({
  testDir: "tests/e2e",
  outputDir: "target/e2e",
  forbidOnly: Boolean(process.env.CI),
  fullyParallel: true,
  workers: 2,
  timeout: 30_000,
  globalTimeout: 10 * 60_000,
  reporter: "list",
  use: {
    ...devices["Desktop Chrome"],
    baseURL,
    // Tracing every test takes a quarter of the suite's time; for details run `playwright test --trace on -g "part of a name"`.
    screenshot: "only-on-failure",
    launchOptions: {
      executablePath: BROWSERS.find((path) => path && existsSync(path)),
      args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
    },
  },
  webServer: {
    command: `target/release/tillside serve target/demo/site --port ${new URL(baseURL).port}`,
    url: baseURL,
    timeout: 30_000,
  },
});
