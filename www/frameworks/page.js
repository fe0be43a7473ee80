// What the wrappers share: a page of a single-page shop starts Tillside, connects its cart and lets its router take
// links.

/**
 * `latest()` returns `{ options, cart, onSelect }` as they are now. Returns `{ changed, end }`: `changed` after each
 * change of the cart. Nothing is loaded on a server.
 */
export function openPage(latest) {
  let isOver = false;
  let disconnect;
  let tell;

  const select = (event) => latest().onSelect?.(event);

  async function start() {
    const { configure } = await import("../tillside.js");
    const { connectCart } = await import("../carts/functions.js");
    if (isOver) return;
    configure({ ...latest().options, ...(latest().cart && { cart: "none" }) });
    if (!latest().cart) return;
    disconnect = connectCart({
      read: () => latest().cart,
      // Without it the page answers `tillside-add` itself.
      get add() {
        const { add } = latest().cart;
        return add && ((detail) => add(detail));
      },
      watch: (changed) => (tell = changed),
    });
  }

  document.addEventListener("tillside-select", select);
  start();
  return {
    changed: () => tell?.(),
    end() {
      isOver = true;
      disconnect?.();
      document.removeEventListener("tillside-select", select);
    },
  };
}
