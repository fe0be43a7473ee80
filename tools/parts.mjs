// The modules that only some pages load, by folder of the package; the sources are in the same folders of www/. The last
// one belongs to graphs with several markets.
export const PARTS = Object.entries({
  carts: ["shopify", "woocommerce", "declared", "functions"],
  analytics: ["ga4", "shopify"],
  consent: ["shopify", "wordpress", "cookiebot", "onetrust", "google", "tcf"],
}).flatMap(([folder, names]) => names.map((name) => `${folder}/${name}.js`)).concat("markets.js");
