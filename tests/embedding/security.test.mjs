// Content security and the page's own scripts: under every policy, and with changed globals.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PNG } from "pngjs";
import { ELEMENTS, SCRIPT, gap, html, scenario } from "./scenario.mjs";
import { FAULTS, POLICY, send, withTexts } from "./fake_server.mjs";
import { TOUR } from "../../demo/scenes.mjs";

const CSP = "content-security-policy";
const STRICT = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'; img-src 'self'; style-src 'none'; base-uri 'none'; form-action 'none'";
const TRUSTED = "require-trusted-types-for 'script'; trusted-types 'none'";
const ALL = { [CSP]: `${STRICT}; ${TRUSTED}` };

scenario("everything renders under the strictest policy, without a violation", async (page) => {
  await page.open({ headers: { [CSP]: STRICT } });
  await page.shows();
  await page.buys();
  await page.isSilent();
});

scenario("everything renders under required Trusted Types", async (page) => {
  await page.open({ headers: ALL });
  if (!(await page.run(() => Boolean(window.trustedTypes)))) gap("this engine knows no Trusted Types");
  await page.shows();
  await page.buys();
  await page.isSilent();
  assert.equal(await page.run(() => trustedTypes.defaultPolicy), null);
});

scenario("every offer of the tour renders under all policies combined", async (page) => {
  // The shop's own stylesheet is the only thing that these pages need besides the widget.
  const headers = { [CSP]: ALL[CSP].replace("style-src 'none'", "style-src 'self'") };
  const spied = FAULTS.changed((body) => String(body).replace("<link", '<script src="/spy.js"></script><link'));
  await page.open({ headers, faults: [[/\.html$|^\/$/, spied]], address: "/tour.html" });
  for (const { id, offer, address } of TOUR.filter((scene) => scene.offer.startsWith("tillside-"))) {
    await page.go("/tour.html");
    await page.until(`() => document.querySelector('[data-scene="${id}"]').click() ?? true`);
    await page.until(`() => location.pathname + location.search === "${address}"`, Boolean, `the scene ${id}`);
    await page.until(`() => {
      for (const name of "${id}" === "after" ? ["Fill in an example", "Place order"] : []) [...document.querySelectorAll("button")].find(({ textContent }) => textContent === name)?.click();
      // An offer that is far from the viewport waits for it.
      document.querySelector("${offer}")?.scrollIntoView();
      return Boolean(document.querySelector("${offer}")?.shadowRoot?.querySelector("section"));
    }`, Boolean, `${offer} in the scene ${id}`);
    await page.isSilent();
  }
});

scenario("the demo's product page looks the same with and without the policies", async (page) => {
  const product = readFileSync("target/demo/site/product.html", "utf8");
  const look = async (html, headers) => {
    await page.open();
    page.shop.pages["/product.html"] = { html, headers };
    await page.go("/product.html?sku=22423");
    await page.until(() => {
      const { shadowRoot } = document.querySelector("tillside-bundle");
      return shadowRoot?.querySelectorAll("input").length === 4 && [...shadowRoot.querySelectorAll("img"), ...document.images].every(({ complete }) => complete);
    });
    // The planning time differs each time, and scroll bars appear and disappear.
    await page.run(() => {
      document.querySelector("aside").remove();
      document.documentElement.style.overflow = "hidden";
    });
    // Pictures arrive late and move the content below them; only the final appearance is compared.
    for (let last = "", shot; ; last = shot) {
      await page.run(() => {
        document.querySelector("tillside-bundle").scrollIntoView();
        return new Promise((resolve) => setTimeout(resolve, 400));
      });
      shot = await page.browser.takeScreenshot();
      if (shot === last) return PNG.sync.read(Buffer.from(shot, "base64"));
    }
  };
  // Browsers antialias curves differently; WebKit smooths a line of text in different layers, even without a policy.
  const [most, share] = page.engine === "webkit" ? [64, 1 / 1000] : [3, 0];
  const isAlike = (one, other) => {
    const differences = one.data.map((value, at) => Math.abs(value - other.data[at])).filter((difference) => difference > 3);
    return one.width === other.width && one.height === other.height && differences.every((difference) => difference <= most) && differences.length <= one.data.length * share;
  };
  const bare = product.replace(/<link rel="stylesheet"[^>]*>/g, "").replace(/<meta http-equiv[^>]*>/g, "");
  assert(bare !== product);
  assert(isAlike(await look(bare, ALL), await look(bare, {})), "with style-src 'none', and so without the shop's stylesheet on both sides");
  const own = { [CSP]: ALL[CSP].replace("style-src 'none'", "style-src 'self'") };
  const styled = product.replace(/<meta http-equiv[^>]*>/g, "");
  assert(isAlike(await look(styled, own), await look(styled, {})), "with the shop's own stylesheet");
});

