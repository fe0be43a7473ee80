// A WooCommerce shop with a classic theme, on a stand-in of the Store API and of the fragments.
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { woocommerce } from "../embedding/carts.mjs";
import { PRODUCTS, buildGraph } from "./catalog.mjs";
import { html, serve } from "./server.mjs";

const JQUERY = readFileSync(fileURLToPath(import.meta.resolve("jquery")));
const pounds = (pence) => `£${(pence / 100).toFixed(2)}`;

/** What the merchant pastes: into the head, and by the hook after the summary. */
const PASTED = {
  head: '<script type="module" src="/pkg/tillside.js" data-graph="/graph/"></script>',
  afterSummary: (sku) => `<tillside-bundle sku="${sku}" style="display: block; clear: both; min-block-size: clamp(380px, (900px - 100vw) * 9, 580px)"></tillside-bundle>`,
};

// Written for these tests in the manner of Storefront: columns that float, and a root of sixteen pixels with a scale of em.
const STYLE = `
  body { margin: 0; font: 400 16px/1.618 "Source Sans Pro", Helvetica, Arial, sans-serif; color: #6d6d6d; background: #fff; -webkit-font-smoothing: antialiased; }
  h1, h2, h3 { color: #333; font-weight: 300; line-height: 1.214; margin: 0 0 0.5407911001em; } h1 { font-size: 2.617924em; } h2 { font-size: 2em; }
  a { color: #7f54b3; } ul { margin: 0 0 1.41575em 3em; padding: 0; } p { margin: 0 0 1.41575em; }
  button, .button { border: 0; background: #eee; color: #333; padding: 0.6180469716em 1.41575em; font-weight: 600; cursor: pointer; }
  .col-full { max-width: 66.4989378333em; margin-inline: auto; padding-inline: 2.617924em; box-sizing: content-box; }
  .col-full::after, .product::after { content: ""; display: table; clear: both; }
  .site-header { padding-block: 2.617924em; border-bottom: 1px solid #f0f0f0; margin-bottom: 2.617924em; }
  .site-branding { float: left; font-size: 2em; color: #333; } .site-header-cart { float: right; list-style: none; margin: 0; }
  .woocommerce-product-gallery img { display: block; width: 100%; height: auto; }
  @media (min-width: 768px) {
    .woocommerce-product-gallery { float: left; width: 41.1764705882%; margin-right: 5.8823529412%; margin-bottom: 3.706325903em; }
    .summary { float: right; width: 52.9411764706%; margin-right: 0; margin-bottom: 3.706325903em; }
  }
  .woocommerce-tabs { clear: both; padding: 2.617924em 0; } .price { font-size: 1.41575em; }
  @media (max-width: 600px) { .col-full { padding-inline: 1.41575em; } }`;

// In the manner of the platform's classic scripts: listeners use every argument of the event, the button among them.
const FRAGMENTS = `jQuery(function ($) {
  window.fragments = [];
  function put(fragments) { $.each(fragments, function (key, value) { $(key).replaceWith(value); }); }
  $(document.body).on("added_to_cart", function (event, fragments, hash, $button) {
    window.fragments.push([hash, $button.data("success_message")]);
    $button.removeClass("loading");
    put(fragments);
  });
  $(document.body).on("wc_fragment_refresh", function () {
    $.post(wc_cart_fragments_params.wc_ajax_url.replace("%%endpoint%%", "get_refreshed_fragments"), function (data) { put(data.fragments); });
  });
  window.wp = { data: { dispatch: function (store) { return { invalidateResolutionForStore: function () { window.invalidated = store; } }; } } };
});`;

export async function openShop({ stock = {}, decimals = 2 } = {}) {
  const products = PRODUCTS.map((product, at) => ({ ...product, id: 101 + at, price: product.price * 10 ** (decimals - 2), stock: stock[product.sku] }));
  const link = ({ items_count: count, totals }) =>
    `<a class="cart-contents" href="/cart/"><span class="amount">${pounds(Number(totals.total_items) / 10 ** (decimals - 2))}</span> <span class="count">${count} items</span></a>`;
  const api = woocommerce({ products, decimals, fragments: (cart) => ({ "a.cart-contents": link(cart) }) });
  const params = '{ wc_ajax_url: "/?wc-ajax=%%endpoint%%", cart_url: "/cart/" }';

  const page = ({ sku, title, price }) => `<!doctype html><html lang="en-GB"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
    <title>${title} – Slow Coffee</title><link rel="icon" href="data:,"><link rel="https://api.w.org/" href="/wp-json/"><style>${STYLE}</style>
    <script src="/jquery.js"></script><script>var wc_add_to_cart_params = ${params}; var wc_cart_fragments_params = ${params};</script><script src="/fragments.js"></script>
    ${PASTED.head}</head>
    <body class="single-product woocommerce woocommerce-page theme-storefront">
    <header class="site-header"><div class="col-full"><div class="site-branding">Slow Coffee</div><ul class="site-header-cart"><li>${link(api.json())}</li></ul></div></header>
    <div class="col-full"><main><div class="product">
      <div class="woocommerce-product-gallery"><img src="/pictures/${sku}.svg" alt="" width="416" height="416"></div>
      <div class="summary entry-summary"><h1 class="product_title">${title}</h1><p class="price">${pounds(price / 10 ** (decimals - 2))}</p>
        <p>Brews one cup or four.</p><form class="cart"><button type="submit" class="single_add_to_cart_button button">Add to basket</button></form></div>
      ${PASTED.afterSummary(sku)}
      <div class="woocommerce-tabs"><h2>Description</h2><p>Glazed by hand.</p></div>
    </div></main></div></body></html>`;

  function answer(request, response, address) {
    const scripts = { "/jquery.js": JQUERY, "/fragments.js": FRAGMENTS };
    if (scripts[address]) return Boolean(response.writeHead(200, { "content-type": "text/javascript" }).end(scripts[address]));
    if (api.handles(address)) return api.handle(response, address, request) ?? true;
    const found = products.find(({ handle }) => address === `/product/${handle}/`);
    return found ? html(response, page(found)) : false;
  }

  const graph = buildGraph("woocommerce", ({ handle }) => `/product/${handle}/`);
  const server = await serve(graph, async (...rest) => (await answer(...rest)) !== false);
  return { ...server, api, products, address: `${server.origin}/product/${products[0].handle}/` };
}
