import { expect, test } from "vitest";
import { fieldsOf } from "./fields";
import { atFields, flawsOf, mapOf, payloadOf } from "./payload";

test("only what differs from the playbook's own values is sent", () => {
  const presets = { day: "{{ today }}", limits: { cpu: 1, memory: 2 }, region: "emea" };
  const values = { day: "{{ today }}", limits: { memory: 2, cpu: 1 }, region: "apac", extra: [1] };
  expect(payloadOf(values, presets)).toEqual({ region: "apac", extra: [1] });
});

test("the JSON side holds a map", () => {
  expect(mapOf(" ")).toEqual({ values: {} });
  expect(mapOf('{"a": 1}')).toEqual({ values: { a: 1 } });
  expect(mapOf("[1]")).toEqual({ flaw: "Expected a map: { ... }." });
  expect(mapOf("{")).toHaveProperty("flaw");
});

test("the server's flaws find their fields", () => {
  const inputs = {
    type: "object" as const,
    properties: {
      days: { type: "integer" },
      tags: { type: "array" },
      place: { type: "object", properties: { lat: { type: "number" } } },
    },
  };
  const flaws = flawsOf([
    "days: expected a number of at most 14, found 30",
    "tags[1]: expected a text, found 7",
    "place.lat: expected a number, found nothing",
    "unitt: there is no such input (did you mean unit?)",
  ]);
  expect([...atFields(flaws, fieldsOf(inputs, {}, {}))]).toEqual([
    ["days", "Expected a number of at most 14, found 30."],
    ["tags", "tags[1]: Expected a text, found 7."],
    ["place.lat", "Expected a number, found nothing."],
    ["", "unitt: There is no such input (did you mean unit?)."],
  ]);
});
