customElements.define("product-form", class extends HTMLElement {
  constructor() {
    super();
    this.form = this.querySelector("form");
    this.form.querySelector("[name=id]").disabled = false;
    this.cart = document.querySelector("cart-notification") || document.querySelector("cart-drawer");
    this.form.addEventListener("submit", (event) => this.submit(event));
  }

  async submit(event) {
    event.preventDefault();
    const id = Number(new FormData(this.form).get("id"));
    const sections = this.cart.getSectionsToRender().map(({ id }) => id);
    const body = JSON.stringify({ items: [{ id, quantity: 1 }], sections, sections_url: location.pathname });
    this.cart.setActiveElement(document.activeElement);
    const response = await fetch(routes.cart_add_url, { method: "POST", headers: { "content-type": "application/json" }, body });
    const state = await response.json();
    if (state.status) return publish(PUB_SUB_EVENTS.cartError, { source: "product-form", errors: state.description });
    publish(PUB_SUB_EVENTS.cartUpdate, { source: "product-form", productVariantId: id, cartData: state });
    return this.cart.renderContents(state);
  }
});

customElements.define("variant-selects", class extends HTMLElement {
  connectedCallback() {
    this.addEventListener("change", ({ target }) => {
      const input = this.closest("product-info").querySelector("product-form [name=id]");
      input.value = target.value;
      input.dispatchEvent(new Event("change", { bubbles: true }));
      publish(PUB_SUB_EVENTS.variantChange, { data: { variant: { id: Number(target.value) } } });
    });
  }
});
