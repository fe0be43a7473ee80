import { sveltekit } from "@sveltejs/kit/vite";

const files = process.env.SHOP_FILES;

/** The package finds its wasm beside itself, so the development server must not move it. */
export default {
  plugins: [sveltekit()],
  optimizeDeps: { exclude: ["tillside"] },
  server: { proxy: { "/graph": files, "/pictures": files }, fs: { allow: ["../../.."] } },
};
