// The language of an element: that of the nearest `lang`, also around the hosts of shadow roots.

// An element, the host of its shadow root, and so on up to the document, whose `host` may be a form.
export function* around(element) {
  for (let at = element, root; at; at = root instanceof ShadowRoot ? root.host : null) {
    root = at.getRootNode();
    yield at;
  }
}

// The tag of an element's language, and the locale of its numbers; a page may contain lang="english". The words of a
// page without `lang` are English, whatever the browser speaks.
export function placeOf(element) {
  try {
    const nearest = [...around(element)].map((at) => at.closest("[lang]")).find(Boolean)?.lang;
    const [locale = "en"] = Intl.getCanonicalLocales(nearest || navigator.language);
    return { locale, tag: nearest ? locale : "en" };
  } catch {
    return { locale: "en", tag: "en" };
  }
}
