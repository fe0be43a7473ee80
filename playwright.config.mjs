// End-to-end tests: a real browser drives the built demo shop (make site), served on a free port.
import { existsSync } from "node:fs";
import { createServer } from "node:net";
import { defineConfig, devices } from "@playwright/test";

/** A port that nothing listens on. The workers read this file too and have to find the first one's choice. */
async function port() {
  if (process.env.TILLSIDE_E2E_PORT) return process.env.TILLSIDE_E2E_PORT;
  const server = createServer();
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  process.env.TILLSIDE_E2E_PORT = String(server.address().port);
  await new Promise((resolve) => server.close(resolve));
  return process.env.TILLSIDE_E2E_PORT;
}

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
    trace: "retain-on-failure",
    launchOptions: {
      executablePath: [process.env.CHROMIUM, "/usr/bin/chromium"].find((path) => path && existsSync(path)),
      args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
    },
  },
  webServer: {
    command: `target/release/tillside serve target/demo/site --port ${new URL(baseURL).port}`,
    url: baseURL,
    timeout: 30_000,
  },
});
