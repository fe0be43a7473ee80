// Wraps globals like monitoring scripts, and extends them like Prototype.js.
(() => {
  const wrapped = (window.wrapped = { map: 0, parse: 0, fetch: 0, define: 0 });

  const { map } = Array.prototype;
  Array.prototype.map = function (...how) {
    wrapped.map += 1;
    return map.apply(this, how);
  };
  Array.prototype.first = function () {
    return this[0];
  };
  Array.prototype.toJSON = function () {
    return String(this);
  };

  const { parse } = JSON;
  JSON.parse = (...what) => {
    wrapped.parse += 1;
    return Object.freeze(parse(...what));
  };

  // An async function differs from the native one: it resolves to a new response with the old one's body.
  const { fetch } = window;
  window.fetch = async (...what) => {
    wrapped.fetch += 1;
    const { body, status, statusText, headers } = await fetch(...what);
    return new Response(body, { status, statusText, headers });
  };

  const { define } = customElements;
  customElements.define = function (name, element, options) {
    wrapped.define += 1;
    return define.call(this, name, class extends element {}, options);
  };
})();
