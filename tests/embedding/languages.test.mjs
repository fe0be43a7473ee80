// Strings in the page's language: which file is loaded and when, and what the shopper reads if something is wrong with it.
import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { packed, readEnglish, readLanguages } from "../../tools/languages/read.mjs";
import { FAULTS, send } from "./fake_server.mjs";
import { SCRIPT, scenario } from "./scenario.mjs";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const english = readEnglish(ROOT);
const languages = Object.fromEntries(readLanguages(ROOT).map((language) => [language.name, language]));
const TITLE = "bundle.title";
const PATIENT = SCRIPT.replace(" data-graph", ' data-timeout-ms="2500" data-graph');

const title = () => document.querySelector("tillside-bundle").shadowRoot?.querySelector("h2")?.textContent;
const message = () => document.querySelector("tillside-shipping").shadowRoot?.querySelector("[role=status]")?.textContent.replace(/[\u00a0\u202f]/g, " ");
const asked = (page) => page.shop.requests.map(({ address }) => address).filter((address) => address.includes("/languages/"));
const reads = (page, name) => page.until(title, (text) => text === (languages[name]?.messages ?? english)[TITLE], name);

/** A language file with other content. */
const another = (change) => (response, address) => {
  const language = structuredClone(languages[address.match(/([\w-]+)\.json$/)[1]]);
  change(language.messages, language);
  const source = { ...english, ...Object.fromEntries(Object.keys(language.messages).map((key) => [key, english[key] ?? ""])) };
  for (const key of Object.keys(english)) if (!(key in language.messages)) delete source[key];
  send(response, address, Buffer.from(packed(language, source)));
};

scenario("the nearest lang selects the strings: one file is loaded, at the same time as the wasm", async (page) => {
  await page.open({ page: { lang: "de-AT" }, faults: [[/\.wasm$/, FAULTS.late(1500)]] });
  await page.until(() => document.readyState === "complete");
  for (const end = Date.now() + 1200; asked(page).length === 0 && Date.now() < end;) await new Promise((resolve) => setTimeout(resolve, 20));
  assert.deepEqual(asked(page), ["/pkg/languages/de.json"], "asked for before the wasm has arrived");
  assert.ok(!(await page.run(title)), "nothing is shown yet");
  await reads(page, "de");
  assert.deepEqual(asked(page), ["/pkg/languages/de.json"]);
  await page.isSilent();
});

scenario("an element is not shown in English first: it waits for its language", async (page) => {
  const before = "<script>window.titles = []; setInterval(() => { const title = document.querySelector('tillside-bundle')?.shadowRoot?.querySelector('h2')?.textContent; if (title) titles.push(title); }, 5);</script>";
  await page.open({ page: { lang: "fr", before }, faults: [[/fr\.json$/, FAULTS.late(900)]] });
  await reads(page, "fr");
  assert.deepEqual([...new Set(await page.run(() => window.titles))], [languages.fr.messages[TITLE]]);
  await page.isSilent();
});

scenario("English, an unknown language, an invalid one and none need no file, whatever the language of the browser", async (page) => {
  const before = '<script>Object.defineProperty(navigator, "language", { value: "de" }); Object.defineProperty(navigator, "languages", { value: ["de"] });</script>';
  for (const lang of ["en", "en-GB", "eo", "no language", ""]) {
    await page.open({ page: { lang, before } });
    await reads(page, "");
    assert.deepEqual(asked(page), [], lang);
    await page.isSilent();
  }
});

scenario("a tag without a file of its own has the file of its language and script", async (page) => {
  for (const [lang, name] of [["zh-TW", "zh-Hant"], ["zh", "zh-Hans"], ["no", "nb"], ["pt", "pt-BR"], ["pt-AO", "pt-PT"], ["en-US", "en-US"], ["iw", "he"]]) {
    await page.open({ page: { lang } });
    await page.until(title);
    assert.deepEqual(asked(page), [`/pkg/languages/${name}.json`], lang);
    await reads(page, name);
  }
});

