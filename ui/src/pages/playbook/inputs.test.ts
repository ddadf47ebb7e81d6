import { expect, test } from "vitest";
import { boundsOf, rowsOf } from "./inputs";

test("inputs as lines, those inside others below them", () => {
  const rows = rowsOf(
    {
      type: "object",
      properties: {
        days: { type: "integer", minimum: 1, maximum: 14 },
        tags: { type: "array", items: { type: "string" }, default: ["a"] },
        place: { type: "object", properties: { lat: { type: "number" } }, required: ["lat"] },
      },
      required: ["days", "tags"],
    },
    {},
  );
  expect(rows.map(({ path, type, isNeeded }) => [path, type, isNeeded])).toEqual([
    ["days", "integer", true],
    ["tags", "array of string", false],
    ["place", "object", false],
    ["place.lat", "number", true],
  ]);
  expect(rowsOf(null, { a: 1 })).toEqual([]);
});

test("bounds in words", () => {
  expect(boundsOf({ minimum: 0, maximum: 1 })).toEqual(["0 to 1"]);
  expect(boundsOf({ minItems: 2 })).toEqual(["at least 2 items"]);
  expect(boundsOf({ enum: ["a", 1], pattern: "^x" })).toEqual(["one of a, 1", "matches ^x"]);
  expect(boundsOf({})).toEqual([]);
});
