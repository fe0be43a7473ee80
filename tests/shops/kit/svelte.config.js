import adapter from "@sveltejs/adapter-node";

export default { kit: { adapter: adapter({ out: process.env.SHOP_BUILD }), outDir: process.env.SHOP_OUT } };
