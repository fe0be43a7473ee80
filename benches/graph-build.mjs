// Time and peak memory of building the demo shop's graph; each run is a new process with an empty output folder.
//   node benches/graph-build.mjs [RUNS]        default: 7
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const RUNS = Number(process.argv[2] ?? 7);
const GNU_TIME = "/usr/bin/time";

if (!existsSync(GNU_TIME)) {
  console.error(`${GNU_TIME} measures the memory and is not here: install the package "time".`);
  process.exit(2);
}

function run() {
  const folder = mkdtempSync(join(tmpdir(), "tillside-"));
  try {
    const build = ["target/release/tillside", "build", "--quiet", "--orders", "data/online-retail.parquet", "--preset", "uci", "--shop", "data/shop.toml"];
    const { status, stderr } = spawnSync(GNU_TIME, ["-f", "%e %U %M", ...build, "--out", join(folder, "graph")], { encoding: "utf8" });
    if (status !== 0) {
      console.error(stderr);
      process.exit(1);
    }
    const [seconds, cpu, kilobytes] = stderr.trim().split("\n").at(-1).split(" ").map(Number);
    return { seconds, cpu, megabytes: kilobytes / 1024 };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const runs = Array.from({ length: RUNS }, run);
const spread = (name) => {
  const values = runs.map((run) => run[name]).sort((x, y) => x - y);
  return [values[values.length >> 1], values[0], values.at(-1)].map((value) => value.toFixed(2).padStart(10)).join("");
};
console.log(`\ngraph of data/online-retail.parquet, ${RUNS} runs`);
console.log(`${" ".repeat(20)}    median      best     worst`);
console.log(`seconds             ${spread("seconds")}`);
console.log(`seconds of CPU time ${spread("cpu")}`);
console.log(`peak memory in MiB  ${spread("megabytes")}`);
