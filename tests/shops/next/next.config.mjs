import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../../..", import.meta.url));

/** The graph and the pictures are on another server, as in many shops. */
export default {
  turbopack: { root },
  distDir: process.env.SHOP_BUILD,
  rewrites: async () => ["graph", "pictures"].map((folder) => ({ source: `/${folder}/:path*`, destination: `${process.env.SHOP_FILES}/${folder}/:path*` })),
};
