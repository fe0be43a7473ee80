// A synthetic shop of any size: a catalog and an export of orders, the same bytes for the same sizes.
//   node benches/scale/shop.mjs --products 1000000 --lines 18000000 --out target/scale/shop
//
// What it has of a real shop: popularity falls as a power of the rank (a tenth of the products has most of the sales,
// and many products have hardly any); each product belongs to a category and has six companions, most of them in its
// own category, popular ones more often; an order starts with a product and goes on with companions, with products of
// the same category, or with anything; three in ten orders come from known customers; titles are made of common words.
import { createWriteStream, mkdirSync } from "node:fs";
import { once } from "node:events";
import { join } from "node:path";
import { parseArgs } from "node:util";

const COMPANIONS = 6;
/** Products in a category. */
const CATEGORY_SIZE = 200;
/** Sales of a product are proportional to (rank + POPULARITY_OFFSET) ^ -POPULARITY_POWER. */
const POPULARITY_POWER = 0.85;
const POPULARITY_OFFSET = 20;
/** Before a product that is drawn twice is counted once. */
const MEAN_ORDER_SIZE = 4.5;
const FIRST_DAY = Date.UTC(2024, 0, 1);
const DAYS = 730;
const CHUNK_BYTES = 1 << 20;

const COLOURS = "white red blue green black yellow pink grey ivory brown silver gold navy cream mint rose".split(" ");
const QUALITIES = "small large vintage classic round square folding wooden enamel glass cotton paper metal woven striped spotted".split(" ");
const NOUNS =
  "mug bowl lantern cushion blanket basket tray candle frame clock hook shelf lamp vase jug plate napkin apron towel bag box tin jar bottle brush soap mirror rug chair stool table bench garland wreath bell ribbon card notebook pencil".split(" ");

/** Random numbers from a seed: mulberry32. */
function generator(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = state;
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Draws a rank in 0..count whose popularity is a power law, from a uniform number. */
function powerLaw(count) {
  const power = 1 - POPULARITY_POWER;
  const first = POPULARITY_OFFSET ** power;
  const all = (count + POPULARITY_OFFSET) ** power - first;
  return (uniform) => Math.min(count - 1, Math.floor((uniform * all + first) ** (1 / power) - POPULARITY_OFFSET));
}

class Shop {
  constructor(products) {
    this.products = products;
    this.categories = Math.max(1, Math.round(products / CATEGORY_SIZE));
    this.inCategory = Math.ceil(products / this.categories);
    this.rank = powerLaw(products);
    this.rankInCategory = powerLaw(this.inCategory);
  }

  sku(product) {
    return `P${String(product).padStart(7, "0")}`;
  }

  category(product) {
    return product % this.categories;
  }

  /** A product of a category; a category contains every `categories`-th rank. */
  ofCategory(category, uniform) {
    return (category + this.rankInCategory(uniform) * this.categories) % this.products;
  }

  companion(product, place) {
    const random = generator(product * COMPANIONS + place + 1);
    const category = random() < 0.8 ? this.category(product) : Math.floor(random() * this.categories);
    return this.ofCategory(category, random());
  }

  title(product) {
    const random = generator(product ^ 0x5bd1e995);
    const pick = (words) => words[Math.floor(random() * words.length)];
    const noun = NOUNS[this.category(product) % NOUNS.length];
    return `${pick(COLOURS)} ${pick(QUALITIES)} ${noun} ${this.category(product)}-${Math.floor(product / this.categories)}`;
  }

  /** In hundredths. */
  price(product) {
    return 99 + Math.floor(generator(product + 77)() ** 3 * 9900);
  }
}

/** A file that is written in large chunks. */
class Output {
  constructor(path) {
    this.stream = createWriteStream(path);
    this.parts = [];
    this.size = 0;
  }

  line(text) {
    this.parts.push(text);
    this.size += text.length + 1;
  }

  isFull() {
    return this.size > CHUNK_BYTES;
  }

  async flush() {
    if (this.size === 0) return;
    const chunk = `${this.parts.join("\n")}\n`;
    this.parts = [];
    this.size = 0;
    if (!this.stream.write(chunk)) await once(this.stream, "drain");
  }

  async close() {
    await this.flush();
    this.stream.end();
    await once(this.stream, "finish");
  }
}

async function writeCatalog(shop, path) {
  const out = new Output(path);
  out.line("sku,title,category,price,image_url,url");
  for (let product = 0; product < shop.products; product += 1) {
    const sku = shop.sku(product);
    const price = (shop.price(product) / 100).toFixed(2);
    out.line(`${sku},${shop.title(product)},category ${shop.category(product)},${price},/img/${sku}.jpg,/p/${sku}`);
    if (out.isFull()) await out.flush();
  }
  await out.close();
}

/** Log-normal with a mean of MEAN_ORDER_SIZE, at least 1. */
function orderSize(random) {
  const sigma = 0.8;
  const normal = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  return Math.max(1, Math.min(200, Math.round(Math.exp(Math.log(MEAN_ORDER_SIZE) - sigma ** 2 / 2 + sigma * normal))));
}

function nextProduct(shop, cart, random) {
  const kind = random();
  const from = cart[Math.floor(random() * cart.length)];
  if (kind < 0.55) return shop.companion(from, Math.floor(random() ** 2 * COMPANIONS));
  if (kind < 0.75) return shop.ofCategory(shop.category(from), random());
  return shop.rank(random());
}

async function writeOrders(shop, lines, path) {
  const out = new Output(path);
  const random = generator(20_260_101);
  const customers = Math.max(1, Math.floor(lines / 60));
  out.line("order_id,created_at,customer_id,sku,quantity,unit_price,currency");
  for (let written = 0, order = 1; written < lines; order += 1) {
    const day = Math.floor((written / lines) * DAYS);
    const date = new Date(FIRST_DAY + day * 86_400_000).toISOString().slice(0, 10);
    const customer = random() < 0.3 ? `C${Math.floor(random() * customers)}` : "";
    const size = Math.min(orderSize(random), lines - written);
    const cart = [shop.rank(random())];
    while (cart.length < size) cart.push(nextProduct(shop, cart, random));
    for (const product of new Set(cart)) {
      const price = (shop.price(product) / 100).toFixed(2);
      out.line(`${order},${date},${customer},${shop.sku(product)},${random() < 0.8 ? 1 : 2},${price},GBP`);
      written += 1;
    }
    if (out.isFull()) await out.flush();
  }
  await out.close();
}

export async function writeShop({ products, lines, out }) {
  mkdirSync(out, { recursive: true });
  const shop = new Shop(products);
  const files = { catalog: join(out, "products.csv"), orders: join(out, "orders.csv") };
  await writeCatalog(shop, files.catalog);
  await writeOrders(shop, lines, files.orders);
  return files;
}

if (process.argv[1] === import.meta.filename) {
  const { values } = parseArgs({
    options: { products: { type: "string" }, lines: { type: "string" }, out: { type: "string" } },
  });
  const [products, lines] = [Number(values.products), Number(values.lines)];
  if (!(products >= 1 && lines >= 1 && values.out)) {
    console.error("usage: node benches/scale/shop.mjs --products NUMBER --lines NUMBER --out FOLDER");
    process.exit(2);
  }
  await writeShop({ products, lines, out: values.out });
}