scenario("without 'wasm-unsafe-eval' the shop's own content is shown, and the console names the remedy", async (page) => {
  await page.open({ headers: { [CSP]: STRICT.replace(" 'wasm-unsafe-eval'", "") } });
  const { told, lines, errors } = await page.collapsed();
  assert.deepEqual(told.map(({ code }) => code), ["blocked-by-csp"]);
  assert.equal(lines.length, 1);
  assert.match(lines[0], /'wasm-unsafe-eval'.*script-src/);
  assert.deepEqual(errors, []);
  await page.goesOn();
});

scenario("the shipped files contain no markup sink and no eval", () => {
  const shipped = readFileSync("pkg/tillside.js", "utf8");
  for (const sink of [/\beval\(/, /new Function\b/, /insertAdjacentHTML/, /outerHTML\s*=[^=]/, /document\.write/, /createElement\(["'`]script/, /innerHTML\s*=[^=]/, /setTimeout\(["'`]/]) {
    assert(!sink.test(shipped), String(sink));
  }
});

scenario("the page pins the module, the module pins the wasm, and both run under Integrity-Policy", async (page) => {
  const { files } = JSON.parse(readFileSync("pkg/integrity.json", "utf8"));
  const pinned = SCRIPT.replace("<script", `<script integrity="${files["tillside.js"]}"`);
  await page.open({ page: { script: pinned, spy: false }, headers: { "integrity-policy": "blocked-destinations=(script)" } });
  await page.shows();
  await page.open({ page: { script: SCRIPT, spy: false }, headers: { "integrity-policy": "blocked-destinations=(script)" } });
  await page.run(() => new Promise((resolve) => setTimeout(resolve, 300)));
  const isPolicyKnown = await page.run(() => customElements.get("tillside-bundle") === undefined);
  await page.open({ page: { script: pinned }, faults: [[/tillside\.js$/, FAULTS.changed((body) => `${body}\n`)]] });
  await page.run(() => new Promise((resolve) => setTimeout(resolve, 300)));
  assert.equal(await page.run(() => customElements.get("tillside-bundle") === undefined), true, "another module is not run");
  await page.goesOn();
  if (!isPolicyKnown) gap("this engine knows no Integrity-Policy; pins hold without it");
});

scenario("hostile titles are text, and hostile addresses are not links", async (page) => {
  const markup = "<img src=x onerror=alert(1)>";
  await page.open();
  await page.shows();
  await page.run((text) => import("/pkg/tillside.js").then(({ setMessages }) => setMessages({ "bundle.title": text, "memberships.title": `{${text}}` })), markup);
  const title = await page.until(() => document.querySelector("tillside-bundle").shadowRoot.querySelector("h2").textContent, (text) => text.includes("onerror"), "the text");
  assert.equal(title, markup);
  assert.equal(await page.run(() => document.querySelector("tillside-bundle").shadowRoot.querySelectorAll("h2 *").length), 0);
  const schemes = await page.run(() => [...new Set([...document.querySelectorAll("main > *")].flatMap((element) => [...(element.shadowRoot?.querySelectorAll("[href],[src]") ?? [])]).map(({ href, src }) => new URL(href ?? src).protocol))]);
  assert.deepEqual(schemes, ["http:"]);
});

/** Builds a graph of one lamp and its companions from a hostile catalog into a folder; returns the folder. */
function strangersGraph(folder) {
  const rows = (head, lines) => [head, ...lines].join("\n");
  const skus = ["LAMP", "SCRIPT", "DATA"];
  writeFileSync(join(folder, "orders.csv"), rows("order,sku,price", Array.from({ length: 40 }, (_, order) => skus.map((sku) => `${order},${sku},5.00`)).flat()));
  writeFileSync(join(folder, "catalog.csv"), rows("sku,title,url,image", [
    "LAMP,Lamp,/lamp,",
    "SCRIPT,<b>Script</b>,JavaScript:alert(1),//evil.example/picture.svg",
    'DATA,Data,"data:text/html;base64,PGI+","data:image/gif;base64,R0lGODlhAQABAAAAACH5BAEKAAEALAAAAAABAAEAAAICTAEAOw=="',
  ]));
  const out = join(folder, "graph");
  const given = ["--orders", join(folder, "orders.csv"), "--catalog", join(folder, "catalog.csv"), "--currency", "GBP", "--out", out, "--quiet"];
  execFileSync("target/release/tillside", ["build", ...given]);
  return out;
}

scenario("hostile addresses of a catalog are neither links nor pictures; data:image is a picture if the page opted in", async (page) => {
  const folder = mkdtempSync(join(tmpdir(), "tillside-guest-"));
  const fromGraph = (graph) => [/^\/graph\//, (response, address) => send(response, address, readFileSync(join(graph, address.slice("/graph/".length))))];
  const look = () => [...document.querySelector("tillside-bundle").shadowRoot.querySelectorAll("li")].map((item) => ({
    title: item.querySelector("[part=title]").textContent,
    href: item.querySelector("a")?.getAttribute("href") ?? null,
    src: item.querySelector("img")?.getAttribute("src").slice(0, 14) ?? null,
    width: item.querySelector("img")?.naturalWidth ?? 0,
  })).sort((one, other) => (one.title < other.title ? -1 : 1));
  const policy = { "content-security-policy": "default-src 'self' 'unsafe-inline'; script-src 'self' 'unsafe-inline' 'wasm-unsafe-eval'; img-src 'self' data:" };
  const visit = async (faults, script, picture) => {
    await page.open({ page: { script, body: '<tillside-bundle sku="LAMP"></tillside-bundle>' }, headers: policy, faults });
    const items = await page.until(look, (items) => items.length === 3 && items.some(({ width }) => width > 0) === Boolean(picture.src), "three products");
    const nothing = { href: null, src: null, width: 0 };
    assert.deepEqual(items, [
      { title: "Data", ...nothing, ...picture },
      { title: "Lamp", ...nothing, href: "/lamp" },
      { title: "Script", ...nothing },
    ]);
    await page.isSilent();
  };
  try {
    const faults = [fromGraph(strangersGraph(folder))];
    await visit(faults, SCRIPT, { src: null, width: 0 });
    await visit(faults, SCRIPT.replace("<script", "<script data-inline-pictures"), { src: "data:image/gif", width: 1 });
  } finally {
    rmSync(folder, { recursive: true });
  }
});

scenario("hostile addresses in shop.toml are neither links nor pictures, memberships included", async (page) => {
  const shop = readFileSync("data/shop.toml", "utf8");
  const texts = [...shop.matchAll(/^(?:url|product|image)\s*=\s*"(.*)"/gm)].map(([, text]) => text);
  assert(texts.length >= 4, texts.join());
  const terms = (address) => (body) => withTexts(body, texts, address);
  const addresses = () => page.run(() => [...document.querySelectorAll("main > *")].flatMap(({ localName, shadowRoot }) => [...(shadowRoot?.querySelectorAll("[href],[src]") ?? [])].map((one) => `${localName} ${one.getAttribute("href") ?? one.getAttribute("src")}`)));
  const visit = async (address) => {
    await page.open({ faults: [[POLICY, FAULTS.otherTerms(terms(address))]] });
    await page.shows();
    await page.buys();
    await page.isSilent();
    return addresses();
  };
  for (const address of ["javascript:alert(1)", "JaVa\tScript:alert(1)", "data:text/html;base64,PGI+", "//evil.example/{sku}", "/\\evil.example"]) {
    assert.deepEqual(await visit(address), [], address);
  }
  const friendly = await visit("/of-the-shop");
  const links = ["tillside-bundle", "tillside-also-bought", "tillside-memberships"].map((name) => friendly.filter((link) => link === `${name} /of-the-shop`).length > 0);
  assert.deepEqual(links, [true, true, true], "the same terms with an address of the shop's");
});

scenario("properties that a page adds to every object are not read as settings", async (page) => {
  const before = `<script>Object.assign(Object.prototype, { currency: "EUR", graph: "/nowhere/", threshold: 1, consent: true, timeoutMs: 1, wasm: "/x", signal: 7, lines: [], plan: "plus", offers: 7 })</script>`;
  await page.open({ page: { before } });
  await page.shows();
  await page.buys();
  await page.isSilent();
  // Consent in particular must not come from a prototype.
  assert.deepEqual((await page.noted()).calls, []);
  assert.equal(await page.run(() => localStorage.length), 0);
});

scenario("the page may replace methods of arrays, JSON, promises and fetch", async (page) => {
  const before = `<script>
    for (const name of ["map", "filter", "forEach", "includes", "find", "some"]) {
      const work = Array.prototype[name];
      Array.prototype[name] = function (...how) { return work.apply(this, how); };
    }
    Array.prototype.extra = () => {};
    Array.prototype.toJSON = undefined;
    String.prototype.trim = (trim => function () { return trim.call(this); })(String.prototype.trim);
    const { fetch, JSON: { parse } } = window;
    window.fetch = async (...what) => { const { body, status, headers } = await fetch(...what); return new Response(body, { status, headers }); };
    JSON.parse = (...what) => Object.freeze(parse(...what));
    window.CustomEvent = class extends CustomEvent {};
    console.error = undefined;
  </script>`;
  await page.open({ page: { before } });
  await page.shows();
  await page.buys();
  const { errors, events } = await page.noted();
  assert.deepEqual([errors, events], [[], []]);
});

scenario("ids of the page's elements do not hide the browser's own functions", async (page) => {
  const traps = ["tillside", "fetch", "session", "currentScript", "baseURI", "documentElement", "scripts", "forms", "head", "lang", "title", "cookie", "location", "defaultView", "querySelectorAll", "addEventListener", "dispatchEvent", "createElement", "createTextNode", "createComment", "getRootNode", "host", "activeElement"];
  const before = `<form name="attributes" id="ownerDocument">${traps.map((name) => `<input name="${name}"><img id="${name}" name="${name}" alt="">`).join("")}</form>`;
  await page.open({ page: { body: `${before}${ELEMENTS}` } });
  await page.shows();
  await page.buys();
  await page.isSilent();
});

const LD = '<script type="application/ld+json">{ "@type": "Product", "sku": "22423", "offers": { "price": "12.34", "priceCurrency": "GBP" } }</script>';
const PRIVATE = `<form><input name="card" value="4111 1111 1111 1111"><input type="checkbox" checked><textarea>secret</textarea><select><option>1</option></select></form>${LD}`;

scenario("it reads no form field, no text of the page, no cookie and no storage, and opens no connection", async (page) => {
  await page.open({ page: { body: `${PRIVATE}${ELEMENTS}` } });
  await page.shows();
  await page.buys();
  assert.deepEqual((await page.noted()).calls, []);
  // Structured data is also read only if the page opts in.
  await page.open({ page: { body: `${PRIVATE}${ELEMENTS}`, script: SCRIPT.replace("data-graph", "data-json-ld data-graph") } });
  await page.shows();
  await page.until(() => noted.calls.length > 0);
  assert.deepEqual((await page.noted()).calls, ["textContent"]);
});

/** Performs every watched action once, and returns the spy's records: runs in a page with the fields above. */
function trespass() {
  const [field, box, area, select, data] = ["[name=card]", "[type=checkbox]", "textarea", "select", "[type='application/ld+json']"].map((one) => document.querySelector(one));
  const text = area.firstChild;
  const elsewhere = "http://127.0.0.1:1/";
  const acts = [
    ["localStorage", () => localStorage],
    ["sessionStorage", () => sessionStorage],
    ["getItem(a)", () => localStorage.getItem("a")],
    ["setItem(a)", () => localStorage.setItem("a", "b")],
    ["removeItem(a)", () => localStorage.removeItem("a")],
    ["key", () => sessionStorage.key(0)],
    ["clear", () => sessionStorage.clear()],
    ["indexedDB", () => indexedDB],
    ["indexedDB.open(a)", () => indexedDB.open("a")],
    ["caches", () => caches],
    ["caches.open(a)", () => void caches.open("a").catch(() => {})],
    ["cookieStore", () => cookieStore],
    ["cookie", () => document.cookie],
    ["cookie(a=b; max-age=0)", () => (document.cookie = "a=b; max-age=0")],
    ["name", () => window.name],
    ["name(a)", () => (window.name = "a")],
    ["open()", () => open("", "_self")],
    [`fetch(${elsewhere})`, () => void fetch(elsewhere).catch(() => {})],
    [`sendBeacon(${elsewhere})`, () => navigator.sendBeacon(elsewhere, "a")],
    [`WebSocket(${elsewhere.replace("http", "ws")})`, () => new WebSocket(elsewhere.replace("http", "ws")).close()],
    [`EventSource(${elsewhere})`, () => new EventSource(elsewhere).close()],
    ["XMLHttpRequest", () => new XMLHttpRequest()],
    ["RTCPeerConnection", () => new RTCPeerConnection().close()],
    ["BroadcastChannel(a)", () => new BroadcastChannel("a").close()],
    ["Worker(/spy.js)", () => new Worker("/spy.js").terminate()],
    ["SharedWorker(/spy.js)", () => new SharedWorker("/spy.js").port.close()],
    ["pushState", () => history.pushState(null, "")],
    ["replaceState", () => history.replaceState(null, "")],
    ["HTMLInputElement.value", () => field.value],
    ["HTMLInputElement.value(a)", () => (field.value = "a")],
    ["HTMLInputElement.defaultValue", () => field.defaultValue],
    ["HTMLInputElement.checked", () => box.checked],
    ["HTMLTextAreaElement.value", () => area.value],
    ["HTMLTextAreaElement.defaultValue", () => area.defaultValue],
    ["HTMLSelectElement.value", () => select.value],
    ["HTMLSelectElement.selectedIndex", () => select.selectedIndex],
    ["HTMLSelectElement.selectedOptions", () => select.selectedOptions],
    ["FormData", () => new FormData(area.form)],
    ["text", () => data.text],
    ["textContent", () => data.textContent],
    ["textContent", () => area.textContent],
    ["textContent", () => area.form.textContent],
    ["innerText", () => data.innerText],
    ["innerText", () => area.innerText],
    ["innerHTML", () => area.innerHTML],
    ["outerHTML", () => area.outerHTML],
    ["nodeValue", () => text.nodeValue],
    ["data", () => text.data],
  ];
  return noted.watched.map((what) => [what, acts.filter(([act]) => act.replace(/\(.*/, "") === what).map(([act, work]) => {
    noted.calls.length = 0;
    work();
    return noted.calls.includes(act) ? "noted" : `${act} was not: ${noted.calls}`;
  })]);
}

scenario("the test's own monitor detects scripts that read, store or send", async (page) => {
  await page.open({ page: { script: "", body: PRIVATE } });
  const found = await page.run(trespass);
  assert.deepEqual(found.filter(([, acts]) => acts.length === 0 || acts.some((act) => act !== "noted")), []);
  // Capabilities that every browser must have for these tests to be meaningful.
  const watched = found.map(([what]) => what);
  const needed = ["localStorage", "sessionStorage", "getItem", "setItem", "removeItem", "indexedDB", "indexedDB.open", "cookie", "fetch", "sendBeacon", "WebSocket", "EventSource", "HTMLInputElement.value", "FormData", "textContent"];
  assert.deepEqual(needed.filter((what) => !watched.includes(what)), []);
});

scenario("it listens to its own events, to the page's load and to its return from the cache, not to keys, fields, pasting or pointers", async (page) => {
  await page.open({ page: { body: `${PRIVATE}${ELEMENTS}` } });
  await page.shows();
  await page.adds();
  const { heard } = await page.noted();
  assert.deepEqual(heard.sort(), ["#document DOMContentLoaded", "#document tillside-dismiss", "window load", "window pageshow"]);
  await page.run(() => document.querySelector("form").addEventListener("input", () => {}));
  assert.deepEqual((await page.noted()).heard.slice(4), ["FORM input"], "a listener is noticed");
});

scenario("it changes nothing in the page outside its own elements", async (page) => {
  const seen = () => [document.documentElement.outerHTML.replace(/ data-settled=""/g, ""), document.adoptedStyleSheets.length, Object.keys(window).filter((name) => !/^(noted|cdc_|ret_nodes|__|\$)/.test(name)).join()];
  await page.open({ page: { script: "" } });
  const untouched = await page.run(seen);
  await page.open({ page: { script: SCRIPT } });
  await page.shows();
  const guest = await page.run(seen);
  assert.deepEqual(guest.map((text) => typeof text === "string" ? text.replace(/<script type="module".*?<\/script>/, "") : text), untouched);
  assert(html().includes("tillside-bundle"));
});
