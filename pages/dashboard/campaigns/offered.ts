import type { Connection } from "../../generated/api.ts";
import type { Offer } from "../segments/offer.ts";

/** The choices of a campaign's editor: those of a filter, and connections to call. */
export interface Offered extends Omit<Offer, "ofMembers"> {
  connections: readonly Connection[];
}
