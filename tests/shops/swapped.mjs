// A shop whose server renders everything, with htmx or Turbo in its pages: the cart is declared in the HTML.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { PRODUCTS, ROOT, buildGraph } from "./catalog.mjs";
import { html, serve } from "./server.mjs";

const MODULES = join(ROOT, "tests/shops/node_modules");
const SCRIPTS = { htmx: join(MODULES, "htmx.org/dist/htmx.min.js"), turbo: join(MODULES, "@hotwired/turbo/dist/turbo.es2017-umd.js") };
const pounds = (pence) => (pence / 100).toFixed(2);

/** `stock` is how many of a SKU there are, the others are unlimited. */
export async function openShop(library, { stock = {} } = {}) {
  const cart = new Map();
  const quantity = () => [...cart.values()].reduce((sum, count) => sum + count, 0);

  const basket = () => `<div id="basket" data-tillside-refresh data-tillside-cart data-currency="GBP">
    <output>${quantity()}</output>
    <button id="clear" hx-post="/basket/clear" hx-target="#basket" hx-swap="outerHTML">Empty the basket</button>
    ${[...cart].map(([sku, count]) => `<i data-sku="${sku}" data-quantity="${count}" data-price="${pounds(PRODUCTS.find((product) => product.sku === sku).price)}"></i>`).join("")}
  </div>`;

  const page = ({ sku, title, price }) => `<!doctype html><html lang="en-GB"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
    <title>${title}</title><link rel="icon" href="data:,"><script src="/library.js" defer></script><script type="module" src="/pkg/tillside.js" data-graph="/graph/"></script></head>
    <body><header>${basket()}<nav>${PRODUCTS.map(({ handle, sku }) => `<a href="/p/${handle}">${sku}</a>`).join(" ")}</nav></header>
    <a data-tillside-add href="/basket/add/{sku}?quantity={quantity}" rel="nofollow" hidden data-turbo="false"></a>
    <main><h1>${title}</h1><p>£${pounds(price)}</p>
    <button id="buy" hx-post="/basket/add/${sku}" hx-target="#basket" hx-swap="outerHTML">Add to basket</button>
    <tillside-bundle sku="${sku}" style="display: block; min-block-size: clamp(380px, (900px - 100vw) * 9, 580px)"></tillside-bundle><p>Glazed by hand.</p></main></body></html>`;

  function answer(request, response, address) {
    if (address === "/library.js") return Boolean(response.writeHead(200, { "content-type": "text/javascript" }).end(readFileSync(SCRIPTS[library])));
    if (address === "/basket/clear") cart.clear();
    const sku = address.match(/^\/basket\/add\/(\w+)$/)?.[1];
    if (sku && (cart.get(sku) ?? 0) >= (stock[sku] ?? Infinity)) return html(response, "<p data-tillside-reason>All gone</p>", 409);
    if (sku) cart.set(sku, (cart.get(sku) ?? 0) + Number(new URL(request.url, "http://shop").searchParams.get("quantity") ?? 1));
    if (address.startsWith("/basket/")) return html(response, basket());
    const found = PRODUCTS.find(({ handle }) => address === `/p/${handle}`);
    return found ? html(response, page(found)) : false;
  }

  const server = await serve(buildGraph(library, ({ handle }) => `/p/${handle}`), answer);
  return { ...server, cart, address: `${server.origin}/p/${PRODUCTS[0].handle}` };
}
