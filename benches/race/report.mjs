// Writes docs/speed.json, and generates docs/speed.md and docs/speed.svg from it. Figures that a run does not measure
// are kept.
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { cpus, totalmem } from "node:os";
import { picture } from "./picture.mjs";
import { PROFILES } from "./profiles.mjs";
import { RUNNERS } from "./runners.mjs";
import { STEPS } from "./steps.mjs";

const FILES = { json: "docs/speed.json", page: "docs/speed.md", picture: "docs/speed.svg" };
const OURS = RUNNERS.filter(({ source }) => !source);
const PEERS = RUNNERS.filter(({ source }) => source);
const [SCRIPT_TAG] = OURS;

/** The profiles in which all runners were measured. */
const measured = ({ profiles }) => PROFILES.filter(({ id }) => RUNNERS.every((runner) => profiles[id]?.runners[runner.id]));

const read = () => (existsSync(FILES.json) ? JSON.parse(readFileSync(FILES.json, "utf8")) : { profiles: {} });

function write(all) {
  writeFileSync(FILES.json, `${JSON.stringify(all, null, 1)}\n`);
  writeFileSync(FILES.page, markdown(all));
  writeFileSync(FILES.picture, picture(all, RUNNERS, measured(all)));
}

/** Date, machine and browser of a measurement. */
function conditions(browser) {
  const memory = Math.round(totalmem() / 2 ** 30);
  return { date: new Date().toISOString().slice(0, 10), machine: `${cpus().length} cores, ${memory} GiB`, browser: `Chromium ${browser}` };
}

export function publishRace({ profile, figures, products, memory, versions, browser }) {
  const all = read();
  all.profiles[profile] = { ...conditions(browser), ...figures };
  write({ ...all, products, memory, versions });
}

export function publishLighthouse({ browser, ...figures }) {
  write({ ...read(), lighthouse: { ...conditions(browser), ...figures } });
}

const count = (value) => Math.round(value).toLocaleString("en-GB");
const table = (head, rows) => [head, head.map((_, at) => (at === 0 ? "---" : "--:")), ...rows].map((cells) => `| ${cells.join(" | ")} |`).join("\n");
const spread = ({ median, lower, upper }) => `${count(median)} (${count(lower)}–${count(upper)})`;
const ratios = ({ runners }, when, peer) => OURS.map(({ id }) => (runners[id][when].painted.median / runners[peer.id][when].painted.median).toFixed(2)).join(" / ");
const label = ({ network, slowdown }) => `${network}, x${slowdown}`;

function markdown(all) {
  const run = measured(all).map(({ id }) => ({ id, ...all.profiles[id] }));
  const sections = [HEAD];
  if (run.length > 0) sections.push(setting(all, run), painted(run), bytes(run), main(run), memory(all), timeSpent(run));
  if (all.lighthouse) sections.push(lighthouse(all.lighthouse));
  return `${sections.join("\n\n")}\n`;
}

const HEAD = `# Speed in the shopper's browser

\`make race\` and \`make lighthouse\` write this page, its picture and [speed.json](speed.json), which contains every figure.
[benches/README.md](../benches/README.md#the-race) describes the method. Times depend on the machine: compare the ratios.`;

function setting(all, run) {
  const each = [...new Set(run.map(({ date, machine, browser }) => `${date}, ${machine}, ${browser}`))];
  const runs = [...new Set(run.map(({ runners }) => runners[SCRIPT_TAG.id].cold.painted.runs))].join(" or ");
  const versions = Object.entries(all.versions).map(([name, version]) => `${name} ${version}`).join(", ");
  const products = all.products.map(({ title, price }) => `${title} (${price})`).join(", ");
  return `## The race

![Milliseconds until the products are painted, with an empty cache](speed.svg)

The same product page, with the same products, shown by Tillside and by two widgets of Algolia:
${versions}.
"Tillside" is the script tag with an empty element. "Tillside in the HTML" is the same page with the element that
\`tillside export --format element\` prints ([first paint](first-paint.md#in-the-html-of-the-page)).
All show ${products}.
Measured on ${each.join("; ")}; ${runs} interleaved runs, medians.
The API of Algolia's widgets is a stub that answers at once from the same server.`;
}

