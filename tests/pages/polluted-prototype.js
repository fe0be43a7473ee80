// Adds enumerable properties, like libraries of 2006.
Object.assign(Object.prototype, {
  graph: "/nowhere/", currency: "EUR", wasm: "/nowhere.wasm", timeoutMs: 1,
  sku: "85123A", quantity: 7, priceMinor: 1, policy: 7, plan: "plus", bubbles: false, detail: "polluted", integrity: "sha384-nothing",
});
