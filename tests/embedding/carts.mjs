// Stand-ins of carts: the documented shapes, errors and oddities of each platform's API.

const body = async (request) => (await request.toArray()).join("");

function answer(response, status, content, headers = {}) {
  response.writeHead(status, { "content-type": "application/json", ...headers });
  response.end(typeof content === "string" ? content : JSON.stringify(content));
}

const PASSWORD = "<!doctype html><title>Enter the password</title>";

/**
 * Shopify's Ajax API below `root`. `products` are `{ handle, id, sku, title, price, stock?, variants? }`. One line at fault refuses the list; a
 * single line is accepted up to the stock, and the answer is 422 all the same. Amounts are in hundredths, whatever the currency. A nested line
 * goes with its parent. `render(name, cart)` renders a section.
 */
export function shopify({ products, currency = "GBP", root = "/", render }) {
  const variants = products.flatMap((product) => product.variants?.map((variant) => ({ ...product, ...variant })) ?? [product]);
  const cart = []; // { id, quantity, parent?, properties? }
  const requests = [];
  const shop = { cart, requests, isHtml: false, onAdd: null, words: null, put, json };
  const known = (id) => variants.find((variant) => variant.id === id);
  const held = (id) => cart.filter((line) => line.id === id).reduce((sum, { quantity }) => sum + quantity, 0);
  const keyOf = ({ id, parent, properties }) => `${id}:${parent ?? ""}${properties ?? "abc"}`;

  function put(id, quantity, { parent, properties } = {}) {
    const same = cart.find((line) => keyOf(line) === keyOf({ id, parent, properties }));
    if (same) same.quantity += quantity;
    else if (quantity > 0) cart.push({ id, quantity, parent, properties });
  }

  function line(entry) {
    const { id, quantity, parent } = entry;
    const { sku, price, handle, title } = known(id);
    const relation = parent ? { parent_relationship: { parent_key: keyOf(cart.find((line) => line.id === parent) ?? {}) } } : {};
    return { key: keyOf(entry), id, variant_id: id, sku, handle, title, quantity, price, final_price: price, final_line_price: price * quantity, ...relation };
  }

  function json() {
    const subtotal = cart.reduce((sum, { id, quantity }) => sum + known(id).price * quantity, 0);
    const count = cart.reduce((sum, { quantity }) => sum + quantity, 0);
    return { token: "t", items: cart.map(line), item_count: count, currency, items_subtotal_price: subtotal, total_price: subtotal };
  }

  const sections = (names) => (names ? { sections: Object.fromEntries(names.map((name) => [name, render?.(name, json()) ?? `<p>${cart.length} lines</p>`])) } : {});
  shop.sections = (names) => sections(names).sections;

  function fault(items) {
    for (const { id, parent_id: parent } of items) {
      if (!known(id)) return "Cannot find variant";
      if (parent && !held(parent) && !items.some((other) => other.id === parent)) return "The parent line does not exist";
    }
    for (const { id, quantity } of items) {
      const { stock = Infinity, title = "" } = known(id);
      if (held(id) + quantity <= stock) continue;
      if (stock === 0) return `The product '${title}' is already sold out.`;
      const rest = stock - held(id);
      if (rest === 0) return "The maximum quantity of this item is already in your cart.";
      if (items.length === 1) put(id, rest);
      return `Only ${rest} items were added to your cart due to availability.`;
    }
    return null;
  }

  const routes = {
    "cart.js": (response) => (shop.words ? answer(response, 200, shop.words) : answer(response, 200, json())),
    "cart/add.js": async (response, request) => {
      const said = JSON.parse(await body(request));
      requests.push(said);
      const description = fault(said.items);
      if (description) return answer(response, 422, { status: 422, message: "Cart Error", description });
      for (const { id, quantity, parent_id: parent } of said.items) put(id, quantity, { parent });
      const added = said.items.map(({ id }) => line(cart.find((line) => line.id === id)));
      shop.onAdd?.();
      return answer(response, 200, { items: added, ...sections(said.sections) });
    },
    "cart/update.js": async (response, request) => {
      const { updates, sections: names } = JSON.parse(await body(request));
      requests.push({ updates });
      for (const [key, quantity] of Object.entries(updates)) {
        const place = cart.findIndex((line) => keyOf(line) === key || String(line.id) === key);
        if (place < 0) continue;
        const [{ id }] = quantity === 0 ? cart.splice(place, 1) : [cart[place]];
        if (quantity > 0) cart[place].quantity = quantity;
        else if (held(id) === 0) for (const child of cart.filter(({ parent }) => parent === id)) cart.splice(cart.indexOf(child), 1);
      }
      return answer(response, 200, { ...json(), ...sections(names) });
    },
    "cart/clear.js": (response) => {
      cart.length = 0;
      return answer(response, 200, json());
    },
    "search/suggest.json": (response, request) => {
      const sku = new URL(request.url, "http://shop").searchParams.get("q");
      const found = variants.filter((variant) => variant.sku === sku).map(({ handle }) => ({ handle }));
      return answer(response, 200, { resources: { results: { products: found } } });
    },
  };
  for (const { handle, id, sku, price, title, variants: own } of products) {
    const listed = (own ?? [{ id, sku }]).map((variant) => ({ price, ...variant }));
    routes[`products/${handle}.js`] = (response) => answer(response, 200, { handle, title, variants: listed });
  }
  const routeOf = (address) => (address.startsWith(root) ? routes[address.slice(root.length)] : undefined);
  const handle = (response, address, request) => (shop.isHtml ? answer(response, 200, PASSWORD) : routeOf(address)(response, request));
  shop.handles = (address) => Boolean(routeOf(address));
  shop.handle = handle;
  shop.faults = [[{ test: shop.handles }, handle]];
  return shop;
}

