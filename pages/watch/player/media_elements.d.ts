import type { HTMLAttributes } from "preact";

type MediaElement = HTMLAttributes<HTMLElement> & Record<string, unknown>;

declare module "preact" {
  namespace JSX {
    interface IntrinsicElements {
      [tag: `media-${string}`]: MediaElement;
    }
  }
}
