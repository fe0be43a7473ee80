// Chooses the adapter that connects the shop's own cart. Each adapter is a separate module. A page loads at most one,
// and none if it calls setCart() itself.

import { find, listen } from "./dom.js";

// Detects platforms by marks that they put into every page.
function detect() {
  const { Shopify, wcSettings, wc_add_to_cart_params: classic } = globalThis;
  if (find("[data-tillside-cart]")[0]) return "declared";
  if (typeof Shopify?.routes?.root === "string") return "shopify";
  return wcSettings || classic || find("body[class*=woocommerce]")[0] ? "woocommerce" : "none";
}

// Whether the scripts of the page have run; the state of the document does not distinguish it.
const isParsed = () => performance.getEntriesByType("navigation")[0]?.domContentLoadedEventStart !== 0;

/** `host` contains the functions for adapters: `{ setCart, complain }`. */
export function createCart(host) {
  let adapter;
  let loading = null; // promise of the chosen adapter
  let isTaken = false; // by the page
  let turn = 0;

  async function load(name) {
    if (isTaken || name === "none") return;
    try {
      // An address where a platform keeps all files in one folder.
      const { start } = await import(new URL(name.includes("/") ? name : `carts/${name}.js`, import.meta.url));
      if (!isTaken) use(start);
    } catch ({ message }) {
      host.complain(`data-cart "${name}" cannot be used: ${message}`);
    }
  }

  // Only the latest cart counts; later results of earlier ones are ignored.
  function use(start) {
    const own = (turn += 1);
    adapter = start?.({ ...host, isConnected: () => own === turn });
    return () => own === turn && use();
  }

  function take(start) {
    if (isTaken && adapter && start)
      host.complain("Two carts are connected at once: the later one counts. Disconnect the first.");
    isTaken = true;
    return use(start);
  }

  return {
    // Other scripts of the page come first, because they may call setCart(). `expectNone` is called when they have run
    // and there is no adapter.
    choose(name, expectNone) {
      const chosen = () => (!name || name === "auto" ? detect() : name);
      const decide = () => chosen() === "none" && expectNone();
      loading = new Promise((resolve) => {
        const start = () => resolve(load(chosen()));
        if (document.readyState === "complete") start();
        else addEventListener("load", start);
      }).then(() => (loading = null));
      if (isParsed()) decide();
      else listen("DOMContentLoaded", decide);
    },
    /** The page has a cart of its own; returns what disconnects it. */
    take,
    // A click may come before the adapter. Without one, the cart that the page sets is waited for.
    add: (detail) =>
      !adapter && loading && !isTaken
        ? loading.then(() => adapter?.(detail) ?? new Promise(() => {}))
        : adapter?.(detail),
  };
}