for (const [name, fault] of [
  ["missing", FAULTS.missing],
  ["failing", FAULTS.failing],
  ["an HTML page", FAULTS.replacedByAPage],
  ["never answered", FAULTS.stalled],
  ["cut off", FAULTS.cutOff],
  ["truncated", FAULTS.truncated],
  ["damaged in one letter", FAULTS.changed((body) => String(body).replace("Warenkorb", "Warenkarb"))],
  ["a list", FAULTS.changed(() => "[]")],
  ["null", FAULTS.changed(() => "null")],
  ["full of numbers", FAULTS.changed((body) => String(body).replace(/"messages":.*/, '"messages":{"bundle.title":7}}'))],
]) {
  scenario(`a language file that is ${name}: English, one event, one console line`, async (page) => {
    await page.open({ page: { lang: "de", script: PATIENT }, faults: [[/de\.json$/, fault]] });
    await page.shows();
    assert.equal(await page.run(title), english[TITLE]);
    await page.run(() => (document.querySelector("tillside-bundle").lang = "de-CH"));
    const { events, console: lines, errors } = await page.noted();
    assert.deepEqual([events.map(({ code }) => code), lines.filter((line) => /Tillside/.test(line)).length, errors], [["language-failed"], 1, []]);
    assert.deepEqual(asked(page), ["/pkg/languages/de.json"]);
    await page.goesOn();
  });
}

scenario("a language file of another release: string by string, and never half a sentence", async (page) => {
  const older = another((messages) => {
    delete messages[TITLE];
    messages["bundle.subtitle"] = "Ein altes Wort";
    messages["shipping.empty"] = "Versandkostenfrei ab {amount}";
    messages["bundle.add"].other = "{number} in den Warenkorb";
  });
  await page.open({ page: { lang: "de" }, faults: [[/de\.json$/, older]] });
  await page.shows();
  assert.equal(await page.run(title), english[TITLE], "a string that the file does not have");
  assert.equal(await page.run(message), "Free delivery from 50,00 £", "a placeholder that is not known");
  const texts = await page.run(() => ["label", "button"].map((part) => document.querySelector("tillside-bundle").shadowRoot.querySelector(`[part~=${part}]`).textContent));
  assert.deepEqual(texts, [languages.de.messages["bundle.total"], "Add 4 to basket"]);
  const { events, console: lines } = await page.noted();
  assert.deepEqual([events.map(({ code }) => code), lines.filter((line) => /another release/.test(line)).length], [["language-failed"], 1]);
});

scenario("a change of lang switches words, numbers and direction in place, and back without a request", async (page) => {
  await page.open({ page: { lang: "de" } });
  await page.shows();
  await reads(page, "de");
  await page.run(() => {
    window.node = document.querySelector("tillside-bundle").shadowRoot.querySelector("h2");
    window.box = document.querySelector("tillside-bundle").shadowRoot.querySelector("input");
    box.click();
    document.documentElement.lang = "ar";
  });
  await reads(page, "ar");
  const direction = () => getComputedStyle(document.querySelector("tillside-bundle").shadowRoot.querySelector("section")).direction;
  assert.equal(await page.run(direction), "rtl");
  assert.deepEqual(await page.run(() => [window.node.isConnected, window.box.isConnected, window.box.checked]), [true, true, false]);
  await page.run(() => (document.documentElement.lang = "de"));
  await reads(page, "de");
  assert.equal(await page.run(direction), "ltr");
  await page.run(() => (document.documentElement.lang = "en-GB"));
  await reads(page, "");
  assert.deepEqual(asked(page), ["/pkg/languages/de.json", "/pkg/languages/ar.json"]);
  await page.isSilent();
});

