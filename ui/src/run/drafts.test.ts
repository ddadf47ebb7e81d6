import { expect, test } from "vitest";
import { Exact, sendsExactly } from "../api/exact";
import type { InputsSchema, JsonMap } from "../api/types";
import { draftsOf, valuesOf } from "./drafts";
import { fieldsOf, presetsOf } from "./fields";
import { payloadOf } from "./payload";

function read(inputs: InputsSchema | null, workload: JsonMap, typed: Record<string, string>) {
  const presets = presetsOf(inputs, workload);
  const fields = fieldsOf(inputs, presets, presets);
  const drafts = { ...draftsOf(fields, presets), ...typed };
  return valuesOf(fields, drafts, presets);
}

const typed = (properties: InputsSchema["properties"], required: string[] = []): InputsSchema => ({
  type: "object",
  properties,
  required,
});

test("values go to drafts and back unchanged", () => {
  const workload = {
    count: 3,
    ratio: 0.5,
    loud: true,
    name: "Ada",
    digits: "007",
    text: "one\ntwo",
    list: [1, "2"],
    map: { a: { b: null } },
    empty: "",
    nothing: null,
  };
  expect(read(null, workload, {})).toEqual({ values: workload, flaws: [] });
});

test("a text stays a text, whatever it looks like", () => {
  expect(read(null, { zip: "75001" }, { zip: "12" }).values).toEqual({ zip: "12" });
});

test("what is unknown is read as JSON, or else as text", () => {
  expect(read(null, { x: null }, { x: "12" }).values).toEqual({ x: 12 });
  expect(read(null, { x: null }, { x: "twelve" }).values).toEqual({ x: "twelve" });
  expect(read(null, { x: null }, { x: '"12"' }).values).toEqual({ x: "12" });
});

test("an empty number leaves the default, an empty text is one", () => {
  expect(read(null, { n: 3, t: "x" }, { n: "", t: "" }).values).toEqual({ t: "" });
});

test("what cannot be read stands as its text, beside its flaw", () => {
  const { values, flaws } = read(null, { n: 3, list: [] }, { n: "three", list: "[1," });
  expect(values).toEqual({ n: "three", list: "[1," });
  expect(flaws.map(({ path }) => path)).toEqual(["n", "list"]);
});

test.runIf(sendsExactly)("numbers are read to their last digit", () => {
  const { values, flaws } = read(
    typed({ id: { type: "integer", minimum: 1 }, ids: { type: "array" } }),
    {},
    { id: "385544788224190965", ids: "[385544788224190967]" },
  );
  expect(flaws).toEqual([]);
  expect(JSON.stringify(values)).toBe('{"id":385544788224190965,"ids":[385544788224190967]}');
});

test.runIf(!sendsExactly)("numbers that a browser would change are refused", () => {
  const { flaws } = read(null, { id: 1 }, { id: "385544788224190965" });
  expect(flaws[0]?.text).toContain("385544788224190965 has more digits");
});

test("a number with more digits than fit is shown as it is, and compared so", () => {
  const presets = {
    id: new Exact("385544788224190965"),
    map: { id: new Exact("-9007199254740993") },
  };
  const [id] = fieldsOf(null, presets, presets);
  expect(id?.kind).toBe("number");
  expect(draftsOf(fieldsOf(null, presets, presets), presets).id).toBe("385544788224190965");
  const same = { id: new Exact("385544788224190965"), map: { id: new Exact("-9007199254740993") } };
  expect(payloadOf(same, presets)).toEqual({});
  expect(payloadOf({ ...same, id: new Exact("385544788224190966") }, presets)).toHaveProperty("id");
});

test("needed inputs say so", () => {
  const { flaws } = read(typed({ days: { type: "integer" } }, ["days"]), {}, {});
  expect(flaws).toEqual([{ path: "days", text: "This is needed: a whole number." }]);
});

test("a template is checked only when it has been changed", () => {
  const inputs = typed({ mail: { type: "string", format: "email", default: "{{ user }}@x.org" } });
  expect(read(inputs, {}, {}).flaws).toEqual([]);
  expect(read(inputs, {}, { mail: "nobody" }).flaws).toHaveLength(1);
});

test("a map is left out as a whole, or has all that it needs", () => {
  const inputs = typed({
    place: {
      type: "object",
      properties: { lat: { type: "number" }, lon: { type: "number" } },
      required: ["lat", "lon"],
    },
  });
  expect(read(inputs, {}, {})).toEqual({ values: {}, flaws: [] });
  const half = read(inputs, {}, { "place.lat": "59.9" });
  expect(half.values).toEqual({ place: { lat: 59.9 } });
  expect(half.flaws.map(({ path }) => path)).toEqual(["place.lon"]);
});

test("parts that no field shows are kept", () => {
  const inputs = typed({ place: { type: "object", properties: { lat: { type: "number" } } } });
  const workload = { place: { lat: 1, name: "here" } };
  expect(read(inputs, workload, { "place.lat": "2" }).values).toEqual({
    place: { lat: 2, name: "here" },
  });
});
