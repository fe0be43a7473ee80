// Classic scripts: these names are global, and PUB_SUB_EVENTS is no property of the window.
const PUB_SUB_EVENTS = { cartUpdate: "cart-update", variantChange: "variant-change", cartError: "cart-error" };
const listeners = {};

function subscribe(name, heard) {
  (listeners[name] ??= new Set()).add(heard);
  return () => listeners[name].delete(heard);
}

function publish(name, data) {
  return Promise.all([...(listeners[name] ?? [])].map((heard) => heard(data)));
}
