// Sizes of the files that a shop uploads: the package, and the graph with its data files.
//   node benches/file-sizes.mjs
import { readFileSync, readdirSync } from "node:fs";
import { brotliCompressSync, gzipSync } from "node:zlib";

const GRAPH = "target/demo/graph";
const sizes = (path) => {
  const content = readFileSync(path);
  return [content.length, gzipSync(content, { level: 9 }).length, brotliCompressSync(content).length];
};
const row = (name, cells) => console.log(name.padEnd(26) + cells.map((cell) => String(cell).padStart(10)).join(""));

const shards = readdirSync(GRAPH).filter((name) => name.endsWith(".bin")).map((name) => sizes(`${GRAPH}/${name}`));
const columns = [0, 1, 2].map((column) => shards.map((size) => size[column]).sort((x, y) => x - y));
const manifest = JSON.parse(readFileSync(`${GRAPH}/manifest.json`));

console.log("");
row("bytes", ["raw", "gzip", "brotli"]);
row("pkg/tillside.wasm", sizes("pkg/tillside.wasm"));
row("pkg/tillside.js", sizes("pkg/tillside.js"));
row("manifest.json", sizes(`${GRAPH}/manifest.json`));
row(`graph, all ${shards.length} data files`, columns.map((column) => column.reduce((total, size) => total + size, 0)));
row("one data file, median", columns.map((column) => column[column.length >> 1]));
row("one data file, largest", columns.map((column) => column.at(-1)));
console.log(`${manifest.products} products, ${manifest.orders} orders`);