scenario("a lang that changes all the time: the latest wins, and each file is loaded once", async (page) => {
  await page.open({ page: { lang: "de" }, faults: [[/(ja|fr)\.json$/, FAULTS.late(400)]] });
  await page.shows();
  await page.run(async () => {
    for (let round = 0; round < 40; round += 1) {
      document.documentElement.lang = ["ja", "fr", "en-GB", "de", "ar", "eo"][round % 6];
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
    document.documentElement.lang = "fr";
  });
  await reads(page, "fr");
  await page.rests();
  assert.equal(await page.run(title), languages.fr.messages[TITLE]);
  assert.deepEqual(asked(page).sort(), ["ar", "de", "fr", "ja"].map((name) => `/pkg/languages/${name}.json`));
  await page.isSilent();
});

scenario("until the file of a new language has arrived, an element keeps the old one; if it never does, English follows", async (page) => {
  await page.open({ page: { lang: "de", script: PATIENT }, faults: [[/pl\.json$/, FAULTS.missing], [/sv\.json$/, FAULTS.late(500)]] });
  await page.shows();
  await page.run(() => (document.documentElement.lang = "sv"));
  await new Promise((resolve) => setTimeout(resolve, 150));
  assert.equal(await page.run(title), languages.de.messages[TITLE]);
  await reads(page, "sv");
  await page.run(() => (document.documentElement.lang = "pl"));
  await reads(page, "");
});

scenario("several languages on one page: each element has its own", async (page) => {
  const body = '<tillside-bundle sku="22423" lang="ja"></tillside-bundle><div lang="fi"><tillside-shipping></tillside-shipping></div><tillside-memberships></tillside-memberships>';
  await page.open({ page: { body, lang: "cs" } });
  await reads(page, "ja");
  await page.until(message, (text) => /^Ilmainen toimitus alkaen 50,00 £$/.test(text));
  await page.until(() => document.querySelector("tillside-memberships").shadowRoot?.querySelector("h2")?.textContent, (text) => text === languages.cs.messages["memberships.title"]);
  assert.deepEqual(asked(page).sort(), ["cs", "fi", "ja"].map((name) => `/pkg/languages/${name}.json`));
  await page.isSilent();
});

scenario("the shop's own strings come before those of the language", async (page) => {
  await page.open({ page: { lang: "de" } });
  await reads(page, "de");
  await page.run(async () => (await import("/pkg/tillside.js")).setMessages({ "bundle.title": "Das nehmen alle", "bundle.add.other": "{count} Stück mitnehmen" }));
  await page.until(title, (text) => text === "Das nehmen alle");
  const texts = () => ["button", "label"].map((part) => document.querySelector("tillside-bundle").shadowRoot.querySelector(`[part~=${part}]`).textContent);
  // The plural form that the shop has not named keeps the language's own text for it.
  assert.deepEqual((await page.run(texts))[1], languages.de.messages["bundle.total"]);
  await page.run(() => (document.documentElement.lang = "nl"));
  await page.until(() => document.querySelector("tillside-bundle").shadowRoot.querySelector("[part~=label]").textContent, (text) => text === languages.nl.messages["bundle.total"]);
  assert.equal(await page.run(title), "Das nehmen alle");
});

scenario("counts have the plural forms of the language; English words have the English ones", async (page) => {
  const button = () => document.querySelector("tillside-bundle").shadowRoot.querySelector("[part~=button]").textContent;
  const untick = () => document.querySelector("tillside-bundle").shadowRoot.querySelector("input:checked").click();
  await page.open({ page: { lang: "pl" }, faults: [[/ja\.json$/, FAULTS.missing]] });
  await page.shows();
  const forms = languages.pl.messages["bundle.add"];
  assert.equal(await page.run(button), forms.few.replace("{count}", "4"));
  for (const left of [3, 2]) await page.run(untick), assert.equal(await page.run(button), forms.few.replace("{count}", String(left)));
  await page.run(untick);
  assert.equal(await page.run(button), forms.one);
  await page.run(untick);
  assert.equal(await page.run(button), forms.many.replace("{count}", "0"));
  await page.run(() => (document.querySelector("tillside-bundle").shadowRoot.querySelector("input").click(), (document.documentElement.lang = "ja")));
  await page.until(button, (text) => text === "Add to basket");
});

scenario("the folder of the language files can be set", async (page) => {
  const script = SCRIPT.replace(" data-graph", ' data-languages="/elsewhere" data-graph');
  const files = (response, address) => send(response, address, Buffer.from(packed(languages.de, english)));
  await page.open({ page: { lang: "de", script }, faults: [[/^\/elsewhere\/de\.json$/, files]] });
  await reads(page, "de");
  assert.deepEqual(page.shop.requests.map(({ address }) => address).filter((address) => /de\.json$/.test(address)), ["/elsewhere/de.json"]);
  await page.isSilent();
});

scenario("products that could not be added are listed as the language lists", async (page) => {
  await page.open({ page: { lang: "ja" } });
  await page.shows();
  await page.run(() => {
    document.addEventListener("tillside-add", (event) => event.respondWith(Promise.reject(new Error("no"))), { once: true });
    document.querySelector("tillside-bundle").shadowRoot.querySelector("[part~=button]").click();
  });
  await page.refuses();
  const text = await page.run(() => document.querySelector("tillside-bundle").shadowRoot.querySelector("[role=alert]").textContent);
  assert.match(text, /^カートに入れられませんでした：.+、.+、.+/);
  assert.doesNotMatch(text, /, /);
});
