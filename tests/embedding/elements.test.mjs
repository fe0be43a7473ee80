// The elements from the page's point of view: attributes, properties, events and responses.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { FAULTS, send } from "./fake_server.mjs";
import { ELEMENTS, SCRIPT, scenario } from "./scenario.mjs";

const said = (page) => page.run(() => [".live-region", "[role=alert]"].map((which) => document.querySelector("tillside-bundle").shadowRoot.querySelector(which)?.textContent ?? ""));

scenario("a property that is set before the element is defined counts, and property and attribute reflect each other", async (page) => {
  const before = '<script>const early = document.createElement("tillside-bundle"); early.sku = "22423"; early.id = "early"; addEventListener("DOMContentLoaded", () => document.querySelector("main").prepend(early));</script>';
  await page.open({ page: { before, body: ELEMENTS.replace(/<tillside-bundle.*/, '<p id="own"></p>') } });
  await page.until(() => document.querySelector("#early").shadowRoot?.querySelectorAll("input").length === 4);
  assert.deepEqual(await page.run(() => {
    const early = document.querySelector("#early");
    const one = early.getAttribute("sku");
    early.setAttribute("sku", "85123A");
    return [one, early.sku];
  }), ["22423", "85123A"]);
});

scenario("an addition is a cancelable event that bubbles out of the element and contains plain data", async (page) => {
  await page.open();
  await page.shows();
  const { detail, ...event } = await page.answers("refuse");
  assert.deepEqual(event, { bubbles: true, composed: true, cancelable: true, target: "tillside-bundle" });
  assert.deepEqual([detail.source, detail.currency, detail.items.length, detail.items[0].sku], ["bundle", "GBP", 4, "22423"]);
  assert.deepEqual(await said(page), ["", ""], "a refusal is not praised");
});

scenario("a quantity break counts the pieces in the cart, adds the missing ones, and the subtotal has the reduced price", async (page) => {
  const script = SCRIPT.replace("data-graph", 'data-cart="none" data-graph');
  await page.open({ page: { script, body: '<tillside-quantity-break sku="22383"></tillside-quantity-break>' } });
  const shown = () => {
    const root = document.querySelector("tillside-quantity-break").shadowRoot;
    return ["[part=lead]", "[part=tier]", "[part~=button]"].map((selector) => root?.querySelector(selector)?.textContent);
  };
  const promise = ["Mix and match: lunch bags", "3 for £4.50You save £0.45"];
  await page.until(shown, (found) => String(found) === String([...promise, "Add 3 and save £0.45"]), "the prices");
  const subtotal = async () => (await page.run(async () => (await import("/pkg/tillside.js")).currentPlan())).subtotalMinor;
  await page.run(async () => (await import("/pkg/tillside.js")).setCart([{ sku: "20727", quantity: 1 }]));
  await page.until(shown, (found) => String(found) === String([...promise, "Add 2 and save £0.45"]), "the missing pieces");
  const { source, items } = await page.run(() => new Promise((resolve) => {
    document.addEventListener("tillside-add", async ({ detail }) => {
      (await import("/pkg/tillside.js")).setCart([{ sku: "20727", quantity: 1 }, ...detail.items]);
      resolve(JSON.parse(JSON.stringify(detail)));
    }, { once: true });
    document.querySelector("tillside-quantity-break").shadowRoot.querySelector("[part~=button]").click();
  }));
  assert.deepEqual([source, items.map(({ sku, quantity, priceMinor }) => [sku, quantity, priceMinor])], ["quantity_break", [["22383", 2, 165]]]);
  await page.until(shown, ([, , button]) => button === "Add 3 and save £0.45", "the next set");
  assert.equal(await subtotal(), 450);
  await page.isSilent();
});

scenario("a cart that refuses one line: the others are added, and the refused one is named", async (page) => {
  await page.open();
  await page.shows();
  const { detail } = await page.answers({ without: 2 });
  await page.refuses();
  assert.deepEqual(await said(page), ["3 items added to your basket", `Sorry, we couldn’t add: ${detail.items[2].title}`]);
});

