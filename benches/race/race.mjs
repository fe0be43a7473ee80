// The race: Tillside against the peers, on the same page, with the same products, from one local server.
//   node benches/race/race.mjs [PROFILE…]        default: all six profiles
// RUNS=… changes the number of runs (nine). Writes docs/speed.json, docs/speed.md and docs/speed.svg; profiles that are not run keep
// their figures. Fails, and writes nothing, if the runners do not show the same products.
import { readFileSync } from "node:fs";
import { RUNNERS, ALONE, SKU, bundle } from "./runners.mjs";
import { PROFILES } from "./profiles.mjs";
import { page } from "./pages.mjs";
import { publishRace } from "./report.mjs";
import { serve } from "./server.mjs";
import { STEPS, steps } from "./steps.mjs";
import { median, summary } from "./statistics.mjs";
import { Unequal, launch, memory, shopper, visit } from "./visit.mjs";

const SITE = "target/demo/site";
const RUNS = Number(process.env.RUNS ?? 9);
const UNTHROTTLED = PROFILES[0];
const names = process.argv.slice(2);
const unknown = names.filter((name) => !PROFILES.some(({ id }) => id === name));
if (unknown.length > 0) {
  console.error(`No profile is called ${unknown.join(", ")}. There are: ${PROFILES.map(({ id }) => id).join(", ")}`);
  process.exit(2);
}
const profiles = PROFILES.filter(({ id }) => names.length === 0 || names.includes(id));

const versions = Object.fromEntries(Object.entries(JSON.parse(readFileSync("benches/race/package.json", "utf8")).devDependencies).filter(([name]) => /algolia|instantsearch/.test(name)));
const catalogue = JSON.parse(readFileSync("target/demo/catalog.json", "utf8"));
const product = catalogue.find(({ sku }) => sku === SKU);
const scripts = new Map(await Promise.all(RUNNERS.filter(({ source }) => source).map(async (runner) => [runner.id, await bundle(runner)])));

const addressOf = (runner) => `/race/${runner.id}.html`;
const pagesFor = (runners, expected) => runners.map((runner) => [addressOf(runner), page({ runner, product, expected, script: scripts.get(runner.id) })]);

/** The products that Tillside shows, with which the peers' API answers. */
async function findExpected(browser) {
  const [tillside] = RUNNERS;
  const server = await serve({ site: SITE, extra: new Map(pagesFor([tillside], null)) });
  const context = await shopper(browser);
  try {
    const { shown } = await visit(context, server.address + addressOf(tillside), UNTHROTTLED);
    return shown;
  } finally {
    await context.close();
    server.stop();
  }
}

/** The answer of the peers' API: the displayed fields of each product, already formatted. */
function answerWith(expected) {
  const hits = expected.map(({ title, price }, at) => {
    const { sku } = catalogue.find((product) => product.title === title);
    return { objectID: sku, title, price, image: `/pictures/${sku}.svg`, url: `/product.html?sku=${sku}`, _score: 90 - at };
  });
  return { results: [{ hits, nbHits: hits.length, processingTimeMS: 1 }] };
}

/** Every runner once: the same products, in the same order, and no error. */
async function checkThatAllShow(expected, browser, address) {
  for (const runner of RUNNERS) {
    const context = await shopper(browser);
    const { shown, faults } = await visit(context, address + addressOf(runner), UNTHROTTLED);
    await context.close();
    const same = JSON.stringify(shown) === JSON.stringify(expected);
    if (!same || faults.length > 0) throw new Unequal(`${runner.name} shows ${JSON.stringify(shown)}. ${faults.join("; ")}`);
  }
}

/** A first visit, an unmeasured one, and one with full caches, including compiled code. */
async function coldAndWarm(browser, address, profile) {
  const context = await shopper(browser);
  try {
    const cold = await visit(context, address, profile);
    await visit(context, address, UNTHROTTLED);
    const warm = await visit(context, address, profile);
    return { cold, warm };
  } finally {
    await context.close();
  }
}

function digest(visits) {
  const tasks = visits.map(({ tasks }) => tasks.map(({ duration }) => duration));
  const at = (pick) => Math.round(median(visits.map(pick)) * 10) / 10;
  // The start and end of the requests of scripts and data.
  const find = ({ timeline }, name) => timeline.find((row) => row.name === name) ?? {};
  const requests = visits[0].timeline.map(({ name }) => ({ name, ...Object.fromEntries(["start", "end"].map((edge) => [edge, at((visit) => find(visit, name)[edge] ?? 0)])) }));
  return {
    painted: summary(visits.map(({ painted }) => painted)),
    bytes: visits[0].bytes,
    bytesBeforePaint: median(visits.map(({ timeline, painted }) => timeline.slice(1).filter(({ end }) => end <= painted).reduce((sum, { bytes }) => sum + bytes, 0))),
    longTasks: { count: median(tasks.map(({ length }) => length)), longest: summary(tasks.map((durations) => Math.max(0, ...durations))) },
    shift: Math.max(...visits.map(({ shift }) => shift)),
    requests,
    ...(visits[0].plan && { steps: Object.fromEntries(Object.keys(STEPS).map((step) => [step, at((visit) => steps(visit)[step])])) }),
  };
}

async function race(browser, address, profile) {
  const visits = new Map(RUNNERS.map(({ id }) => [id, { cold: [], warm: [] }]));
  for (let run = 0; run < RUNS; run += 1) {
    // A different runner starts each time, so that no runner always has the less busy machine.
    for (let turn = 0; turn < RUNNERS.length; turn += 1) {
      const runner = RUNNERS[(run + turn) % RUNNERS.length];
      const { cold, warm } = await coldAndWarm(browser, address + addressOf(runner), profile);
      visits.get(runner.id).cold.push(cold);
      visits.get(runner.id).warm.push(warm);
    }
  }
  return Object.fromEntries([...visits].map(([id, { cold, warm }]) => [id, { cold: digest(cold), warm: digest(warm) }]));
}

async function memories(browser, address) {
  const found = {};
  for (const runner of [ALONE, ...RUNNERS]) {
    const context = await shopper(browser);
    found[runner.id] = await memory(context, address + addressOf(runner), runner !== ALONE);
    await context.close();
  }
  return found;
}

const browser = await launch();
try {
  const expected = await findExpected(browser);
  const extra = new Map([...pagesFor([...RUNNERS, ALONE], expected), ...[...scripts.values()].map(({ address, content }) => [address, content])]);
  const server = await serve({ site: SITE, extra, answer: answerWith(expected) });
  try {
    await checkThatAllShow(expected, browser, server.address);
    console.log(`${RUNS} runs; all show: ${expected.map(({ title, price }) => `${title} ${price}`).join(" | ")}`);
    const held = await memories(browser, server.address);
    for (const profile of profiles) {
      const runners = await race(browser, server.address, profile);
      publishRace({ profile: profile.id, figures: { network: profile.network, slowdown: profile.slowdown, runners }, products: expected, memory: held, versions, browser: browser.version() });
      const line = (when) => RUNNERS.map(({ id, name }) => `${name} ${Math.round(runners[id][when].painted.median)}`).join(", ");
      console.log(`${profile.id.padEnd(10)} cold: ${line("cold")} ms; warm: ${line("warm")} ms`);
    }
  } finally {
    server.stop();
  }
} catch (error) {
  if (!(error instanceof Unequal)) throw error;
  console.error(`The runners do not show the same products, so there is no race: ${error.message}`);
  process.exitCode = 1;
} finally {
  await browser.close();
}
