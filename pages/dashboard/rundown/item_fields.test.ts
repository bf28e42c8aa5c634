import { describe, expect, it } from "vitest";
import type { Asset } from "../../generated/api.ts";
import type { Planned } from "./editing.ts";
import { fieldsOf, itemOf, newFields } from "./item_fields.ts";

const DECK = { id: "deck", kind: "slides", pages: 3, duration_ms: null } as unknown as Asset;
const poll: Planned = {
  id: "p",
  kind: "poll",
  start_ms: 60_000,
  duration_ms: 30_000,
  title: "Size",
  results: "after_answering",
  closes_ms: 20_000,
  in_replay: true,
  questions: [
    {
      id: "q1",
      type: "single",
      text: "How big?",
      required: false,
      options: [
        { id: "o1", text: "Small" },
        { id: "o2", text: "Large" },
      ],
    },
  ],
};

describe("the form of an item", () => {
  it("gives back what it was given", () => {
    expect(itemOf(fieldsOf(poll), poll, []).item).toEqual(poll);
    const deck: Planned = {
      id: "d",
      kind: "slides",
      start_ms: 0,
      duration_ms: 9_000,
      asset_id: "deck",
      pages: 3,
    };
    const timed = { ...deck, page_ms: [1_000, 2_000, 6_000] };
    expect(itemOf(fieldsOf(timed), timed, [DECK])).toEqual({ item: timed, wrong: {} });
  });

  it("names what is missing or not valid", () => {
    expect(itemOf({ ...newFields("call_to_action", 0), url: "http://x" }, null, []).wrong).toEqual({
      text: "missing",
      button: "missing",
      url: "https",
    });
    expect(itemOf({ ...fieldsOf(poll), start: "soon", closes: "x" }, poll, []).wrong).toEqual({
      start: "time",
      closes: "time",
    });
    expect(itemOf(newFields("poll", 0), null, []).wrong).toEqual({
      "question-0": "missing",
      "options-0": "options",
    });
    const deck = { ...newFields("slides", 0), asset: "deck", length: "9", pages: "3\n3\n4" };
    expect(itemOf(deck, null, [DECK]).wrong).toEqual({ pages: "pages" });
  });

  it("keeps the ids of options that stay, so that their votes stay theirs", () => {
    const fields = fieldsOf(poll);
    const options = (text: string) => {
      const questions = fields.questions.map((each) => ({ ...each, options: text }));
      return itemOf({ ...fields, questions }, poll, []).item.questions?.[0]?.options;
    };
    expect(options("Large\nSmall")).toEqual([
      { id: "o2", text: "Large" },
      { id: "o1", text: "Small" },
    ]);
    expect(options("Small\nHuge")).toEqual([
      { id: "o1", text: "Small" },
      { id: "o2", text: "Huge" },
    ]);
    expect(options("Small\nLarge\nHuge")?.[2]).toEqual({ id: "o3", text: "Huge" });
  });
});
