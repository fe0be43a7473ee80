// An offer that came with the page: a declarative shadow root that `tillside export --format element` wrote, and that the
// browser has painted before this module arrived (src/build/element_html.rs).

/** The shadow root of an element if it came with the page, else null. */
export function declaredOf(element) {
  const root = element.shadowRoot;
  const [style, mount, liveRegion] = ["style", ".mount", ".live-region"].map((part) => root?.querySelector(part));
  if (!style || !mount || !liveRegion) return null;
  return {
    root,
    mount,
    liveRegion,
    /**
     * Takes the offer over: from now on buttons work. Returns the offer if it is equal to `node`, else null; calls `touch`
     * if the shopper has changed it.
     */
    keep(node, touch) {
      const offer = mount.firstElementChild;
      if (offer) unfreeze(offer, touch);
      style.remove();
      mount.removeAttribute("hidden");
      return offer?.isEqualNode(node) ? offer : null;
    },
  };
}

// Where HTML has attributes, the views set properties.
function unfreeze(offer, touch) {
  for (const name of ["checked", "selected"]) {
    for (const control of offer.querySelectorAll(`[${name}]`)) {
      const value = control[name];
      control.removeAttribute(name);
      control[name] = value;
      if (!value) touch();
    }
  }
  for (const button of offer.querySelectorAll("button")) button.disabled = false;
  // Pictures that have failed before anybody listened; `decode` confirms it, because a picture may have no size.
  for (const picture of offer.querySelectorAll("img")) {
    const hide = () => (picture.style.visibility = "hidden");
    if (picture.complete && picture.naturalWidth === 0) picture.decode().catch(hide);
  }
}
