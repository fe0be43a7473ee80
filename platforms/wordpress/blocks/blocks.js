// The blocks in the editor: a frame with the name of the element, which the server renders in the shop.
(function (wp) {
  const titles = {
    bundle: "Frequently bought together", upgrade: "A better product", services: "Services for the product", shipping: "Way to free shipping",
    "also-bought": "Goes with the cart", offers: "The best offer", memberships: "Memberships",
  };
  for (const [name, title] of Object.entries(titles)) {
    wp.blocks.registerBlockType(`tillside/${name}`, {
      apiVersion: 3,
      title: `Tillside: ${title}`,
      category: "woocommerce",
      icon: "cart",
      attributes: { sku: { type: "string" }, reserved: { type: "number" } },
      edit: () => wp.element.createElement("div", { className: "components-placeholder" }, title),
      save: () => null,
    });
  }
})(window.wp);
