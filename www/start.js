// When wasm and graph are loaded: they are what costs, and an offer far below the fold needs neither.
//
// `data-start`: "visible" (default), when an element is near the viewport, or a painted one is in it; "idle", also
// when the page is loaded and has nothing to do; "eager", at once. In each case a page that asks for the plan gets it,
// and nothing is loaded while the browser prerenders the page.

import { own, whenShown } from "./dom.js";
import { whenIdle } from "./tasks.js";

export function createStart(load) {
  const wanted = new Set(); // elements that are near, and whatever else asks for a start
  let isStarted = false;
  let isHeld = true; // until the default plan is here
  const observe = (rootMargin) => new IntersectionObserver((entries) => {
    for (const { isIntersecting, target } of entries) if (isIntersecting) want(target);
  }, own({ rootMargin }));
  // One height of the viewport before it is seen; a painted element waits until it is seen.
  const near = observe("100% 0px");
  const seen = observe("0px");

  function now() {
    isHeld = false;
    want(load);
  }

  function want(by) {
    wanted.add(by);
    check();
  }

  function check() {
    if (isHeld || isStarted || wanted.size === 0) return;
    isStarted = true;
    near.disconnect();
    seen.disconnect();
    wanted.clear();
    whenShown(load);
  }

  function unwatch(element) {
    near.unobserve(element);
    seen.unobserve(element);
    wanted.delete(element);
  }

  return {
    now,
    watch: (element) => isStarted || near.observe(element),
    unwatch,
    /** Of these elements it is known what they show. */
    rest(elements) {
      if (isStarted) return;
      elements.forEach(unwatch);
      for (const element of elements) seen.observe(element);
    },
    /** Waits for the default plan, so that the wasm does not compete with it. */
    hold(isHolding) {
      isHeld = isHolding;
      check();
    },
    configure(rule) {
      if (rule === "eager") now();
      if (rule !== "idle") return;
      const idle = () => whenIdle(() => want(load));
      if (document.readyState === "complete") idle();
      else addEventListener("load", idle);
    },
  };
}
