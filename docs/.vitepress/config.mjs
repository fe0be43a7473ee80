// The documentation as a site: `make site` builds it into the demo shop, under /docs/. Its pages are the Markdown files of
// the repository; each offer's page has a live example.

import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";
import { TOUR } from "../../demo/scenes.mjs";

const root = fileURLToPath(new URL("../..", import.meta.url));
const out = join(root, "target/demo/docs");

/** The pages in the order of the sidebar: files without their ending. */
const SECTIONS = {
  "Start here": ["README", "docs/platforms", "docs/exports", "docs/shop"],
  Offers: [
    "docs/offers/README", "docs/offers/bundle", "docs/offers/also-bought", "docs/offers/quantity-break", "docs/offers/upgrade", "docs/offers/addons", "docs/offers/services",
    "docs/offers/trial", "docs/offers/memberships", "docs/offers/shipping", "docs/offers/loyalty", "docs/offers/deal", "docs/offers/abandoned-cart",
    "docs/offers/follow-up", "docs/offers/buy-again", "docs/offers/sold-out-alternatives", "docs/offers/planner", "docs/offers/proof",
    "docs/offers/freshness", "docs/offers/cart",
  ],
  "In the page": ["pkg/README", "docs/carts", "docs/variants", "docs/markets", "docs/languages", "docs/analytics", "docs/first-paint", "docs/embedding", "docs/contract"],
  "How good it is": ["docs/learning", "docs/peers", "docs/report", "docs/speed", "docs/scale", "docs/cluster"],
  "Before you launch": ["docs/privacy", "docs/pci", "SECURITY"],
  Project: ["CONTRIBUTING", "docs/glossary", "CHANGELOG"],
};
const PAGES = Object.values(SECTIONS).flat();

const read = (page) => readFileSync(join(root, `${page}.md`), "utf8");
const titleOf = (page) => (page === "README" ? "Quick start" : read(page).match(/^# (.*)$/m)[1]);

/** The place of a page in the site: `docs/offers/README` is at `offers/`. */
const placeOf = (page) => page.replace(/^docs\//, "").replace(/^pkg\/README$/, "reference").replace(/README$/, "index");
const addressOf = (page) => `/${placeOf(page).replace(/index$/, "")}`;

for (const folder of ["docs", "docs/offers"]) {
  for (const name of readdirSync(join(root, folder)).filter((name) => name.endsWith(".md"))) {
    const page = `${folder}/${name.slice(0, -3)}`;
    if (!PAGES.includes(page)) throw new Error(`${page}.md is in no section of docs/.vitepress/config.mjs.`);
  }
}

/** Links to sources of the repository, which the site does not contain, become their text. */
function withoutLinksToSources(md) {
  md.core.ruler.push("links-to-sources", ({ tokens, env }) => {
    for (const { children } of tokens.filter(({ type }) => type === "inline")) {
      let isDropped = false;
      for (const token of children) {
        if (token.type === "link_open") {
          const [target] = token.attrGet("href").split("#");
          const path = normalize(join(dirname(env.relativePath), decodeURI(target)));
          isDropped = target !== "" && !/^\w+:/.test(target) && !PAGES.includes(path.replace(/\.md$/, ""));
        }
        if (isDropped && /^link_/.test(token.type)) {
          isDropped = token.type === "link_open";
          token.hidden = true;
          Object.assign(token, { type: "text", content: "", tag: "" });
        }
      }
    }
  });
}

/** Braces in code are a template of the shop's, not of the site's. */
function withVerbatimCode(md) {
  md.core.ruler.push("verbatim-code", ({ tokens }) => {
    for (const token of tokens.flatMap(({ children }) => children ?? [])) if (token.type === "code_inline") token.attrSet("v-pre", "");
  });
}

/** The scenes of pages that have other names. */
const SCENES = { index: "also_bought", "follow-up": "after" };

/** The first element in an offer's page is followed by the element itself, in a scene of the demo shop's tour. */
function withLiveExamples(md) {
  const fence = md.renderer.rules.fence;
  md.renderer.rules.fence = (tokens, place, options, env, self) => {
    const html = fence(tokens, place, options, env, self);
    const isFirst = tokens.findIndex(({ type, info }) => type === "fence" && info === "html") === place;
    const [, tag] = tokens[place].content.match(/^<(tillside-[\w-]+)/) ?? [];
    const [, name] = env.relativePath.match(/offers\/([\w-]+)\.md$/) ?? [];
    const scene = TOUR.find(({ id }) => id === (SCENES[name] ?? name?.replaceAll("-", "_")));
    return isFirst && tag && scene ? `${html}<LiveExample tag="${tag}" scene="${scene.id}" />` : html;
  };
}

/** llms.txt: the pages with their first sentences, for programs that read documentation. */
function writeIndex() {
  const lines = Object.entries(SECTIONS).map(([section, pages]) => {
    const rows = pages.map((page) => {
      const paragraph = read(page).split(/\n\n+/).find((text) => /^[A-Z*`]/.test(text)) ?? "";
      const text = paragraph.replaceAll("\n", " ").replace(/\[([^\]]*)\]\([^)]*\)/g, "$1");
      return `- [${titleOf(page)}](/docs/${placeOf(page)}.md): ${text.match(/^.*?[.:](?= |$)/)?.[0].replace(/:$/, ".") ?? text}`;
    });
    return `## ${section}\n\n${rows.join("\n")}\n`;
  });
  const head = "# Tillside\n\n> Product recommendations and cart offers for any online shop, computed in the shopper's browser from a product graph\n> that is built from the shop's own orders.\n";
  writeFileSync(join(out, "llms.txt"), [head, ...lines].join("\n"));
  for (const page of PAGES) writeFileSync(join(out, `${placeOf(page)}.md`), read(page));
}

export default {
  title: "Tillside",
  description: "Product recommendations and cart offers for any online shop, computed in the shopper's browser.",
  lang: "en-GB",
  base: "/docs/",
  srcDir: "..",
  outDir: out,
  cacheDir: join(root, "target/vitepress"),
  srcExclude: ["{benches,contract,data,demo,fuzz,languages,platforms,src,target,tests,tools,www}/**", "**/node_modules/**"],
  rewrites: Object.fromEntries(PAGES.map((page) => [`${page}.md`, `${placeOf(page)}.md`])),
  markdown: { html: false, languageAlias: { django: "html" }, config: (md) => md.use(withoutLinksToSources).use(withVerbatimCode).use(withLiveExamples) },
  vite: { publicDir: false, logLevel: "warn" },
  ignoreDeadLinks: "localhostLinks",
  buildEnd: writeIndex,
  themeConfig: {
    search: { provider: "local" },
    outline: [2, 3],
    nav: [{ text: "Demo shop", link: "/tour.html", target: "_self" }],
    sidebar: Object.entries(SECTIONS).map(([text, pages]) => ({ text, items: pages.map((page) => ({ text: titleOf(page), link: addressOf(page) })) })),
  },
};
