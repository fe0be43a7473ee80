// The custom elements: a thin shell around a view that the wasm renders.
//
// The shadow root holds a mount point, a slot and a voice. What the shop wrote between the tags shows through the slot for as long as
// there is nothing better, and again when something fails. What is announced stands in the voice, which stays when an offer goes.

import css from "./tillside.css";
import { fail } from "./errors.js";
import { keepFocus } from "./focus.js";
import { make, own } from "./dom.js";

const KINDS = [
  "bundle", "upgrade", "addons", "services", "shipping", "also", "trial", "points", "deal", "recovery", "after", "again", "plans", "offers",
];
const ALL = KINDS.map((kind) => `tillside-${kind}`).join();

let sheet;

function styles() {
  if (!sheet) {
    sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
  }
  return sheet;
}

export function define(session) {
  const mounted = new Set();
  // The nearest `lang` decides, wherever on the page it changes.
  const languages = new MutationObserver(() => mounted.forEach((element) => element.relocate()));

  class TillsideElement extends HTMLElement {
    static observedAttributes = ["sku"];
    #view = null;
    #mountPoint = null;
    #voice = null;
    #locale = "";

    constructor() {
      super();
      this.addEventListener("tillside-add", (event) => {
        event.respondWith = (answer) => {
          event.preventDefault();
          this.#answer(event.detail.items, answer);
        };
      });
      // A property that was set before this class was known hides the accessor: hand it over.
      if (Object.hasOwn(this, "sku")) {
        const { sku } = this;
        delete this.sku;
        queueMicrotask(() => (this.sku = sku));
      }
    }

    get sku() {
      return this.getAttribute("sku") ?? "";
    }

    set sku(sku) {
      this.setAttribute("sku", sku);
    }

    attributeChangedCallback() {
      this.present();
      session.refresh();
    }

    connectedCallback() {
      for (const at of around(this)) languages.observe(at.getRootNode(), own({ subtree: true, attributeFilter: ["lang"] }));
      if (!this.#mountPoint) {
        const root = this.attachShadow(own({ mode: "open" }));
        root.adoptedStyleSheets = [styles()];
        this.#mountPoint = make("div");
        this.#mountPoint.className = "mount";
        this.#voice = make("div");
        this.#voice.className = "voice";
        this.#voice.setAttribute("aria-live", "polite");
        root.append(this.#mountPoint, make("slot"), this.#voice);
        keepFocus(this, ALL);
      }
      if (this.#view) this.relocate();
      else session.add(this);
    }

    // A move within the page disconnects and connects again; only an element that stays away is taken down.
    disconnectedCallback() {
      queueMicrotask(() => {
        if (this.isConnected) return;
        session.remove(this);
        this.collapse();
      });
    }

    mount(widget) {
      if (this.#view) return;
      this.#locale = localeOf(this);
      this.#view = widget.mount(this.constructor.kind, this.#mountPoint, this.#voice, this, this.#locale);
      mounted.add(this);
      this.present();
    }

    // The page answers later: with the SKUs that it could not add, or with nothing when all are in the basket.
    async #answer(items, answer) {
      const skus = items.map(({ sku }) => sku);
      const refused = await Promise.resolve(answer).then((refused) => (Array.isArray(refused) ? refused : []), () => skus);
      const titles = items.filter(({ sku }) => refused.includes(sku)).map(({ title }) => title);
      if (this.#view) session.guard(() => this.#view.answer(items.length - titles.length, titles.join(", ")));
    }

    relocate() {
      const locale = localeOf(this);
      if (locale === this.#locale) return;
      this.#locale = locale;
      session.guard(() => this.#view.setLocale(locale));
    }

    present() {
      if (this.#view) session.guard(() => this.#view.setSku(this.sku));
    }

    collapse() {
      const view = this.#view;
      this.#view = null;
      mounted.delete(this);
      // After a trap the wasm is not called again, so the view cannot take itself down.
      if (view) session.guard(() => view.free());
      this.#mountPoint?.replaceChildren();
      this.#voice?.replaceChildren();
      this.settle();
    }

    // From here on the room that the page reserved may follow the content.
    settle() {
      if (!this.hasAttribute("data-settled")) requestAnimationFrame(() => this.setAttribute("data-settled", ""));
    }
  }

  for (const kind of KINDS) {
    const name = `tillside-${kind}`;
    if (customElements.get(name)) {
      session.complain(fail("bad-config", `The page defines <${name}> itself. Rename that element.`));
      continue;
    }
    customElements.define(name, class extends TillsideElement {
      static kind = kind;
    });
  }
}

// An element and, where it stands in another's shadow root, that one, and so on out to the document, whose `host` may be a form.
function* around(element) {
  for (let at = element, root; at; at = root instanceof ShadowRoot ? root.host : null) {
    root = at.getRootNode();
    yield at;
  }
}

// The language of an element's place as a tag that Intl takes; a page may say lang="english".
function localeOf(element) {
  try {
    const nearest = [...around(element)].map((at) => at.closest("[lang]")).find(Boolean);
    return Intl.getCanonicalLocales(nearest?.lang || navigator.language)[0] ?? "en";
  } catch {
    return "en";
  }
}
