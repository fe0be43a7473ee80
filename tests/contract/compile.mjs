// Compiles scripts against the package's types, as in a shop's node_modules.

import { copyFileSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import ts from "typescript";
import { declarations } from "../../tools/contract/declarations.mjs";

const root = new URL("../..", import.meta.url).pathname;

const STRICT = {
  strict: true,
  noEmit: true,
  skipDefaultLibCheck: true,
  target: ts.ScriptTarget.ES2022,
  lib: ["lib.es2022.d.ts", "lib.dom.d.ts", "lib.dom.iterable.d.ts"],
  types: [],
  module: ts.ModuleKind.NodeNext,
  moduleResolution: ts.ModuleResolutionKind.NodeNext,
};

/** The errors of `tsc --noEmit --strict`. `scripts` are `{ name: code }`; `packages` are added to the shop's node_modules. */
export function complaints(contract, scripts, { packages = [], options = {} } = {}) {
  const folder = mkdtempSync(join(tmpdir(), "tillside-types-"));
  try {
    const home = join(folder, "node_modules/tillside");
    mkdirSync(home, { recursive: true });
    copyFileSync(join(root, "pkg/package.json"), join(home, "package.json"));
    writeFileSync(join(home, "tillside.d.ts"), readFileSync(join(root, "www/tillside.d.ts"), "utf8") + declarations(contract));
    cpSync(join(root, "www/frameworks"), join(home, "frameworks"), { recursive: true });
    for (const name of packages) symlinkSync(join(root, "node_modules", name), join(folder, "node_modules", name));
    writeFileSync(join(folder, "package.json"), '{ "type": "module" }');
    const files = Object.entries(scripts).map(([name, code]) => {
      writeFileSync(join(folder, name), code);
      return join(folder, name);
    });
    const program = ts.createProgram(files, { ...STRICT, ...options });
    return ts.getPreEmitDiagnostics(program).map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, " "));
  } finally {
    rmSync(folder, { recursive: true });
  }
}
