// Shops of frameworks, in their development and production builds: Next's App Router and SvelteKit.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { buildGraph, ROOT } from "./catalog.mjs";
import { freePort, serve } from "./server.mjs";

const PATIENCE_MS = 120_000;
const module = (path) => join(ROOT, "tests/shops/node_modules", path);
const NEXT = module("next/dist/bin/next");
const VITE = module("vite/bin/vite.js");
const place = (port) => ["--port", String(port), "--hostname", "127.0.0.1"];

/** What each framework is started with: `build` comes before `start`. Both keep their builds inside their project. */
const FRAMEWORKS = {
  next: { build: [NEXT, "build"], start: (port) => [NEXT, "start", ...place(port)], dev: (port) => [NEXT, "dev", ...place(port)] },
  kit: { build: [VITE, "build"], start: () => [".build-start"], dev: (port) => [VITE, "dev", "--port", String(port), "--host", "127.0.0.1"] },
};

function run(cwd, args, environment) {
  const child = spawn(process.execPath, args, { cwd, env: { ...process.env, ...environment }, stdio: ["ignore", "pipe", "pipe"] });
  child.said = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (text) => (child.said += text));
  return child;
}

/** `mode` is "dev" or "start". */
export async function openShop(framework, mode) {
  const { build, ...modes } = FRAMEWORKS[framework];
  const files = await serve(buildGraph(framework, ({ handle }) => `/products/${handle}`), () => false);
  const folder = join(ROOT, "tests/shops", framework);
  const port = await freePort();
  const origin = `http://127.0.0.1:${port}`;
  const environment = {
    SHOP_FILES: files.origin, SHOP_BUILD: `.build-${mode}`, SHOP_OUT: `.build-${mode}-kit`,
    PORT: String(port), HOST: "127.0.0.1", ORIGIN: origin, NEXT_TELEMETRY_DISABLED: "1",
  };
  if (mode === "start") {
    const made = run(folder, build, { ...environment, NODE_ENV: "production" });
    const [code] = await once(made, "exit");
    if (code !== 0) throw new Error(`${framework}: ${made.said}`);
  }
  const server = run(folder, modes[mode](port), environment);
  const isUp = () => fetch(`${origin}/products/v60-dripper`).then(({ ok }) => ok, () => false);
  for (const end = Date.now() + PATIENCE_MS; !(await isUp());) {
    if (Date.now() > end || server.exitCode !== null) throw new Error(`${framework}, ${mode}: ${server.said}`);
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
  const close = async () => {
    server.kill();
    await Promise.all([files.close(), server.exitCode === null && once(server, "exit")]);
  };
  return { origin, address: `${origin}/products/v60-dripper`, said: () => server.said, close };
}