scenario("a cart that accepts all lines or none: the reference's code adds the others and names the refused one", async (page) => {
  const [recipe] = readFileSync("pkg/README.md", "utf8").match(/(?<=```js\n)[^`]*\/cart\/add\.js[^`]*/);
  const held = [];
  const cart = async (response, address, request) => {
    const { items } = JSON.parse((await request.toArray()).join(""));
    if (items.some(({ id }) => id === "no 22699")) return response.writeHead(422).end();
    held.push(...items);
    response.writeHead(200).end("{}");
  };
  const before = `<script>const variantOf = (sku) => "no " + sku;\n${recipe}</script>`;
  await page.open({ page: { before }, faults: [[/\/cart\/add\.js$/, cart]] });
  await page.shows();
  const items = await page.run(() => new Promise((resolve) => {
    document.addEventListener("tillside-add", ({ detail }) => resolve(detail.items.map(({ sku, title }) => ({ sku, title }))), { once: true });
    document.querySelector("tillside-bundle").shadowRoot.querySelector("[part~=button]").click();
  }));
  await page.until(() => document.querySelector("tillside-bundle").shadowRoot.querySelector("[role=alert]") !== null);
  const { title } = items.find(({ sku }) => sku === "22699");
  assert.deepEqual(await said(page), ["3 items added to your basket", `Sorry, we couldn’t add: ${title}`]);
  assert.deepEqual(held, items.filter(({ sku }) => sku !== "22699").map(({ sku }) => ({ id: `no ${sku}`, quantity: 1 })));
  await page.isSilent();
});

scenario("a cart that fails adds nothing, and all lines are named", async (page) => {
  await page.open();
  await page.shows();
  const { detail } = await page.answers("fail");
  await page.refuses();
  assert.deepEqual(await said(page), ["", `Sorry, we couldn’t add: ${new Intl.ListFormat("en-GB").format(detail.items.map(({ title }) => title))}`]);
  await page.isSilent();
});

scenario("the confirmation of a slow cart appears when it has answered", async (page) => {
  await page.open();
  await page.shows();
  await page.answers("later");
  assert.deepEqual(await said(page), ["", ""]);
  await page.until(() => document.querySelector("tillside-bundle").shadowRoot.querySelector(".live-region").textContent, (text) => text === "4 items added to your basket");
});

scenario("the result of an addition is announced even if the offer disappears, and then the shop's own content is shown", async (page) => {
  await page.open();
  await page.shows();
  const seen = () => page.run(() => {
    const { shadowRoot } = document.querySelector("tillside-bundle");
    return { voice: shadowRoot.querySelector(".live-region").textContent, mount: shadowRoot.querySelector(".mount").textContent, own: document.querySelector("#own").offsetHeight > 0 };
  });
  const { detail } = await page.answers({ without: 2, isGone: true });
  await page.refuses();
  assert.deepEqual(await page.run(() => document.querySelector("tillside-bundle").shadowRoot.querySelectorAll("section").length), 0);
  const mount = `Sorry, we couldn’t add: ${detail.items[2].title}`;
  assert.deepEqual(await seen(), { voice: "3 items added to your basket", mount, own: false });
  await page.until(() => document.querySelector("tillside-bundle").shadowRoot.querySelector("[role=alert]") === null);
  assert.deepEqual(await seen(), { voice: "", mount: "", own: true });
});

scenario("a hidden element takes no space, and appears when it is shown", async (page) => {
  await page.open({ page: { body: ELEMENTS.replace("<tillside-bundle", "<tillside-bundle hidden") } });
  await page.until(() => document.querySelector("tillside-bundle").shadowRoot?.querySelectorAll("input").length === 4);
  const heights = await page.run(() => {
    const bundle = document.querySelector("tillside-bundle");
    const hidden = bundle.getBoundingClientRect().height;
    bundle.hidden = false;
    return [hidden, bundle.getBoundingClientRect().height > 100];
  });
  assert.deepEqual(heights, [0, true]);
});

scenario("an unknown product takes no space and is not an error", async (page) => {
  await page.open({ page: { body: '<tillside-bundle sku="NO-SUCH"></tillside-bundle>' } });
  await page.until(() => document.querySelector("tillside-bundle[data-settled]") !== null);
  assert.equal(await page.run(() => document.querySelector("tillside-bundle").getBoundingClientRect().height), 0);
  await page.isSilent();
});

/** A replacement for each string of the widget: its key between marks, with its placeholders. */
const { messages: MESSAGES } = JSON.parse(readFileSync("contract/program.json", "utf8"));
const MARKED = Object.fromEntries(Object.entries(MESSAGES).map(([key, text]) => [key, `⟦${[key, ...text.match(/\{\w+\}/g) ?? []].join(" ")}⟧`]));

/** All text of the elements, visible or for screen readers, each with the class of its node: runs in the page. */
function sayings() {
  const roots = [...document.querySelectorAll("main > *")].flatMap(({ shadowRoot }) => shadowRoot ?? []);
  return roots.flatMap((root) => [...root.querySelectorAll(".mount *, .live-region, .live-region *")]).flatMap((node) => {
    const texts = [...node.childNodes].filter(({ nodeType }) => nodeType === Node.TEXT_NODE).map(({ data }) => data);
    const labels = ["aria-label", "aria-valuetext", "aria-description", "title", "alt", "placeholder"].map((name) => node.getAttribute(name) ?? "");
    return [...texts, ...labels].filter(Boolean).map((text) => [node.className, text]);
  });
}

scenario("every string can be replaced: all text is the page's strings, the shop's names, or numbers", async (page) => {
  assert(Object.keys(MARKED).length > 80);
  await page.open();
  await page.shows();
  await page.run(async (messages) => (await import("/pkg/tillside.js")).setMessages(messages), MARKED);
  await page.until(() => document.querySelector("tillside-bundle").shadowRoot.querySelector("h2").textContent, (text) => text === "⟦bundle.title⟧");
  const used = new Set();
  const isReplaced = async (state) => {
    const said = await page.run(sayings);
    const foreign = said.filter(([name, text]) => {
      for (const [, key] of text.matchAll(/⟦([a-z._]+)/g)) used.add(key);
      // A string can contain another: the title of an offer in the label of its dismiss button.
      let rest = text;
      while (rest !== (rest = rest.replace(/⟦[^⟦⟧]*⟧/g, "")));
      const isOwn = ["title", "checkbox", "note", "name", "benefit"].includes(name);
      const isMoney = ["price", "was", "sum"].includes(name) && /^£[\d,.]+$/.test(rest);
      return rest !== "" && !isOwn && !isMoney && !(name === "dismiss" && rest === "×");
    });
    assert.deepEqual(foreign, [], state);
  };
  await isReplaced("before a purchase");
  await page.run(() => document.querySelector("tillside-memberships").shadowRoot.querySelector(".period").click());
  await page.answers({ without: 2 });
  await page.refuses();
  await isReplaced("a product refused");
  await page.buys();
  await isReplaced("after a purchase");
  assert(used.size >= 28, `met ${[...used].join(" ")}`);
});

scenario("an invalid argument is reported and changes nothing", async (page) => {
  await page.open();
  await page.shows();
  const codes = await page.run(async () => {
    const { setCart, setMessages, setUnavailable, setShopper, setProducts } = await import("/pkg/tillside.js");
    const junk = [null, "junk", 7, [null], [{ sku: "22423" }], [{ sku: 22423, quantity: 1 }], [{ sku: "22423", quantity: 1e9 }], [{ sku: "22423", quantity: -1 }]];
    for (const say of [setCart, setProducts]) for (const value of junk.slice(0, 4)) say(value);
    for (const value of junk.slice(4)) setCart(value);
    for (const value of [null, 7]) [setMessages, setUnavailable, setShopper].forEach((say) => say(value));
    await new Promise((resolve) => setTimeout(resolve));
    return noted.events.map(({ code }) => code);
  });
  assert(codes.length >= 15 && codes.every((code) => code === "bad-config"), codes.join());
  await page.shows();
  assert.deepEqual((await page.noted()).errors, []);
});

scenario("an element inside another shadow root works, in the language of its host", async (page) => {
  const nested = '<div id="outer"></div><script>document.querySelector("#outer").attachShadow({ mode: "open" }).append(Object.assign(document.createElement("tillside-bundle"), { id: "inner" })); document.querySelector("#outer").shadowRoot.querySelector("#inner").setAttribute("sku", "22423");</script>';
  await page.open({ page: { body: nested + ELEMENTS, script: SCRIPT, lang: "de" } });
  await page.until(() => document.querySelector("#outer").shadowRoot.querySelector("#inner").shadowRoot?.querySelectorAll("input").length === 4);
  const sum = () => document.querySelector("#outer").shadowRoot.querySelector("#inner").shadowRoot.querySelector("[part=sum]").textContent.replaceAll("\u00a0", " ");
  await page.until(sum, (text) => / £$/.test(text), "German, as the page says");
  await page.run(() => document.querySelector("#outer").shadowRoot.querySelector("#inner").setAttribute("lang", "en-GB"));
  await page.until(sum, (text) => /^£/.test(text), "English, as the place says");
  await page.run(() => document.querySelector("#outer").shadowRoot.querySelector("#inner").removeAttribute("lang"));
  await page.run(() => (document.querySelector("#outer").lang = "fr"));
  await page.until(sum, (text) => /£GB$/.test(text), "French, as the host says");
  await page.isSilent();
});

/**
 * Presses the bundle's button several times in one task. Returns the number of additions that the page receives, and
 * the state of the button.
 */
const presses = (page, times) => page.run(async (times) => {
  const { shadowRoot } = document.querySelector("tillside-bundle");
  const button = shadowRoot.querySelector("[part~=button]");
  let added = 0;
  const hear = () => (added += 1);
  document.addEventListener("tillside-add", hear);
  for (let n = 0; n < times; n += 1) button.click();
  await new Promise((resolve) => setTimeout(resolve));
  document.removeEventListener("tillside-add", hear);
  return [added, button.getAttribute("aria-busy")];
}, times);

scenario("a double click adds once", async (page) => {
  await page.open();
  await page.shows();
  await page.run(async () => {
    const { setCart } = await import("/pkg/tillside.js");
    document.addEventListener("tillside-add", ({ detail }) => setCart(detail.items));
  });
  assert.deepEqual(await presses(page, 2), [1, "false"]);
  await page.run(async () => (await import("/pkg/tillside.js")).setCart([{ sku: "85123A", quantity: 2 }]));
  await page.follows();
  assert.deepEqual(await presses(page, 1), [1, "false"], "once more after the cart has changed");
});

scenario("until the page has answered, the button is busy and sends no other addition", async (page) => {
  await page.open();
  await page.shows();
  await page.run(() => document.addEventListener("tillside-add", (event) => event.respondWith(new Promise((resolve) => (window.answer = resolve)))));
  assert.deepEqual(await presses(page, 2), [1, "true"]);
  assert.deepEqual(await presses(page, 1), [0, "true"]);
  await page.run(() => window.answer(["22423"]));
  await page.refuses();
  assert.deepEqual(await presses(page, 1), [1, "true"], "what was refused may be tried again");
  await page.run(() => window.answer());
  await page.until(() => document.querySelector("tillside-bundle").shadowRoot.querySelector("[part~=button]").getAttribute("aria-busy") === "false");
  await page.isSilent();
});

scenario("amounts are right after a translator of pages and an extension have changed the elements' nodes", async (page) => {
  await page.open();
  await page.shows();
  await page.run(() => {
    const roots = [...document.querySelectorAll("main > *")].flatMap(({ shadowRoot }) => shadowRoot ?? []);
    for (const root of roots) {
      const texts = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
      const nodes = [];
      while (texts.nextNode()) if (texts.currentNode.data.trim()) nodes.push(texts.currentNode);
      for (const node of nodes.filter(({ parentNode }) => parentNode !== root)) {
        const font = document.createElement("font");
        font.append(Object.assign(document.createElement("font"), { textContent: "übersetzt" }));
        node.replaceWith(font);
      }
      // Some extensions put the text that they have read into a box of their own.
      for (const line of root.querySelectorAll("[part=message], [part=total], [part=prices]")) {
        const box = document.createElement("div");
        line.replaceWith(box);
        box.append(line);
      }
    }
  });
  await page.run(async () => (await import("/pkg/tillside.js")).setCart([{ sku: "22423", quantity: 1, priceMinor: 2496 }]));
  const message = () => document.querySelector("tillside-shipping").shadowRoot.querySelector("[part=message]").textContent;
  await page.until(message, (text) => text.includes("£25.04") && !text.includes("übersetzt"), "what is missing now");
  await page.until(() => document.querySelector("tillside-bundle").shadowRoot.querySelector("[part=sum]").textContent, (text) => /^£\d+\.\d\d$/.test(text), "the bundle's sum");
  const { errors, events } = await page.noted();
  assert.deepEqual([errors, events], [[], []]);
});

scenario("a picture that cannot be loaded leaves its frame empty", async (page) => {
  const look = () => [...document.querySelector("tillside-bundle").shadowRoot.querySelectorAll("img")].map((picture) => {
    const { width, height } = picture.parentNode.getBoundingClientRect();
    return [getComputedStyle(picture).visibility, width, height];
  });
  await page.open();
  await page.shows();
  const whole = await page.until(look, (pictures) => pictures.length === 4);
  assert.deepEqual(new Set(whole.map(([visibility]) => visibility)), new Set(["visible"]));
  await page.open({ faults: [[/^\/pictures\//, FAULTS.missing]] });
  await page.shows();
  const empty = await page.until(look, (pictures) => pictures.length === 4 && pictures.every(([visibility]) => visibility === "hidden"), "empty frames");
  assert.deepEqual(empty.map(([, ...size]) => size), whole.map(([, ...size]) => size));
  await page.isSilent();
});

scenario("prices of the page's JSON-LD have the decimals of ISO 4217", async (page) => {
  const folder = mkdtempSync(join(tmpdir(), "tillside-embedding-"));
  try {
    const orders = Array.from({ length: 40 }, (_, order) => ["LAMP", "BULB"].map((sku) => `${order},${sku},9900.00`)).flat();
    writeFileSync(join(folder, "orders.csv"), ["order,sku,price", ...orders].join("\n"));
    const graph = join(folder, "graph");
    execFileSync("target/release/tillside", ["build", "--orders", join(folder, "orders.csv"), "--currency", "HUF", "--out", graph, "--quiet"]);
    const stated = '<script type="application/ld+json">{ "@type": "Product", "sku": "LAMP", "offers": { "price": "18900.00", "priceCurrency": "HUF" } }</script>';
    await page.open({
      page: { before: stated, script: SCRIPT.replace('data-currency="GBP"', 'data-currency="HUF" data-json-ld'), body: '<tillside-bundle sku="LAMP"></tillside-bundle>' },
      faults: [[/^\/graph\//, (response, address) => send(response, address, readFileSync(join(graph, address.slice("/graph/".length))))]],
    });
    const prices = () => [...document.querySelector("tillside-bundle").shadowRoot.querySelectorAll("[part=price]")].map(({ textContent }) => textContent);
    await page.until(prices, ([lamp, bulb]) => /\b18,900(\.00)?$/.test(lamp) && /\b9,900(\.00)?$/.test(bulb), "both prices in forint");
  } finally {
    rmSync(folder, { recursive: true });
  }
});

const look = () => {
  const { shadowRoot } = document.querySelector("tillside-bundle");
  const button = getComputedStyle(shadowRoot.querySelector("[part~=button]"));
  return { accent: button.backgroundColor, ink: button.color, radius: getComputedStyle(shadowRoot.querySelector("section")).borderTopLeftRadius };
};

for (const [theme, accent, radius] of [
  ["plain", "rgb(18, 18, 18)", "0px"], ["dawn", "rgb(18, 18, 18)", "0px"], ["storefront", "rgb(51, 51, 51)", "0px"], ["bootstrap", "rgb(13, 110, 253)", "6px"],
  ["inherit", "rgb(120, 0, 60)", "7px"],
]) {
  scenario(`data-theme="${theme}" changes the look, and the shop's own properties come first`, async (page) => {
    const before = "<style>[type=submit] { background: rgb(120, 0, 60); color: #fff; border-radius: 7px; }</style>";
    const script = SCRIPT.replace("data-graph", `data-theme="${theme}" data-graph`);
    await page.open({ page: { before, script, body: `<form><button type="submit">Buy</button></form>${ELEMENTS}` } });
    await page.shows();
    const { accent: found, radius: corners, ink } = await page.run(look);
    assert.deepEqual([found, corners, ink], [accent, radius, "rgb(255, 255, 255)"]);
    await page.run(() => document.querySelector("tillside-bundle").setAttribute("style", "--tillside-accent: rgb(0, 0, 200); --tillside-radius: 3px"));
    const own = await page.run(look);
    assert.deepEqual([own.accent, own.radius], ["rgb(0, 0, 200)", "3px"]);
    await page.isSilent();
  });
}

scenario("between floats that fill the row an element stands below them, at full width", async (page) => {
  const floats = '<style>.images { float: left; width: 41%; margin-right: 6%; height: 200px } .summary { float: right; width: 53%; height: 100px } .tabs { clear: both }</style><div class="images"></div><div class="summary"></div>';
  await page.open({ page: { body: `${floats}${ELEMENTS}<div class="tabs"></div>` } });
  await page.shows();
  const [width, top, row] = await page.run(() => {
    const mount = document.querySelector("tillside-bundle").shadowRoot.querySelector(".mount").getBoundingClientRect();
    const main = document.querySelector("main").getBoundingClientRect();
    return [mount.width / main.width, mount.top, document.querySelector(".images").getBoundingClientRect().bottom];
  });
  assert(width > 0.99 && top >= row - 1, `${width} of the row, at ${top} of ${row}`);
});

scenario("a plain click on a product's link is a cancelable event; other clicks are the browser's", async (page) => {
  await page.open();
  await page.shows();
  const heard = await page.run(() => {
    const heard = [];
    document.addEventListener("tillside-select", (event) => {
      heard.push([event.target.localName, event.cancelable, event.detail.sku, new URL(event.detail.url).origin === location.origin]);
      event.preventDefault();
    });
    const link = document.querySelector("tillside-bundle").shadowRoot.querySelector("a[href]");
    const click = (more) => link.dispatchEvent(new MouseEvent("click", { bubbles: true, composed: true, cancelable: true, ...more }));
    const results = [click({})];
    addEventListener("click", (event) => event.preventDefault());
    click({ ctrlKey: true });
    click({ button: 1 });
    return [heard, results];
  });
  assert.deepEqual(heard[1], [false]);
  assert.equal(heard[0].length, 1);
  const [name, isCancelable, sku, isOwn] = heard[0][0];
  assert.deepEqual([name, isCancelable, isOwn], ["tillside-bundle", true, true]);
  assert.match(sku, /^\w+$/);
});
