// Shows a changed cart in the page of a Shopify theme: themes of Dawn's family render sections again, others hear
// events.

import { json, politely } from "./connection.js";

const MOST = 5; // sections in one request

// What the theme's cart consists of: its page, or a drawer or notification, or the bubble in the header alone.
function parts() {
  const page = document.querySelector("cart-items");
  const panel = document.querySelector("cart-notification, cart-drawer");
  const own = (element) => element?.getSectionsToRender?.() ?? [];
  if (page) return own(page).map(({ id, section, selector }) => ({ id, section: section ?? id, selector }));
  if (panel) return own(panel).map(({ id, selector }) => ({ id, section: id, selector, panel }));
  return document.getElementById("cart-icon-bubble") ? [{ id: "cart-icon-bubble", section: "cart-icon-bubble" }] : [];
}

const sections = () => {
  try {
    return [...new Set(parts().map(({ section }) => section))].slice(0, MOST);
  } catch {
    return []; // A part of the theme's own page is missing.
  }
};

/** What a request that changes the cart asks for beside it. */
export const refreshable = () =>
  sections().length > 0 ? { sections: sections(), sections_url: location.pathname } : {};

const parsed = (html) => new DOMParser().parseFromString(html ?? "", "text/html");

// Replaces the content of a part, and keeps the elements around it, on which the theme listens.
function swap({ id, section, selector, panel }, html) {
  const fresh = parsed(html[section]).querySelector(selector ?? ".shopify-section");
  const place = panel ? document.querySelector(selector ?? `#${CSS.escape(id)}`) : document.getElementById(id);
  const old = (!panel && selector && place?.querySelector(selector)) || place;
  if (!fresh || !old) return;
  const inner = ".drawer__inner";
  const [from, to] =
    fresh.querySelector(inner) && old.querySelector(inner)
      ? [fresh.querySelector(inner), old.querySelector(inner)]
      : [fresh, old];
  to.replaceChildren(...[...from.childNodes].map((node) => document.importNode(node, true)));
  to.classList.toggle("is-empty", from.classList.contains("is-empty"));
}

// After a line that was accepted in part there is no answer with sections. They depend on the page: the cart's have
// ids of its template.
async function rendered(answer, names) {
  if (names.length === 0 || names.every((name) => typeof answer?.sections?.[name] === "string"))
    return answer?.sections ?? {};
  return fetch(`${location.pathname}?sections=${names.join()}`)
    .then(json)
    .catch(() => ({}));
}

function render({ answer, after, isWhole }, html) {
  const page = document.querySelector("cart-items");
  const panel = document.querySelector("cart-notification, cart-drawer");
  for (const part of [page, document.getElementById("main-cart-footer"), panel])
    part?.classList.toggle("is-empty", after.item_count === 0);
  if (!page && panel?.renderContents && isWhole && answer?.items?.[0])
    panel.renderContents({ ...answer.items[0], ...answer, sections: html });
  else for (const part of parts()) swap(part, html);
}

/**
 * Shows the cart. `isWhole` opens the theme's panel; what was refused is read in the widget, which a panel would
 * cover. `isDone` if the theme has shown the cart itself.
 */
export async function show({ answer, after, isWhole, isDone }) {
  if (isDone) return;
  const html = await rendered(answer, sections());
  // Names of a theme's classic scripts, which are no properties of the window.
  politely(() => {
    if (typeof publish !== "function" || typeof PUB_SUB_EVENTS !== "object") return undefined;
    return publish(PUB_SUB_EVENTS.cartUpdate, { source: "tillside", cartData: after });
  });
  politely(() => render({ answer, after, isWhole }, html));
  const detail = {
    resource: after,
    sourceId: "tillside",
    data: { source: "tillside", itemCount: after.item_count, sections: html },
  };
  for (const name of ["cart:update", "cart:refresh"]) {
    politely(() => document.documentElement.dispatchEvent(new CustomEvent(name, { bubbles: true, detail })));
  }
}
