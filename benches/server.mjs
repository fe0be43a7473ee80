// Serves the demo shop on a free port during a measurement or a test.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { createInterface } from "node:readline";

const SITE = "target/demo/site";

/** Calls `work` with the shop's address and stops the server afterwards. */
export async function withShop(work) {
  if (!existsSync(SITE)) {
    console.error(`${SITE} is not there: run make site first.`);
    process.exit(2);
  }
  const server = spawn("target/release/tillside", ["serve", SITE, "--port", "0"], { stdio: ["ignore", "pipe", "inherit"] });
  try {
    const [line] = await Promise.race([once(createInterface(server.stdout), "line"), once(server, "error").then(([error]) => { throw error; })]);
    return await work(line.match(/http:\/\/[\d.:]+/)[0]);
  } finally {
    server.kill("SIGINT");
  }
}
