// Tasks of the page: what can wait is not done in one task with what cannot.

const MOST_MS = 500;

/** Calls `work` when the page is idle; a page that is always busy does not delay it for long. */
export const whenIdle = (work) => (globalThis.requestIdleCallback ?? setTimeout)(() => work(), { timeout: MOST_MS });

/** Calls `work` when the nodes that exist now are on the screen, and the page has nothing else to do. */
export const afterPaint = (work) => requestAnimationFrame(() => requestAnimationFrame(() => whenIdle(work)));

/** Resolves in a task of its own. */
export const nextTask = () => new Promise((resolve) => setTimeout(resolve));
