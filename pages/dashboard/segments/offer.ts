import type { Campaign, Segment, SegmentFields, Webinar } from "../../generated/api.ts";

/** The choices of a builder: fields, webinars, segments and campaigns. */
export interface Offer {
  fields: SegmentFields;
  webinars: readonly Webinar[];
  segments: readonly Segment[];
  campaigns: readonly Campaign[];
  /** A row is a member of one webinar, so that a condition may speak of it without naming it. */
  ofMembers: boolean;
}

/** The names that a closed field takes. */
export function valuesOf(offer: Offer, filter: string, field: string): readonly string[] {
  return offer.fields.fields.find((each) => each.filter === filter && each.field === field)?.values ?? [];
}
