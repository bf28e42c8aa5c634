import { expect, test } from "vitest";
import { minutesOf, secondsOf } from "./offsets.ts";

test("offsets are typed as minutes", () => {
  expect(minutesOf([86_400, 3600, 600])).toBe("1440, 60, 10");
  expect(secondsOf("1440, 60,10")).toEqual([86_400, 3600, 600]);
});

test.each(["", "0", "43201", "1.5", "-1", "ten", "1,,2", "1,2,3,4,5,6,7,8,9,10,11"])(
  "%s is refused",
  (text) => {
    expect(secondsOf(text)).toBe(null);
  },
);
