// A shop of django-oscar, from PyPI, with its own basket.
import { spawn } from "node:child_process";
import { rmSync, writeFileSync } from "node:fs";
import { once } from "node:events";
import { join } from "node:path";
import { PRODUCTS, ROOT, buildGraph, picture } from "./catalog.mjs";
import { freePort } from "./server.mjs";

const PYTHON = join(ROOT, "target/shops/venv/bin/python");

/** `stock` is how many of a SKU there are, the others are unlimited. */
export async function openShop({ stock = {} } = {}) {
  const places = new Map(PRODUCTS.map(({ sku }, at) => [sku, at + 1]));
  const graph = buildGraph("oscar", ({ handle, sku }) => `/catalogue/${handle}_${places.get(sku)}/`);
  const folder = join(graph, "..");
  rmSync(join(folder, "shop.sqlite3"), { force: true });
  const products = PRODUCTS.map((product) => ({ ...product, place: places.get(product.sku), stock: stock[product.sku], picture: picture(product) }));
  writeFileSync(join(folder, "products.json"), JSON.stringify(products));
  const port = await freePort();
  const server = spawn(PYTHON, [join(ROOT, "tests/shops/oscar/shop.py"), folder, join(folder, "products.json"), String(port)], { stdio: ["ignore", "pipe", "pipe"] });
  let said = "";
  server.stderr.on("data", (text) => (said += text));
  await Promise.race([once(server.stdout, "data"), once(server, "exit").then(() => Promise.reject(new Error(`oscar: ${said}`)))]);
  const close = async () => {
    server.kill("SIGKILL");
    if (server.exitCode === null && server.signalCode === null) await once(server, "exit");
  };
  return { close, said: () => said, address: `http://127.0.0.1:${port}/catalogue/v60-dripper_1/` };
}
