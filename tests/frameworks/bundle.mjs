// Builds the shops of this folder with their frameworks' own compilers and a bundler, each with the built package.
import { readFileSync } from "node:fs";
import { extname } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const at = (path) => fileURLToPath(new URL(path, import.meta.url));

/** The display name of each framework, and the file of its shop. */
export const FRAMEWORKS = { "React 19": "react.tsx", "Vue 3": "vue.vue", "Svelte 5": "svelte.svelte", Angular: "angular.ts" };

async function compileVue(source) {
  const { compileScript, parse } = await import("vue/compiler-sfc");
  const { descriptor } = parse(source);
  const compilerOptions = { isCustomElement: (tag) => tag.startsWith("tillside-") };
  return compileScript(descriptor, { id: "shop", inlineTemplate: true, templateOptions: { compilerOptions } }).content;
}

async function compileSvelte(source) {
  const { compile } = await import("svelte/compiler");
  return compile(source, { generate: "client" }).js.code;
}

/**
 * Frameworks with their own language: the compiler, and the code that mounts the shop. The other shops mount
 * themselves.
 */
const LANGUAGES = {
  ".vue": { compile: compileVue, start: 'import { createApp } from "vue"; createApp(Shop).mount("#app");' },
  ".svelte": { compile: compileSvelte, start: 'import { mount } from "svelte"; mount(Shop, { target: document.querySelector("#app") });' },
};

const compilers = {
  name: "compilers",
  setup({ onLoad }) {
    onLoad({ filter: /\.(vue|svelte)$/ }, async ({ path }) => {
      const { compile } = LANGUAGES[extname(path)];
      return { contents: await compile(readFileSync(path, "utf8")), loader: "js" };
    });
  },
};

/** One module with all dependencies. */
export async function bundle(file) {
  const language = LANGUAGES[extname(file)];
  const start = language ? `import Shop from "./${file}"; ${language.start}` : `import "./${file}";`;
  const { outputFiles } = await build({
    stdin: { contents: start, resolveDir: at(".") },
    bundle: true,
    write: false,
    format: "esm",
    minify: true,
    charset: "utf8",
    jsx: "automatic",
    alias: { tillside: at("../../pkg/tillside.js") },
    plugins: [compilers],
    define: {
      "process.env.NODE_ENV": '"production"',
      __VUE_OPTIONS_API__: "false", __VUE_PROD_DEVTOOLS__: "false", __VUE_PROD_HYDRATION_MISMATCH_DETAILS__: "false",
      ngDevMode: "false",
    },
    tsconfigRaw: { compilerOptions: { experimentalDecorators: true, useDefineForClassFields: false } },
    logLevel: "warning",
  });
  return outputFiles[0].text;
}
