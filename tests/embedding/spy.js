// Runs before all other scripts of a page and records their effects on it.
(() => {
  const noted = { errors: [], console: [], events: [], violations: [], calls: [], watched: [], moved: 0, heard: [], instances: 0, memory: null, listeners: 0, crossings: [] };
  window.noted = noted;
  addEventListener("error", ({ message }) => noted.errors.push(message));
  addEventListener("unhandledrejection", ({ reason }) => noted.errors.push(`unhandled: ${reason?.message ?? reason}`));
  document.addEventListener("securitypolicyviolation", ({ effectiveDirective, blockedURI }) => noted.violations.push(`${effectiveDirective} ${blockedURI}`));
  document.addEventListener("tillside-error", ({ target, detail }) => noted.events.push({ on: target.localName ?? "document", code: detail.code, message: detail.message }));
  for (const level of ["error", "warn"]) {
    const write = console[level];
    console[level] = (...words) => {
      noted.console.push(words.join(" "));
      write.apply(console, words);
    };
  }
  if (window.PerformanceObserver?.supportedEntryTypes?.includes("layout-shift")) {
    new PerformanceObserver((list) => list.getEntries().forEach(({ value }) => (noted.moved += value))).observe({ type: "layout-shift", buffered: true });
  }

  // Calls that the widget should not make, or only rarely. `watched` contains those that this browser supports;
  // `isMeant` decides whether a call counts.
  const watch = (object, names, { what, isMeant = () => true } = {}) => {
    for (const name of names) {
      if (!object || !(name in object)) continue;
      let owner = object;
      while (!Object.hasOwn(owner, name)) owner = Object.getPrototypeOf(owner);
      const is = Object.getOwnPropertyDescriptor(owner, name);
      const note = (on, values) => isMeant(on, ...values) && noted.calls.push(`${what ?? name}${typeof values[0] === "string" ? `(${values[0]})` : ""}`);
      const tell = (work) => work && new Proxy(work, {
        apply: (work, on, values) => (note(on, values), Reflect.apply(work, on, values)),
        construct: (work, values, kind) => (note(null, values), Reflect.construct(work, values, kind)),
      });
      Object.defineProperty(owner, name, is.value ? { ...is, value: tell(is.value) } : { ...is, get: tell(is.get), set: tell(is.set) });
      if (!noted.watched.includes(what ?? name)) noted.watched.push(what ?? name);
    }
  };
  watch(window.Storage?.prototype, ["getItem", "setItem", "removeItem", "clear", "key"]);
  watch(window, ["localStorage", "sessionStorage", "indexedDB", "caches", "cookieStore", "name"]);
  watch(Document.prototype, ["cookie"]);
  watch(window.IDBFactory?.prototype, ["open"], { what: "indexedDB.open" });
  watch(window.CacheStorage?.prototype, ["open"], { what: "caches.open" });
  watch(window, ["open", "WebSocket", "XMLHttpRequest", "EventSource", "RTCPeerConnection", "BroadcastChannel", "Worker", "SharedWorker"]);
  watch(window, ["fetch"], { isMeant: (_, to) => new URL(to.url ?? to, location).origin !== location.origin });
  watch(Navigator.prototype, ["sendBeacon"]);
  watch(History.prototype, ["pushState", "replaceState"]);

  // Reads of the page and its fields. The widget's own nodes are in its elements, or not in the page yet.
  const isOurs = (node) => !node.isConnected || Boolean(node.getRootNode().host?.localName.startsWith("tillside-"));
  const ofPage = { isMeant: (on) => !isOurs(on) };
  const fields = [[HTMLInputElement, ["value", "checked", "defaultValue"]], [HTMLTextAreaElement, ["value", "defaultValue"]], [HTMLSelectElement, ["value", "selectedIndex", "selectedOptions"]]];
  for (const [{ name: field, prototype }, names] of fields) {
    for (const name of names) watch(prototype, [name], { what: `${field}.${name}`, ...ofPage });
  }
  watch(window, ["FormData"]);
  // A script element inherits some of these twice, because Trusted Types guard its text.
  const texts = ["text", "textContent", "innerText", "innerHTML", "outerHTML", "nodeValue", "data"];
  for (const { prototype } of [HTMLScriptElement, HTMLElement, Element, Node, CharacterData]) {
    watch(prototype, texts.filter((name) => Object.hasOwn(prototype, name)), ofPage);
  }

  // Calls of the exports that a test names, by their short names.
  const counting = (exports) => {
    const counted = Object.entries(window.counted).filter(([short]) => short in exports);
    return { ...exports, ...Object.fromEntries(counted.map(([short, name]) => [short, (...values) => {
      noted.crossings.push(name);
      return exports[short](...values);
    }])) };
  };

  // The wasm's memory, and the number of instances.
  for (const name of ["instantiate", "instantiateStreaming"]) {
    const work = WebAssembly[name];
    if (!work) continue;
    WebAssembly[name] = async (...values) => {
      const made = await work(...values);
      const memory = Object.values(made.instance.exports).find((one) => one instanceof WebAssembly.Memory);
      if (memory) {
        noted.instances += 1;
        noted.memory = memory;
      }
      return window.counted ? { instance: { exports: counting(made.instance.exports) } } : made;
    };
  }

  // Listeners on objects that outlive every element, and on any part of the page: their events are not meant for the
  // widget.
  for (const [name, step] of [["addEventListener", 1], ["removeEventListener", -1]]) {
    const work = EventTarget.prototype[name];
    EventTarget.prototype[name] = function (...values) {
      const on = this ?? window;
      if (on === window || on === document) noted.listeners += step;
      const place = on === window ? "window" : on instanceof Node && !(on instanceof ShadowRoot) && !on.localName?.startsWith("tillside-") && (on === document || !isOurs(on)) && on.nodeName;
      if (place && step > 0) noted.heard.push(`${place} ${values[0]}`);
      return work.apply(on, values);
    };
  }
})();
