// The elements as a page meets them: attributes, properties, events and answers.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { ELEMENTS, SCRIPT, scenario } from "./scenario.mjs";

const said = (page) => page.run(() => [".voice", "[role=alert]"].map((which) => document.querySelector("tillside-bundle").shadowRoot.querySelector(which)?.textContent ?? ""));

scenario("a property that is set before the element is known counts, and property and attribute are one", async (page) => {
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

scenario("an addition is an event that bubbles out of the element, can be refused, and is plain data", async (page) => {
  await page.open();
  await page.shows();
  const { detail, ...event } = await page.answers("refuse");
  assert.deepEqual(event, { bubbles: true, composed: true, cancelable: true, target: "tillside-bundle" });
  assert.deepEqual([detail.source, detail.currency, detail.items.length, detail.items[0].sku], ["bundle", "GBP", 4, "22423"]);
  assert.deepEqual(await said(page), ["", ""], "a refusal is not praised");
});

scenario("a cart that cannot take one of the lines: the others are added, and that one is named", async (page) => {
  await page.open();
  await page.shows();
  const { detail } = await page.answers({ without: 2 });
  await page.refuses();
  assert.deepEqual(await said(page), ["3 products added to your basket", `Could not be added: ${detail.items[2].title}`]);
});

scenario("a cart that takes all lines or none: what the reference says to do adds the others and names that one", async (page) => {
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
  assert.deepEqual(await said(page), ["3 products added to your basket", `Could not be added: ${title}`]);
  assert.deepEqual(held, items.filter(({ sku }) => sku !== "22699").map(({ sku }) => ({ id: `no ${sku}`, quantity: 1 })));
  await page.isSilent();
});

scenario("a cart that fails adds nothing, and all is named", async (page) => {
  await page.open();
  await page.shows();
  const { detail } = await page.answers("fail");
  await page.refuses();
  assert.deepEqual(await said(page), ["", `Could not be added: ${detail.items.map(({ title }) => title).join(", ")}`]);
  await page.isSilent();
});

scenario("a cart that takes its time is thanked when it has answered", async (page) => {
  await page.open();
  await page.shows();
  await page.answers("later");
  assert.deepEqual(await said(page), ["", ""]);
  await page.until(() => document.querySelector("tillside-bundle").shadowRoot.querySelector(".voice").textContent, (text) => text === "4 products added to your basket");
});

scenario("what became of an addition is told although the offer goes with it, and then the shop's own words stand", async (page) => {
  await page.open();
  await page.shows();
  const seen = () => page.run(() => {
    const { shadowRoot } = document.querySelector("tillside-bundle");
    return { voice: shadowRoot.querySelector(".voice").textContent, mount: shadowRoot.querySelector(".mount").textContent, own: document.querySelector("#own").offsetHeight > 0 };
  });
  const { detail } = await page.answers({ without: 2, isGone: true });
  await page.refuses();
  assert.deepEqual(await page.run(() => document.querySelector("tillside-bundle").shadowRoot.querySelectorAll("section").length), 0);
  const mount = `Could not be added: ${detail.items[2].title}`;
  assert.deepEqual(await seen(), { voice: "3 products added to your basket", mount, own: false });
  await page.until(() => document.querySelector("tillside-bundle").shadowRoot.querySelector("[role=alert]") === null);
  assert.deepEqual(await seen(), { voice: "", mount: "", own: true });
});

scenario("an element that is hidden takes no space, and is there when it is shown", async (page) => {
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

scenario("an unknown product takes no space and is no error", async (page) => {
  await page.open({ page: { body: '<tillside-bundle sku="NO-SUCH"></tillside-bundle>' } });
  await page.until(() => document.querySelector("tillside-bundle[data-settled]") !== null);
  assert.equal(await page.run(() => document.querySelector("tillside-bundle").getBoundingClientRect().height), 0);
  await page.isSilent();
});

/** Each string of the widget by its key, between marks and with its placeholders. */
const MARKED = Object.fromEntries([...readFileSync("src/widget/messages.rs", "utf8").matchAll(/^ {4}\(\s*"([a-z.]+)",\s*"(.*)",?\s*\),$/gm)].map(([, key, text]) => [key, `⟦${[key, ...text.match(/\{\w+\}/g) ?? []].join(" ")}⟧`]));

/** All that the elements say, to the eye and to a screen reader, each with the class of what says it: runs in the page. */
function sayings() {
  const roots = [...document.querySelectorAll("main > *")].flatMap(({ shadowRoot }) => shadowRoot ?? []);
  return roots.flatMap((root) => [...root.querySelectorAll(".mount *, .voice")]).flatMap((node) => {
    const texts = [...node.childNodes].filter(({ nodeType }) => nodeType === Node.TEXT_NODE).map(({ data }) => data);
    const labels = ["aria-label", "aria-valuetext", "aria-description", "title", "alt", "placeholder"].map((name) => node.getAttribute(name) ?? "");
    return [...texts, ...labels].filter(Boolean).map((text) => [node.className, text]);
  });
}

scenario("every string can be replaced: nothing is said but in the page's words, the shop's own names, and numbers", async (page) => {
  assert(Object.keys(MARKED).length > 80);
  await page.open();
  await page.shows();
  await page.run(async (messages) => (await import("/pkg/tillside.js")).setMessages(messages), MARKED);
  await page.until(() => document.querySelector("tillside-bundle").shadowRoot.querySelector("h2").textContent, (text) => text === "⟦bundle.title⟧");
  const used = new Set();
  const isReplaced = async (state) => {
    const said = await page.run(sayings);
    const foreign = said.filter(([name, text]) => {
      for (const [, key] of text.matchAll(/⟦([a-z.]+)/g)) used.add(key);
      // Strings stand in strings: the name of an offer in the words that send it away.
      let rest = text;
      while (rest !== (rest = rest.replace(/⟦[^⟦⟧]*⟧/g, "")));
      const isOwn = ["title", "tick", "note", "name", "benefit"].includes(name);
      const isMoney = ["price", "was", "sum"].includes(name) && /^£[\d,.]+$/.test(rest);
      return rest !== "" && !isOwn && !isMoney && !(name === "dismiss" && rest === "×");
    });
    assert.deepEqual(foreign, [], state);
  };
  await isReplaced("before a purchase");
  await page.run(() => document.querySelector("tillside-plans").shadowRoot.querySelector(".period").click());
  await page.answers({ without: 2 });
  await page.refuses();
  await isReplaced("a product refused");
  await page.buys();
  await isReplaced("after a purchase");
  assert(used.size >= 28, `met ${[...used].join(" ")}`);
});

scenario("what a page says wrongly is named and changes nothing", async (page) => {
  await page.open();
  await page.shows();
  const codes = await page.run(async () => {
    const { setBasket, setMessages, setUnavailable, setShopper, setProducts } = await import("/pkg/tillside.js");
    const junk = [null, "junk", 7, [null], [{ sku: "22423" }], [{ sku: 22423, quantity: 1 }], [{ sku: "22423", quantity: 1e9 }], [{ sku: "22423", quantity: -1 }]];
    for (const say of [setBasket, setProducts]) for (const value of junk.slice(0, 4)) say(value);
    for (const value of junk.slice(4)) setBasket(value);
    for (const value of [null, 7]) [setMessages, setUnavailable, setShopper].forEach((say) => say(value));
    return noted.events.map(({ code }) => code);
  });
  assert(codes.length >= 15 && codes.every((code) => code === "bad-config"), codes.join());
  await page.shows();
  assert.deepEqual((await page.noted()).errors, []);
});

scenario("an element inside another shadow root works, in the language of that place", async (page) => {
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
