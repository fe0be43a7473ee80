// Types of `tillside/react`.

import type { DetailedHTMLProps, HTMLAttributes, ReactElement } from "react";
import type { AddAnswer, AddDetail, CartLines, Config, SelectEvent, TillsideElement, TillsideElements } from "../tillside.js";

/** The page's cart as it is now, and how items get into it. */
export interface CartState extends CartLines {
  /** Adds the items of an addition; answers as `respondWith` does. Without it the page answers `tillside-add` itself. */
  add?(detail: AddDetail): AddAnswer | PromiseLike<AddAnswer>;
}

export interface TillsideProps extends Omit<Config, "cart"> {
  cart?: CartState;
  /** The shopper follows a link of an offer: `preventDefault()` and let your router go to `event.detail.url`. */
  onSelect?(event: SelectEvent): void;
}

/** Starts Tillside and connects the page's cart. It renders nothing; one in a page is enough. */
export function Tillside(props: TillsideProps): null;

/** Attributes of an element. */
export type ElementProps = DetailedHTMLProps<HTMLAttributes<HTMLElement>, HTMLElement> & { sku?: string };

type EventName = Extract<keyof HTMLElementEventMap, `tillside-${string}`>;

/** Attributes of a tag such as `<tillside-bundle>`, which React 19 renders without a component. */
type TagProps = DetailedHTMLProps<HTMLAttributes<TillsideElement>, TillsideElement> & {
  [name in EventName as `on${name}`]?: (event: HTMLElementEventMap[name]) => void;
};

declare module "react" {
  namespace JSX {
    interface IntrinsicElements extends TillsideElements<TagProps> {}
  }
}
