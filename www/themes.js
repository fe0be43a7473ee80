// The look of a shop's theme: presets are rules of the stylesheet, and `inherit` takes the look of the page's own
// button.

import { find } from "./dom.js";

const PRESETS = ["inherit", "plain", "dawn", "storefront", "bootstrap"];
const BUTTON = "form button[type=submit], form [type=submit], a.button, .btn-primary";
const isClear = (color) => /^(transparent|rgba\(.*, 0\))$/.test(color);

/** Gives a mount point the look of a preset. */
export function dress(mount, name) {
  if (!PRESETS.includes(name)) return;
  mount.dataset.theme = name;
  const button = name === "inherit" && find(BUTTON)[0];
  if (!button) return;
  const { backgroundColor, color, borderRadius } = getComputedStyle(button);
  // Properties of the shop's own come first, here as in the stylesheet.
  const set = (part, value) => mount.style.setProperty(`--_${part}`, `var(--tillside-${part}, ${value})`);
  set("radius", borderRadius);
  if (isClear(backgroundColor)) return;
  set("accent", backgroundColor);
  set("accent-ink", color);
}
