const partOf = (html, selector = ".shopify-section") => new DOMParser().parseFromString(html, "text/html").querySelector(selector).innerHTML;

class CartDrawer extends HTMLElement {
  constructor() {
    super();
    this.addEventListener("keyup", ({ code }) => code === "Escape" && this.close());
    this.addEventListener("click", ({ target }) => target.closest(".drawer__close") && this.close());
    this.querySelector("#CartDrawer-Overlay").addEventListener("click", () => this.close());
    const bubble = document.querySelector("#cart-icon-bubble");
    bubble.setAttribute("role", "button");
    bubble.addEventListener("click", (event) => {
      event.preventDefault();
      this.open();
    });
  }

  open() {
    setTimeout(() => this.classList.add("animate", "active"));
    document.body.classList.add("overflow-hidden");
  }

  close() {
    this.classList.remove("active");
    document.body.classList.remove("overflow-hidden");
  }

  getSectionsToRender() {
    return [{ id: "cart-drawer", selector: "#CartDrawer" }, { id: "cart-icon-bubble" }];
  }

  renderContents(state) {
    this.querySelector(".drawer__inner").classList.remove("is-empty");
    this.productId = state.id;
    for (const { id, selector } of this.getSectionsToRender()) {
      const place = selector ? document.querySelector(selector) : document.getElementById(id);
      place.innerHTML = partOf(state.sections[id], selector);
    }
    setTimeout(() => {
      this.querySelector("#CartDrawer-Overlay").addEventListener("click", () => this.close());
      this.open();
    });
  }

  setActiveElement(element) {
    this.activeElement = element;
  }
}

customElements.define("cart-drawer", CartDrawer);

customElements.define("cart-drawer-items", class extends HTMLElement {
  connectedCallback() {
    this.unsubscribe = subscribe(PUB_SUB_EVENTS.cartUpdate, ({ source, cartData }) => {
      window.updates = [...(window.updates ?? []), [source, cartData.item_count]];
    });
  }

  disconnectedCallback() {
    this.unsubscribe();
  }
});
