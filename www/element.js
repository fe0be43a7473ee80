// The custom elements: a thin shell around a view that the wasm renders.
//
// The shadow root contains a mount point, a slot and a live region. The slot shows the shop's own content until there
// is an offer, and again after a failure. Announcements go into the live region, which remains without an offer.

import css from "./tillside.css";
import { declaredOf } from "./declared_offer.js";
import { fail } from "./errors.js";
import { keepFocus } from "./focus.js";
import { make, own } from "./dom.js";
import { around, placeOf } from "./element_language.js";
import { offerLinks } from "./links.js";
import { dress } from "./themes.js";
import { createEarlyClicks } from "./early_clicks.js";

// Of src/model/offer_kind.rs; `offers` shows any kind.
const KINDS = [...OFFER_TAGS, "offers"];
/** A selector of all elements. */
export const ALL = KINDS.map((kind) => `tillside-${kind}`).join();

export function define(session) {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  const mounted = new Set();
  // The nearest `lang` applies, so all changes of `lang` in the page are observed.
  const languages = new MutationObserver(() => mounted.forEach((element) => element.relocate()));

  class TillsideElement extends HTMLElement {
    static observedAttributes = ["sku"];
    #view = null;
    #mountPoint = null;
    #liveRegion = null;
    #locale = "";
    #language = null;
    #declared = null; // what came with the page, until it is painted or cleared
    #early = null; // what was painted before the wasm has arrived

    constructor() {
      super();
      this.addEventListener("tillside-add", (event) => {
        const call = (work) => this.#view && session.guard(() => work(this.#view));
        const list = (texts) => new Intl.ListFormat(this.#locale).format(texts);
        session.additions.open(event, call, list);
      });
      // A property that was set before the class was defined hides the accessor, so it is set again.
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
      session.renew(this);
    }

    connectedCallback() {
      const isLanguage = own({ subtree: true, attributeFilter: ["lang"] });
      for (const at of around(this)) languages.observe(at.getRootNode(), isLanguage);
      if (!this.#mountPoint) this.#open();
      mounted.add(this);
      this.relocate();
      if (!this.#view) session.add(this);
    }

    #open() {
      const declared = declaredOf(this);
      const root = declared?.root ?? this.attachShadow(own({ mode: "open" }));
      root.adoptedStyleSheets = [sheet];
      this.#declared = declared;
      this.#mountPoint = declared?.mount ?? make("div");
      this.#liveRegion = declared?.liveRegion ?? make("div");
      if (!declared) {
        this.#mountPoint.className = "mount";
        this.#liveRegion.className = "live-region";
        this.#liveRegion.setAttribute("aria-live", "polite");
        root.append(this.#mountPoint, make("slot"), this.#liveRegion);
      }
      // A picture that fails to load leaves its frame empty.
      for (const [event, visibility] of [["error", "hidden"], ["load", ""]]) {
        root.addEventListener(event, ({ target }) => (target.style.visibility = visibility), true);
      }
      keepFocus(this, ALL);
      offerLinks(this, root, () => session.shown(this));
    }

    // The default plan; `build(locale)` returns its nodes.
    paint(build) {
      if (this.#view || this.#early) return;
      dress(this.#mountPoint, session.theme());
      const built = build(placeOf(this).locale);
      const kept = this.#declared?.keep(built, session.start);
      this.#declared = null;
      if (!kept) this.#mountPoint.replaceChildren(built);
      this.#early = createEarlyClicks(kept ?? built, session.start);
    }

    // Removes an offer that came with the page: it is another one for this shopper.
    undeclare() {
      if (!this.#declared) return;
      this.#declared.keep(null, () => {});
      this.#declared = null;
      this.#mountPoint.replaceChildren();
    }

    // A move within the page disconnects and connects the element; the view is only unmounted if the element stays
    // disconnected.
    disconnectedCallback() {
      queueMicrotask(() => {
        if (this.isConnected) return;
        session.remove(this);
        this.collapse();
      });
    }

    // What was painted stays until the plan is complete.
    mount(widget, slot, isComplete) {
      if (this.#view || (this.#early && !isComplete) || !this.#locate()) return;
      dress(this.#mountPoint, session.theme());
      const { name } = this.#language;
      const early = this.#early;
      this.#early = null;
      early?.stop();
      this.undeclare();
      const mount = () => widget.mount(slot, this.#mountPoint, this.#liveRegion, this, this.#locale, name);
      this.#view = session.guard(mount) ?? null;
      if (!this.#view) return;
      mounted.add(this);
      early?.replay();
    }

    // Until the file of a new language has arrived, an element that is shown stays in the old one.
    relocate() {
      const isNew = this.#locate();
      if (!this.#view) session.soon();
      else if (isNew) session.guard(() => this.#view.setLocale(this.#locale, this.#language.name));
    }

    // Whether the element is in another language than before, whose strings are there.
    #locate() {
      const { locale, tag } = placeOf(this);
      const language = session.languages.find(tag);
      if (!language || (language === this.#language && locale === this.#locale && this.#view)) return false;
      this.#locale = locale;
      this.#language = language;
      // Words have their own direction, also in a page that forgets to set one.
      if (this.#mountPoint.dir !== language.direction) this.#mountPoint.dir = language.direction;
      return true;
    }

    collapse() {
      const view = this.#view;
      this.#view = this.#early = null;
      mounted.delete(this);
      // After a trap the wasm is not called again, so the view cannot unmount itself.
      if (view) session.guard(() => view.free());
      this.undeclare();
      this.#mountPoint?.replaceChildren();
      this.#liveRegion?.replaceChildren();
      this.settle();
    }

    // From now on the page may release the reserved space.
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
