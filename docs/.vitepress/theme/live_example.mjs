// An offer as the demo shop shows it: the cart and the shopper of a scene of its tour, and the element with that scene's
// product. What the shopper adds goes into a cart that lasts as long as the page.

import { defineComponent, h, onBeforeUnmount, onMounted, ref } from "vue";
import { TOUR } from "../../../demo/scenes.mjs";
import { SHOPPERS } from "../../../demo/shopper.mjs";
import { soldOut } from "../../../demo/stock.mjs";

const MODULE = "/pkg/tillside.js";

/** The widget with the state of a scene. */
async function open({ id, address, cart = [], shopper }) {
  const widget = await import(/* @vite-ignore */ MODULE);
  widget.configure({ graph: "/graph/", currency: "GBP", cart: "none" });
  const isAfter = id === "after";
  widget.setUnavailable(soldOut());
  widget.setShopper(SHOPPERS[shopper] ?? { country: "GB" });
  if (shopper) widget.setConsent(true);
  widget.setPurchase(isAfter ? cart : []);
  widget.setStage(isAfter ? "post_purchase" : /cart|checkout/.test(address) ? "checkout" : null);
  widget.setCart(isAfter ? [] : cart);
  return widget;
}

export const LiveExample = defineComponent({
  props: { tag: { type: String, required: true }, scene: { type: String, required: true } },
  setup({ tag, scene: id }) {
    const scene = TOUR.find((scene) => scene.id === id);
    const sku = new URL(scene.address, "http://localhost").searchParams.get("sku");
    const event = ref("");
    let lines = scene.cart ?? [];
    let widget = null;
    const add = ({ detail }) => {
      event.value = JSON.stringify(detail, null, 2);
      const { items = [], membership } = detail;
      const isKept = ({ sku }) => !items.some(({ replaces }) => replaces === sku);
      lines = [...lines.filter(isKept), ...items];
      widget.setCart(lines);
      if (membership) widget.setMembership(membership);
    };
    onMounted(async () => {
      document.addEventListener("tillside-add", add);
      widget = await open(scene).catch(() => null);
    });
    onBeforeUnmount(() => document.removeEventListener("tillside-add", add));
    return () => h("section", { class: "live-example", "aria-label": "Live example" }, [
      h("p", { class: "live-example-text" }, scene.text),
      h(tag, sku ? { sku } : {}),
      event.value ? h("details", { open: true }, [h("summary", "The event that the page receives"), h("pre", event.value)]) : null,
    ]);
  },
});