/**
 * WooCommerce's Store API. Amounts are texts with the shop's `decimals`; each change needs the nonce of the last answer, and `expire()`
 * makes it stale; a batch has at most 25 requests and is answered line by line. SKUs are searched by a list with commas, ten to a page
 * unless more are asked for. Variations are found with `type=variation`.
 */
export function woocommerce({ products, currency = "GBP", decimals = 2, tax = 0, discount = 0, discountTax = 0, fragments }) {
  const cart = []; // { id, quantity, note? }
  let nonce = "n1";
  const shop = { cart, batches: [], expire: () => (nonce += "x"), isHtml: false, onAdd: null, words: null, put };
  const known = (id) => products.find((product) => product.id === id);
  const keyOf = ({ id, note }) => `k${id}${note ?? ""}`;
  function put(id, quantity, note) {
    const line = cart.find((line) => keyOf(line) === keyOf({ id, note }));
    if (line) line.quantity += quantity;
    else cart.push({ id, quantity, note });
  }
  const shown = () => ({
    items: cart.map((line) => {
      const { sku = "", price, title = "" } = known(line.id);
      return { key: keyOf(line), id: line.id, sku, name: title, quantity: line.quantity, prices: { price: String(price), currency_code: currency, currency_minor_unit: decimals } };
    }),
    items_count: cart.reduce((sum, { quantity }) => sum + quantity, 0),
    totals: {
      total_items: String(cart.reduce((sum, { id, quantity }) => sum + known(id).price * quantity, 0) - tax),
      total_items_tax: String(tax),
      total_discount: String(discount),
      total_discount_tax: String(discountTax),
      currency_code: currency,
      currency_minor_unit: decimals,
    },
  });
  shop.json = shown;
  const fault = (status, code, message) => ({ status, body: { code, message, data: { status } } });
  function change({ path, headers, body }) {
    if (headers.Nonce !== nonce) return fault(403, "woocommerce_rest_invalid_nonce", "Nonce is invalid.");
    if (path.endsWith("/remove-item")) {
      const place = cart.findIndex((line) => keyOf(line) === body.key);
      if (place < 0) return fault(409, "woocommerce_rest_cart_invalid_key", "Cart item no longer exists or is invalid.");
      cart.splice(place, 1);
      return { status: 200, body: shown() };
    }
    const product = known(body.id);
    if (!product) return fault(400, "woocommerce_rest_cart_invalid_product", "This product cannot be added to the cart.");
    const held = cart.filter(({ id }) => id === product.id).reduce((sum, { quantity }) => sum + quantity, 0);
    if (held + body.quantity > (product.stock ?? Infinity)) {
      return fault(400, "woocommerce_rest_product_out_of_stock", `You cannot add &quot;${product.title}&quot; to the cart because the product is <b>out of stock</b>.`);
    }
    put(product.id, body.quantity);
    return { status: 201, body: shown(), headers: { Nonce: nonce } };
  }
  function found(query) {
    const skus = query.get("sku")?.split(",");
    const ids = query.get("include")?.split(",").map(Number);
    const isVariation = query.get("type") === "variation";
    const isAsked = ({ id, sku }) => (skus ? skus.includes(sku) || sku === query.get("sku") : ids.includes(id));
    const all = products.filter((product) => isAsked(product) && Boolean(product.isVariation) === isVariation);
    return all.slice(0, Number(query.get("per_page") ?? 10)).map(({ id, sku = "" }) => ({ id, sku }));
  }
  const routes = {
    "/wp-json/wc/store/v1/cart": (response) => answer(response, 200, shop.words ?? shown(), { nonce }),
    "/wp-json/wc/store/v1/products": (response, request) => answer(response, 200, found(new URL(request.url, "http://shop").searchParams)),
    "/wp-json/wc/store/v1/batch": async (response, request) => {
      const { requests } = JSON.parse(await body(request));
      if (requests.length > 25) return answer(response, 400, { code: "rest_invalid_param", message: "Invalid parameter(s): requests" });
      shop.batches.push(requests);
      const responses = requests.map(change);
      if (requests.some(({ path }) => path.endsWith("/add-item"))) shop.onAdd?.();
      return answer(response, 207, { responses });
    },
    "/": async (response, request) => {
      const endpoint = new URL(request.url, "http://shop").searchParams.get("wc-ajax");
      if (endpoint === "get_refreshed_fragments" && fragments) return answer(response, 200, { fragments: fragments(shown()), cart_hash: `h${cart.length}` });
      return answer(response, 400, "0");
    },
  };
  const handle = (response, address, request) => (shop.isHtml ? answer(response, 200, PASSWORD) : (routes[address] ?? one)(response, request, address));
  const one = (response, _, address) => {
    const product = known(Number(address.split("/").at(-1)));
    return product ? answer(response, 200, { id: product.id, sku: product.sku ?? "" }) : answer(response, 404, { code: "woocommerce_rest_product_invalid_id", message: "Invalid product ID." });
  };
  shop.handles = (address) => (address === "/" ? Boolean(fragments) : Object.hasOwn(routes, address) || /^\/wp-json\/wc\/store\/v1\/products\/\d+$/.test(address));
  shop.handle = handle;
  shop.faults = [[{ test: shop.handles }, handle]];
  return shop;
}
