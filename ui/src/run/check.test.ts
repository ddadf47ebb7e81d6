import { expect, test } from "vitest";
import type { Json } from "../api/types";
import { check, checkMap } from "./check";
import type { Schema } from "./schema";

const texts = (schema: Schema, value: Json) => check(schema, value, "x").map(({ text }) => text);

test.each<[Schema, Json, string[]]>([
  [{ type: "integer" }, 1, []],
  [{ type: "integer" }, 1.5, ["Expected a whole number."]],
  [{ type: "string" }, 1, ["Expected a text."]],
  [{ type: ["integer", "null"] }, null, []],
  [{ type: ["integer", "string"] }, true, ["Expected a whole number or a text."]],
  [{ enum: ["a", 1] }, 1, []],
  [{ enum: ["a", 1] }, "1", ['Expected one of "a", 1.']],
  [{ minimum: 1, maximum: 3 }, 0, ["Expected a number of at least 1."]],
  [{ minimum: 1, maximum: 3 }, 4, ["Expected a number of at most 3."]],
  [{ minLength: 2 }, "👍", ["Expected at least 2 characters, found 1."]],
  [{ pattern: "^[a-z]+$" }, "A", ["Expected a text that matches ^[a-z]+$."]],
  [{ pattern: "(?i)only Java knows" }, "x", []],
  [{ format: "date" }, "31.1.2026", ["Expected a date such as 2026-01-31."]],
  [{ format: "date-time" }, "2026-01-31T08:30:00Z", []],
  [{ format: "email" }, "ann@example.org", []],
  [{ maxItems: 1 }, [1, 2], ["Expected at most 1 items, found 2."]],
  [{}, { anything: [true] }, []],
])("%j takes %j: %j", (schema, value, expected) => {
  expect(texts(schema, value)).toEqual(expected);
});

test("flaws inside lists and maps have their places", () => {
  const schema: Schema = {
    type: "object",
    properties: {
      tags: { type: "array", items: { type: "string" } },
      place: { type: "object", properties: { lat: { type: "number", required: true } } },
    },
    additionalProperties: false,
  };
  const flaws = checkMap(schema, { tags: ["a", 1], place: {}, unit: 1 }, "");
  expect(flaws).toEqual([
    { path: "tags[1]", text: "Expected a text." },
    { path: "place.lat", text: "This is needed: a number." },
    { path: "unit", text: "There is no such input." },
  ]);
});
