import { expect, test } from "vitest";
import type { InputsSchema } from "../api/types";
import { type Field, fieldsOf, presetsOf } from "./fields";

const inputs: InputsSchema = {
  type: "object",
  properties: {
    city: { type: "string", enum: ["Oslo", "Paris"], default: "Paris" },
    days: { type: "integer", minimum: 1 },
    since: { type: "string", format: "date" },
    strict: { type: "boolean" },
    loud: { type: "boolean", default: false },
    tags: { type: "array" },
    size: { type: ["integer", "null"] },
    either: { type: ["integer", "string"] },
    place: {
      type: "object",
      properties: { lat: { type: "number" }, lon: { type: "number" } },
      required: ["lat"],
    },
    day: { type: "integer", default: "{{ days }}" },
  },
  required: ["days", "city"],
};

const kinds = (fields: Field[]) => Object.fromEntries(fields.map((it) => [it.name, it.kind]));

test("the kind of a field follows from its type", () => {
  const presets = presetsOf(inputs, {});
  expect(kinds(fieldsOf(inputs, presets, presets))).toEqual({
    city: "choice",
    days: "number",
    since: "date",
    strict: "truth",
    loud: "switch",
    tags: "json",
    size: "number",
    either: "any",
    place: "group",
    day: "text",
  });
});

test("what has a default is not needed", () => {
  const presets = presetsOf(inputs, {});
  const needed = fieldsOf(inputs, presets, presets).filter(({ isNeeded }) => isNeeded);
  expect(needed.map(({ name }) => name)).toEqual(["days"]);
});

test("the parts of a map are fields of their own, named as the server does", () => {
  const place = fieldsOf(inputs, {}, {}).find(({ name }) => name === "place");
  expect(place?.fields.map(({ path, isNeeded }) => [path, isNeeded])).toEqual([
    ["place.lat", true],
    ["place.lon", false],
  ]);
});

test("a map that holds a template, or is none, is given as JSON", () => {
  const kindOf = (place: unknown) => kinds(fieldsOf(inputs, {}, { place } as never)).place;
  expect(kindOf({ lat: "{{ x }}" })).toBe("json");
  expect(kindOf("somewhere")).toBe("json");
  expect(kindOf({ lat: 1 })).toBe("group");
});

test("without declared inputs the values of the workload say what they are", () => {
  const workload = {
    count: 3,
    loud: true,
    name: "Ada",
    text: "one\ntwo",
    list: [1],
    map: { a: 1 },
    nothing: null,
  };
  expect(kinds(fieldsOf(null, workload, workload))).toEqual({
    count: "number",
    loud: "switch",
    name: "text",
    text: "long",
    list: "json",
    map: "json",
    nothing: "any",
  });
});

test("values that nobody declared have fields too", () => {
  const fields = fieldsOf(inputs, { region: "emea" }, { region: "emea", extra: 1 });
  expect(fields.slice(-2).map(({ name, isDeclared }) => [name, isDeclared])).toEqual([
    ["region", false],
    ["extra", false],
  ]);
});
