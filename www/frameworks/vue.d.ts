// Types of `tillside/vue`.

import type { DefineComponent, FunctionalComponent } from "vue";
import type { AddAnswer, AddDetail, CartLines, Config, SelectEvent } from "../tillside.js";

/** The page's cart as it is now, and how items get into it. */
export interface CartState extends CartLines {
  /** Adds the items of an addition; answers as `respondWith` does. Without it the page answers `tillside-add` itself. */
  add?(detail: AddDetail): AddAnswer | PromiseLike<AddAnswer>;
}

export type Options = Omit<Config, "cart">;

/** Starts Tillside and connects the page's cart. It renders nothing; one in a page is enough. `@select` lets a router take links. */
export const Tillside: DefineComponent<{ cart?: CartState; options: Options }, object, object, object, object, object, object, { select: (event: SelectEvent) => void }>;
