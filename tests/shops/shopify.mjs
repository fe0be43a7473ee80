// A Shopify shop: a theme in Liquid on a stand-in of the Ajax API and of the section rendering.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Liquid } from "liquidjs";
import { shopify } from "../embedding/carts.mjs";
import { PRODUCTS, buildGraph } from "./catalog.mjs";
import { html, serve } from "./server.mjs";

const THEME = fileURLToPath(new URL("theme", import.meta.url));
const TYPES = { css: "text/css", js: "text/javascript" };

/** What the merchant pastes: into the theme's layout, and into a block of the product's page. */
const PASTED = {
  header: '<script type="module" src="/pkg/tillside.js" data-graph="/graph/"></script>',
  block: '<tillside-bundle sku="{{ product.selected_or_first_available_variant.sku }}" style="display: block; min-block-size: 520px"></tillside-bundle>',
};

/** Opens a shop whose addresses begin with `root`; amounts are in hundredths of `currency`. */
export async function openShop({ root = "/", currency = "GBP", stock = {} } = {}) {
  const money = (amount) => new Intl.NumberFormat("en-GB", { style: "currency", currency }).format(amount / 100);
  const products = PRODUCTS.map((product) => ({ ...product, stock: stock[product.sku] }));
  const engine = new Liquid({ root: join(THEME, "sections"), extname: ".liquid" });
  engine.registerFilter("money", money);
  const routes = { root_url: root, cart_url: `${root}cart`, cart_add_url: `${root}cart/add.js` };
  const api = shopify({ products, currency, root, render: section });
  let product = products[0];

  const scope = (cart) => ({
    shop: { name: "Slow Coffee" },
    request: { locale: { iso_code: "en" } },
    routes,
    cart: { ...cart, currency: { iso_code: currency } },
    product: { ...product, url: `${root}products/${product.handle}`, featured_image: `/pictures/${product.sku}.svg`, selected_or_first_available_variant: product, variants: product.variants ?? [product] },
  });

  function section(name, cart) {
    const source = readFileSync(join(THEME, "sections", `${name}.liquid`), "utf8");
    return `<div id="shopify-section-${name}" class="shopify-section">${engine.parseAndRenderSync(source, scope(cart))}</div>`;
  }

  engine.registerTag("section", {
    parse({ args }) {
      this.named = args.trim().replaceAll("'", "");
    },
    render() {
      return section(this.named, api.json());
    },
  });

  function page() {
    const layout = readFileSync(join(THEME, "layout/theme.liquid"), "utf8");
    const main = readFileSync(join(THEME, "sections/main-product.liquid"), "utf8");
    const all = { ...scope(api.json()), content_for_header: PASTED.header };
    const block = engine.parseAndRenderSync(PASTED.block, all);
    return engine.parseAndRenderSync(layout, { ...all, content_for_layout: engine.parseAndRenderSync(main, { ...all, custom_liquid: block }) });
  }

  function answer(request, response, address) {
    const query = new URL(request.url, "http://shop").searchParams;
    const asset = address.match(/^\/assets\/(\w+\.(css|js))$/);
    if (asset) return Boolean(response.writeHead(200, { "content-type": TYPES[asset[2]] }).end(readFileSync(join(THEME, "assets", asset[1]))));
    if (api.handles(address)) return api.handle(response, address, request) ?? true;
    const handle = address.startsWith(root) && address.slice(root.length).match(/^products\/([\w-]+)$/)?.[1];
    const found = products.find((product) => product.handle === handle);
    if (!found) return false;
    product = found;
    if (query.get("sections")) return Boolean(response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(api.sections(query.get("sections").split(",")))));
    return html(response, page());
  }

  const graph = buildGraph("shopify", ({ handle }) => `${root}products/${handle}`, currency);
  const server = await serve(graph, async (...rest) => (await answer(...rest)) !== false);
  return { ...server, api, products, address: `${server.origin}${root}products/${products[0].handle}` };
}
