// Time, memory and bytes of building a graph against the size of the shop, with tuned settings. Each shop is synthetic
// (shop.mjs) and removed afterwards.
//   node benches/scale/scale.mjs [--sizes 10000:180000,100000:1800000] [--out docs]
//
// A size is PRODUCTS:LINES. Without --out the table is printed only; with it, scale.md, scale.json and scale.svg are
// written there. The memory is what Linux reports (VmHWM); elsewhere it stays empty.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { cpus, totalmem } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { brotliCompressSync } from "node:zlib";

import { chart } from "./chart.mjs";
import { writeShop } from "./shop.mjs";

const CLI = "target/release/tillside";
const SIZES = "1000:18000,10000:180000,100000:1800000,1000000:18000000";
const POLL_MS = 50;
/** Data files that are compressed to estimate the bytes of all. */
const SAMPLED_FILES = 500;

const { values: options } = parseArgs({
  options: { sizes: { type: "string", default: SIZES }, out: { type: "string" } },
});

if (!existsSync(CLI)) {
  console.error(`${CLI} is not here: build the command with "cargo build --release".`);
  process.exit(2);
}

function parseSize(text) {
  const [products, lines] = text.split(":").map(Number);
  if (Number.isInteger(products) && Number.isInteger(lines) && products > 0 && lines > 0) return { products, lines };
  console.error(`"${text}" is not a size. A size is PRODUCTS:LINES, such as 10000:180000.`);
  return process.exit(2);
}

/** The largest resident memory of a process so far, in MiB; NaN if the system does not tell. */
function peakMiB(pid) {
  try {
    const [, kilobytes] = /VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8")) ?? [];
    return Math.round(Number(kilobytes) / 1024);
  } catch {
    return Number.NaN;
  }
}

async function build({ catalog, orders }, graph) {
  const start = performance.now();
  const command = ["build", "--quiet", "--orders", orders, "--catalog", catalog, "--out", graph];
  const child = spawn(CLI, command, { stdio: ["ignore", "ignore", "inherit"] });
  let peak = Number.NaN;
  const poll = setInterval(() => {
    const now = peakMiB(child.pid);
    if (now > 0) peak = now;
  }, POLL_MS);
  const [status] = await once(child, "exit");
  clearInterval(poll);
  if (status !== 0) process.exit(1);
  return { seconds: (performance.now() - start) / 1000, peakMiB: peak };
}

/** The data files, and what one of them costs a page: every product page loads one. */
function measure(graph, products) {
  const files = readdirSync(graph).filter((name) => name.endsWith(".bin"));
  const bytes = files.reduce((sum, name) => sum + statSync(join(graph, name)).size, 0);
  const step = Math.max(1, Math.floor(files.length / SAMPLED_FILES));
  const sampled = files.filter((_, place) => place % step === 0);
  const packed = sampled.map((name) => brotliCompressSync(readFileSync(join(graph, name))).length).sort((x, y) => x - y);
  const mean = packed.reduce((sum, size) => sum + size, 0) / packed.length;
  return {
    files: files.length,
    bytesPerProduct: Math.round(bytes / products),
    brotliPerProduct: Math.round((mean * files.length) / products),
    pageBrotli: packed[packed.length >> 1],
    pageBrotliMost: packed[Math.floor(packed.length * 0.95)],
    manifestBytes: statSync(join(graph, "manifest.json")).size,
  };
}

async function run(size) {
  mkdirSync("target/scale", { recursive: true });
  const folder = mkdtempSync("target/scale/shop-");
  try {
    const graph = join(folder, "graph");
    const files = await writeShop({ ...size, out: folder });
    return { ...size, ...(await build(files, graph)), ...measure(graph, size.products) };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const COLUMNS = [
  ["Products", "products"],
  ["Order lines", "lines"],
  ["Seconds", "seconds"],
  ["Peak MiB", "peakMiB"],
  ["Data files", "files"],
  ["Bytes a product", "bytesPerProduct"],
  ["brotli", "brotliPerProduct"],
  ["Data file of a page, mean, brotli", "pageBrotli"],
  ["95th percentile", "pageBrotliMost"],
];

function table(rows) {
  const cells = (row) => COLUMNS.map(([, key]) => Number.isNaN(row[key]) ? "" : row[key].toLocaleString("en-GB", { maximumFractionDigits: 1 }));
  const lines = [COLUMNS.map(([title]) => title), COLUMNS.map(() => "---:"), ...rows.map(cells)];
  return lines.map((line) => `| ${line.join(" | ")} |`).join("\n");
}

const rows = [];
for (const size of options.sizes.split(",").map(parseSize)) rows.push(await run(size));
console.log(table(rows));

if (options.out) {
  const machine = `${cpus().length} cores (${cpus()[0].model.trim()}), ${Math.round(totalmem() / 2 ** 30)} GiB`;
  const date = new Date().toISOString().slice(0, 10);
  writeFileSync(join(options.out, "scale.json"), `${JSON.stringify({ date, machine, rows }, undefined, 2)}\n`);
  writeFileSync(join(options.out, "scale.svg"), chart(rows));
  const page = readFileSync(join(options.out, "scale.md"), "utf8");
  const [start, end] = ["<!-- measured -->", "<!-- /measured -->"];
  const measured = `${start}\n${table(rows)}\n\nMeasured on ${date} with ${machine}, by \`make scale\`.\n${end}`;
  writeFileSync(join(options.out, "scale.md"), page.slice(0, page.indexOf(start)) + measured + page.slice(page.indexOf(end) + end.length));
}
