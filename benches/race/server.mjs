// One local server for all runners: their pages, the demo shop's files, the peers' scripts, and the answer of the peers' API.
//
// The demo shop's files have the headers of `tillside serve`: files named after their content are kept for a year, the
// others are revalidated. The peers have two advantages: their scripts are kept for a year, and their API answers at
// once, from the same connection, with only the displayed fields; a real API is on another host and searches an index
// first.
import { createHash } from "node:crypto";
import { once } from "node:events";
import { existsSync, readFileSync, statSync } from "node:fs";
import { createServer } from "node:http";
import { extname, join, normalize } from "node:path";
import { brotliCompressSync, constants } from "node:zlib";

const TYPES = {
  ".html": "text/html; charset=utf-8", ".js": "text/javascript", ".css": "text/css", ".json": "application/json",
  ".svg": "image/svg+xml", ".wasm": "application/wasm", ".bin": "application/octet-stream",
};
const isContentNamed = (path) => path.split("/").at(-1).split(/[-.]/).some((part) => /^[0-9a-f]{16}$/.test(part));

export const squeeze = (content) => brotliCompressSync(content, { params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: content.length } });

/**
 * Serves `site` and `extra`, which is content by address; `answer` is the response of the peers' API. Resolves to the
 * address and a function to stop.
 */
export async function serve({ site, extra = new Map(), answer = null }) {
  const files = new Map();
  const api = answer && squeeze(Buffer.from(JSON.stringify(answer)));

  function file(path) {
    if (!files.has(path)) {
      const own = join(site, normalize(path));
      const content = extra.get(path) ?? (existsSync(own) && statSync(own).isFile() ? readFileSync(own) : null);
      files.set(path, content && squeezed(Buffer.from(content), existsSync(`${own}.br`) ? readFileSync(`${own}.br`) : null));
    }
    return files.get(path);
  }

  const server = createServer((request, response) => {
    const path = decodeURIComponent(request.url.split("?")[0]);
    const type = TYPES[extname(path)] ?? "application/octet-stream";
    if (request.method === "POST" && api && path.startsWith("/1/")) {
      request.resume();
      response.writeHead(200, { "content-type": "application/json; charset=UTF-8", "content-encoding": "br", "content-length": api.length, "cache-control": "no-store" });
      return response.end(api);
    }
    const found = file(path === "/" ? "/index.html" : path);
    if (!found) return response.writeHead(404, { "content-length": 0 }).end();
    const isImmutable = isContentNamed(path) || /\?v=[0-9a-f]{16}$/.test(request.url);
    const isPlan = path.includes("/plans/");
    const caching = isImmutable ? "public, max-age=31536000, immutable"
      : isPlan ? "public, max-age=60, stale-while-revalidate=604800" : "no-cache";
    const headers = { "content-type": type, "cache-control": caching, etag: found.etag, "x-content-type-options": "nosniff" };
    if (request.headers["if-none-match"] === found.etag) return response.writeHead(304, headers).end();
    response.writeHead(200, { ...headers, ...(found.encoding && { "content-encoding": found.encoding }), "content-length": found.body.length });
    return response.end(found.body);
  });
  server.keepAliveTimeout = 60_000;
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    address: `http://127.0.0.1:${server.address().port}`,
    stop() {
      server.close();
      server.closeAllConnections();
    },
  };
}

/** The body of a file: compressed by the site's build or here, if that makes it smaller. */
function squeezed(content, ready) {
  const small = ready ?? squeeze(content);
  const etag = `"${createHash("sha256").update(content).digest("hex").slice(0, 16)}"`;
  return small.length < content.length ? { body: small, encoding: "br", etag } : { body: content, etag };
}
