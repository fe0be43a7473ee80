// Audits the demo shop's product page with Lighthouse, with the widget and with the widget's files blocked.
//   node benches/race/lighthouse.mjs [RUNS]        default: five of each, interleaved
// Writes the figures to docs/speed.json and docs/speed.md.
import { launch as launchChrome } from "chrome-launcher";
import lighthouse from "lighthouse";
import { publishLighthouse } from "./report.mjs";
import { SKU } from "./runners.mjs";
import { serve } from "./server.mjs";
import { summary } from "./statistics.mjs";
import { CHROMIUM } from "./visit.mjs";

const SITE = "target/demo/site";
const RUNS = Number(process.argv[2] ?? 5);
const WIDGET = ["*/pkg/*", "*/graph/*"];
const AUDITS = { fcp: "first-contentful-paint", lcp: "largest-contentful-paint", tbt: "total-blocking-time", si: "speed-index", cls: "cumulative-layout-shift" };

/** One audit in a separate browser. */
async function audit(address, blockedUrlPatterns) {
  const chrome = await launchChrome({ chromePath: CHROMIUM, chromeFlags: ["--headless", "--no-sandbox", "--disable-gpu"], logLevel: "error" });
  try {
    const { lhr } = await lighthouse(address, { port: chrome.port, onlyCategories: ["performance"], blockedUrlPatterns, logLevel: "error", output: "json" });
    if (lhr.runtimeError) throw new Error(lhr.runtimeError.message);
    // A blocked widget requests nothing that answers; one that runs fetches the default plan, and its wasm when the offer is in view.
    const fetched = lhr.audits["network-requests"].details.items.some(({ url, statusCode }) => url.includes("/plans/") && statusCode === 200);
    if (fetched === blockedUrlPatterns.length > 0) throw new Error(fetched ? "the widget ran although its files were blocked" : "the widget did not load");
    return {
      score: lhr.categories.performance.score * 100,
      ...Object.fromEntries(Object.entries(AUDITS).map(([name, id]) => [name, lhr.audits[id].numericValue])),
      versions: { lighthouse: lhr.lighthouseVersion, chromium: lhr.environment.hostUserAgent.match(/Chrome\/(\d+)/)?.[1] },
    };
  } finally {
    await chrome.kill();
  }
}

/** Median and quartiles; the layout shift needs more decimals than the others. */
const digest = (audits) => Object.fromEntries(["score", ...Object.keys(AUDITS)].map((name) => [name, name === "cls" ? exact(audits.map(({ cls }) => cls)) : summary(audits.map((one) => one[name]))]));
const exact = (values) => Object.fromEntries(Object.entries(summary(values.map((value) => value * 1000))).map(([name, value]) => [name, name === "runs" ? value : value / 1000]));

const server = await serve({ site: SITE });
try {
  const address = `${server.address}/product.html?sku=${SKU}`;
  const [on, off] = [[], []];
  for (let run = 0; run < RUNS; run += 1) {
    on.push(await audit(address, []));
    off.push(await audit(address, WIDGET));
    const say = ({ score, lcp, tbt }) => `${Math.round(score)}, LCP ${Math.round(lcp)} ms, TBT ${Math.round(tbt)} ms`;
    console.log(`on ${say(on.at(-1))}; off ${say(off.at(-1))}`);
  }
  const { lighthouse: version, chromium } = on[0].versions;
  publishLighthouse({ runs: RUNS, on: digest(on), off: digest(off), browser: chromium, version });
} finally {
  server.stop();
}