function painted(run) {
  const part = (when) => table(
    ["network, processor", ...RUNNERS.map(({ name }) => name), ...PEERS.map(({ name }) => `ratio to ${name}`)],
    run.map((figures) => [label(figures), ...RUNNERS.map(({ id }) => spread(figures.runners[id][when].painted)), ...PEERS.map((peer) => ratios(figures, when, peer))]),
  );
  return `### Until the products are painted

Milliseconds since the navigation began: median (quartiles). A ratio below 1 means that Tillside is first;
the first one is that of the script tag alone, the second one that of the offer in the HTML.

With an empty cache:

${part("cold")}

On a later visit, with everything in the browser's caches. Of Tillside's files, manifest and wasm are revalidated each
time, because \`tillside serve\` asks for that; the default plan is shown from the cache and revalidated in the background:

${part("warm")}`;
}

function bytes(run) {
  const { runners } = run.at(-1);
  const kinds = ["page", "script", "wasm", "data", "pictures"];
  const rows = (when) => RUNNERS.map(({ id, name }) => {
    const found = runners[id][when].bytes;
    const sum = ["script", "wasm", "data"].reduce((total, kind) => total + (found[kind] ?? 0), 0);
    return [`${name}, ${when}`, ...kinds.map((kind) => count(found[kind] ?? 0)), count(sum), count(runners[id][when].bytesBeforePaint)];
  });
  return `### Bytes

Bytes on the wire: brotli bodies and response headers. "Widget" is the sum of script, wasm and data.

${table(["", ...kinds, "widget", "before the paint"], [...rows("cold"), ...rows("warm")])}`;
}

function main(run) {
  const cells = ({ runners }) => RUNNERS.map(({ id }) => {
    const { longTasks, shift } = runners[id].cold;
    return `${count(longTasks.count)}, ${count(longTasks.longest.median)} ms, ${shift.toFixed(3)}`;
  });
  return `### Long tasks and layout shift

With an empty cache, for the whole page: the number of tasks longer than 50 ms (median), the longest task (median), and the largest layout
shift. On a throttled processor, the page's own work takes long tasks too.

${table(["network, processor", ...RUNNERS.map(({ name }) => name)], run.map((figures) => [label(figures), ...cells(figures)]))}`;
}

function memory({ memory: held }) {
  const kib = (value) => count(value / 1024);
  return `### Memory

KiB after garbage collection. The heap is that of JavaScript, minus the heap of the same page without a widget.

${table(["", "JavaScript heap", "wasm memory", "both"], RUNNERS.map(({ id, name }) => {
    const heap = held[id].heap - held.alone.heap;
    return [name, kib(heap), kib(held[id].wasm), kib(heap + held[id].wasm)];
  }))}`;
}

function timeSpent(run) {
  const rows = Object.entries(STEPS).map(([step, what]) => [what, ...run.map(({ runners }) => count(runners[SCRIPT_TAG.id].cold.steps[step]))]);
  const sum = ["painted", ...run.map(({ runners }) => count(runners[SCRIPT_TAG.id].cold.painted.median))];
  return `### Where Tillside's time goes

Milliseconds with an empty cache: the median of each step, in sequence. The medians do not add up to the median of the total.

${table(["", ...run.map(label)], [...rows, sum])}`;
}

function lighthouse({ date, machine, browser, version, runs, on, off }) {
  const rows = [["performance score", "score", 0], ["first contentful paint, ms", "fcp", 0], ["largest contentful paint, ms", "lcp", 0], ["total blocking time, ms", "tbt", 0], ["speed index, ms", "si", 0], ["cumulative layout shift", "cls", 3]];
  const say = (value, digits) => (digits > 0 ? value.toFixed(digits) : count(value));
  const cell = ({ median, lower, upper }, digits) => `${say(median, digits)} (${say(lower, digits)}–${say(upper, digits)})`;
  return `## Lighthouse

The demo shop's product page with the widget and with its files blocked.
Lighthouse ${version}, mobile, simulated throttling, ${runs} interleaved runs each; ${date}, ${machine}, ${browser}. Median (quartiles).

${table(["", "on", "off", "difference"], rows.map(([name, key, digits]) => [name, cell(on[key], digits), cell(off[key], digits), say(on[key].median - off[key].median, digits)]))}`;
}
