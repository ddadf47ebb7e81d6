import { expect, test } from "vitest";
import { Exact, sendsExactly, wholeOf } from "./exact";

test("whole numbers are read as they are written", () => {
  expect(wholeOf("12")).toBe(12);
  expect(wholeOf(" -007 ")).toBe(-7);
  expect(wholeOf("1.5")).toBeUndefined();
  expect(wholeOf("1e30")).toBeUndefined();
  const long = wholeOf("+385544788224190965");
  expect(long).toBeInstanceOf(Exact);
  expect(String(long)).toBe("385544788224190965");
});

test.runIf(sendsExactly)("an exact number is written as a number", () => {
  expect(JSON.stringify({ id: new Exact("385544788224190965") })).toBe('{"id":385544788224190965}');
});
