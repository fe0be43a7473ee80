// Tillside in Vue: `<Tillside>` once in a page, and a component for each element.

import { defineComponent, h, onBeforeUnmount, onMounted, watch } from "vue";
import { openPage } from "./page.js";

/** Starts Tillside and connects the page's cart. It renders nothing. */
export const Tillside = defineComponent({
  name: "Tillside",
  inheritAttrs: false,
  props: { cart: Object, options: Object },
  emits: ["select"],
  setup(props, { emit }) {
    let page = null;
    onMounted(() => (page = openPage(() => ({ cart: props.cart, options: props.options, onSelect: (event) => emit("select", event) }))));
    onBeforeUnmount(() => page?.end());
    watch(() => props.cart, () => page?.changed(), { deep: true });
    return () => null;
  },
});

// tools/package.mjs adds a component for each element.
const component = (name, tag) => defineComponent({ name, setup: (_, { attrs, slots }) => () => h(tag, attrs, slots.default?.()) });
