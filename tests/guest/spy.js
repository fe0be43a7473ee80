// Comes before everything else in a page and notes what happens to it.
(() => {
  const noted = { errors: [], console: [], events: [], violations: [], calls: [], moved: 0, instances: 0, memory: null, listeners: 0 };
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

  // Calls that a guest has no business with, or has to do in moderation.
  const watch = (object, name, what = name) => {
    const is = object && Object.getOwnPropertyDescriptor(object, name);
    if (!is?.configurable) return;
    const tell = (work) => work && function (...values) {
      noted.calls.push(what);
      return work.apply(this, values);
    };
    Object.defineProperty(object, name, is.value ? { ...is, value: tell(is.value) } : { ...is, get: tell(is.get), set: tell(is.set) });
  };
  for (const name of ["getItem", "setItem", "removeItem", "clear", "key"]) watch(window.Storage?.prototype, name);
  for (const name of ["localStorage", "sessionStorage", "indexedDB", "caches", "cookieStore"]) watch(window, name);
  watch(Document.prototype, "cookie");
  watch(window.IDBFactory?.prototype, "open");
  watch(window.CacheStorage?.prototype, "open");
  for (const field of [HTMLInputElement, HTMLTextAreaElement, HTMLSelectElement]) watch(field.prototype, "value", "a field's value");
  watch(window.FormData?.prototype, "get", "FormData");
  watch(Navigator.prototype, "sendBeacon");
  watch(window, "open");
  watch(window, "WebSocket");
  watch(window, "XMLHttpRequest");
  watch(window, "EventSource");
  watch(window, "RTCPeerConnection");
  watch(History.prototype, "pushState");

  // The wasm's memory, and how many instances there are.
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
      return made;
    };
  }

  // Listeners on what outlives every element.
  for (const [name, step] of [["addEventListener", 1], ["removeEventListener", -1]]) {
    const work = EventTarget.prototype[name];
    EventTarget.prototype[name] = function (...values) {
      if (this === window || this === document || this === undefined) noted.listeners += step;
      return work.apply(this ?? window, values);
    };
  }
})();
