// A server for the shops that are rendered here: the package, the graph, pictures, and what a shop answers.
import { once } from "node:events";
import { createServer } from "node:http";
import { join } from "node:path";
import sirv from "sirv";
import { PRODUCTS, ROOT, picture } from "./catalog.mjs";

/** `answer(request, response, address)` returns whether it has answered. */
export async function serve(graph, answer) {
  const folders = { "/pkg": sirv(join(ROOT, "pkg"), { dev: true }), "/graph": sirv(graph, { dev: true }) };
  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url, "http://shop");
    const address = decodeURIComponent(pathname);
    const shown = address.match(/^\/pictures\/(\w+)\.svg$/)?.[1];
    const missing = () => response.writeHead(404).end();
    if (shown) return response.writeHead(200, { "content-type": "image/svg+xml" }).end(picture(PRODUCTS.find(({ sku }) => sku === shown)));
    for (const [prefix, files] of Object.entries(folders)) {
      if (!address.startsWith(`${prefix}/`)) continue;
      request.url = request.url.slice(prefix.length);
      return files(request, response, missing);
    }
    if (!(await answer(request, response, address))) missing();
    return undefined;
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const close = () => {
    server.closeAllConnections();
    return new Promise((resolve) => server.close(resolve));
  };
  return { origin: `http://127.0.0.1:${server.address().port}`, close };
}

export function html(response, text, status = 200, headers = {}) {
  response.writeHead(status, { "content-type": "text/html;charset=utf-8", ...headers }).end(text);
  return true;
}

/** A port that no server uses. */
export async function freePort() {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address();
  server.close();
  return port;
}
