/**
 * The viewer script: exact watch time from any media element, on any site.
 *
 *     <script src="https://latecomer.example/viewer.js" data-media="#video"></script>
 *
 * attaches by itself to the element that `data-media` selects (default: the video or audio that plays the recording) and
 * follows it as the page changes, for the member named by `data-join` or by `#latecomer=TOKEN` in the page's address.
 * Or by hand:
 *
 *     const handle = Latecomer.attach(element, { join: "TOKEN", onStatus: (status) => … });
 *     handle.detach();
 *
 * Either way the element dispatches `latecomer:welcome`, `:ack`, `:status` and `:stop`, with what the server said
 * as their `detail`.
 */
import { followPage } from "./following.ts";
import { ownScript } from "./own_script.ts";

export { type AttachOptions, attach, type Handle } from "./attach.ts";
export type { Ack, Mode, State, StopReason, Welcome } from "./messages.ts";

const attributes: DOMStringMap = ownScript?.dataset ?? {};
if (attributes.attach !== "manual") followPage(attributes);
