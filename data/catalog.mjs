#!/usr/bin/env node
// Writes catalog.csv next to this file: the category of every product of the demo shop, which its orders do not contain, and made-up ratings
// for a few of them. Run it again when the orders change:
//   tillside export --graph target/demo/graph --format json | node data/catalog.mjs
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { departments } from "../demo/catalog.mjs";
import { departmentOf } from "../demo/picture/department.mjs";

/** Sample data: these ratings are made up. */
const RATED = {
  22423: ["4.7", 212, "Three tiers, and still room for one more scone."],
  22699: ["4.8", 96, "The saucer alone is worth it."],
  22697: ["4.6", 88, ""],
  22698: ["4.6", 71, ""],
  23173: ["4.4", 39, ""],
  "85123A": ["4.5", 301, "Hangs in every window of our street by now."],
  47566: ["4.3", 154, ""],
  22784: ["4.1", 64, ""],
  22224: ["4.6", 83, "The two lovebirds made my mother cry, in a good way."],
  22460: ["4.4", 47, ""],
  22727: ["3.9", 120, ""],
};

const quoted = (text) => (/[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
const rows = JSON.parse(readFileSync(0, "utf8"))
  .map(({ sku, title }) => [sku, departments[departmentOf(title)].name, ...(RATED[sku] ?? ["", "", ""])])
  .sort(([one], [other]) => (one < other ? -1 : 1));
const lines = [["sku", "category", "rating", "review_count", "testimonial"], ...rows].map((row) => row.map((cell) => quoted(String(cell))).join(","));
writeFileSync(join(import.meta.dirname, "catalog.csv"), `${lines.join("\n")}\n`);
