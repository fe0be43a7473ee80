#!/usr/bin/env node
// Lists the crates that are compiled into the widget and the command: target/sbom/widget.cdx.json and command.cdx.json,
// in CycloneDX 1.5, by cargo-cyclonedx. Fails if a list does not match the schema.
//   node tools/sbom.mjs        make sbom installs the tool first
import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { Spec, Validation } from "@cyclonedx/cyclonedx-library";

const VERSION = "1.5";
const root = dirname(dirname(fileURLToPath(import.meta.url)));
const out = join(root, "target/sbom");
const run = (command, ...args) => execFileSync(command, args, { cwd: root, encoding: "utf8", env: { ...process.env, SOURCE_DATE_EPOCH: date } }).trim();

/** The time of the revision, so that one revision always gives the same bytes. */
const date = execFileSync("git", ["log", "-1", "--format=%ct"], { cwd: root, encoding: "utf8" }).trim();
const host = run("rustc", "--print", "host-tuple");
const validator = new Validation.JsonStrictValidator(Spec.Version.v1dot5);

async function write(name, target) {
  const made = join(root, `${name}.cdx.json`);
  run("cargo", "cyclonedx", "-qq", "--format", "json", "--spec-version", VERSION, "--target", target, "--no-build-deps", "--override-filename", `${name}.cdx`);
  // The path of the sources is removed, because it differs on each machine.
  const text = readFileSync(made, "utf8").replaceAll(`file://${root}`, "file:///tillside");
  rmSync(made);
  const problem = await validator.validate(text);
  if (problem) throw new Error(`${name}: ${JSON.stringify(problem)}`);
  const { components } = JSON.parse(text);
  const unpinned = components.filter(({ hashes, version }) => !hashes?.length || !version).map((component) => component.name);
  if (unpinned.length > 0) throw new Error(`${name}: no hash of ${unpinned.join(", ")}`);
  writeFileSync(join(out, `${name}.cdx.json`), text);
  console.log(`target/sbom/${name}.cdx.json: ${components.length} crates for ${target}`);
}

mkdirSync(out, { recursive: true });
await write("widget", "wasm32-unknown-unknown");
await write("command", host);
