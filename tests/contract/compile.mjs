// Compiles a script against the package's types, as they are in a shop's node_modules.

import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import ts from "typescript";
import { declarations } from "../../tools/contract/declarations.mjs";

const root = new URL("../..", import.meta.url).pathname;

/** The complaints of `tsc --noEmit --strict`. */
export function complaints(contract, code) {
  const folder = mkdtempSync(join(tmpdir(), "tillside-types-"));
  try {
    const home = join(folder, "node_modules/tillside");
    mkdirSync(home, { recursive: true });
    copyFileSync(join(root, "pkg/package.json"), join(home, "package.json"));
    writeFileSync(join(home, "tillside.d.ts"), readFileSync(join(root, "www/tillside.d.ts"), "utf8") + declarations(contract));
    writeFileSync(join(folder, "package.json"), '{ "type": "module" }');
    const script = join(folder, "script.ts");
    writeFileSync(script, code);
    const program = ts.createProgram([script], {
      strict: true,
      noEmit: true,
      skipDefaultLibCheck: true,
      target: ts.ScriptTarget.ES2022,
      lib: ["lib.es2022.d.ts", "lib.dom.d.ts", "lib.dom.iterable.d.ts"],
      types: [],
      module: ts.ModuleKind.NodeNext,
      moduleResolution: ts.ModuleResolutionKind.NodeNext,
    });
    return ts.getPreEmitDiagnostics(program).map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, " "));
  } finally {
    rmSync(folder, { recursive: true });
  }
}
