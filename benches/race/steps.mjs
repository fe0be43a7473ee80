// Divides the time of a Tillside visit until the paint into consecutive steps of the critical path.

/** A description of each step, in the order of the report. */
export const STEPS = {
  page: "the HTML arrives",
  until: "until the module is requested",
  module: "the module arrives",
  first: "the default plan, requested by the head of the page, is still on its way",
  render: "running and painting, until a frame begins with the products",
  frames: "the two frames after that",
};

/** Milliseconds of each step. */
export function steps({ timeline, found, painted }) {
  const of = (pattern) => timeline.find(({ name }) => pattern.test(name));
  const [page, module, first] = [/^page$/, /tillside\.js$/, /^(?!manifest)\w+\.json$/].map(of);
  const isReady = Math.max(module.end, first.end);
  return {
    page: page.end,
    until: module.start - page.end,
    module: module.end - module.start,
    first: isReady - module.end,
    render: found - isReady,
    frames: painted - found,
  };
}
