import { Exact } from "../api/exact";
import type { InputsSchema, Json, JsonMap } from "../api/types";
import {
  isMap,
  isNeededIn,
  isTemplate,
  propertiesOf,
  type Schema,
  textIn,
  typeOf,
  typesOf,
} from "./schema";

/**
 * How a value is asked for: `switch` for a truth that has a value, `truth` for one that may be left out, `json` for lists
 * and maps, `any` where nothing is known (read as JSON if it is that, else as text), `group` for a map with known parts.
 */
export type FieldKind =
  | "text"
  | "long"
  | "date"
  | "time"
  | "number"
  | "switch"
  | "truth"
  | "choice"
  | "json"
  | "any"
  | "group";

export interface Field {
  /** As the server names it in its flaws: `place.lat`. */
  path: string;
  name: string;
  kind: FieldKind;
  schema: Schema;
  isNeeded: boolean;
  isDeclared: boolean;
  /** What holds if nothing is given; undefined for none. */
  preset: Json | undefined;
  /** Of a group. */
  fields: Field[];
}

const LONG = 80;
const DEPTH_MAX = 3;

/** The playbook's own values: the defaults of inputs are among them, as the server lays them there. */
export function presetsOf(inputs: InputsSchema | null | undefined, workload: JsonMap): JsonMap {
  const presets: JsonMap = {};
  for (const [name, schema] of Object.entries(inputs?.properties ?? {})) {
    if (schema.default !== undefined) {
      presets[name] = schema.default;
    }
  }
  return { ...presets, ...workload };
}

/** One field an input, declared ones first; `values` are shown besides, and may be of any type. */
export function fieldsOf(
  inputs: InputsSchema | null | undefined,
  presets: JsonMap,
  values: JsonMap,
): Field[] {
  const declared = inputs?.properties ?? {};
  const others = Object.keys({ ...presets, ...values }).filter(
    (name) => !Object.hasOwn(declared, name),
  );
  const whole: Schema = inputs ? { ...inputs } : {};
  return [
    ...declaredFields(whole, presets, values, "", 1),
    ...others.map((name) => untyped(name, presets[name], values[name])),
  ];
}

function declaredFields(
  schema: Schema,
  presets: JsonMap,
  values: JsonMap,
  prefix: string,
  depth: number,
): Field[] {
  return Object.entries(propertiesOf(schema)).map(([name, words]) => {
    const preset = presets[name];
    const value = values[name] ?? preset;
    const kind = kindOf(words, value, preset, depth);
    const path = prefix + name;
    return {
      path,
      name,
      kind,
      schema: words,
      isNeeded: isNeededIn(schema, name) && (preset === undefined || preset === null),
      isDeclared: true,
      preset,
      fields:
        kind === "group"
          ? declaredFields(words, isMap(preset) ? preset : {}, mapOf(value), `${path}.`, depth + 1)
          : [],
    };
  });
}

const mapOf = (value: Json | undefined): JsonMap => (isMap(value) ? value : {});

function kindOf(
  schema: Schema,
  value: Json | undefined,
  preset: Json | undefined,
  depth: number,
): FieldKind {
  if (Array.isArray(schema.enum) && schema.enum.length > 0) {
    return "choice";
  }
  if (typeof value === "string" && isTemplate(value)) {
    return isLong(value) ? "long" : "text";
  }
  switch (typeOf(schema)) {
    case "string":
      return textKind(schema, value);
    case "number":
    case "integer":
      return "number";
    case "boolean":
      return typeof preset === "boolean" ? "switch" : "truth";
    case "object":
      return isGroup(schema, value) && depth < DEPTH_MAX ? "group" : "json";
    case "array":
      return "json";
    default:
      return typesOf(schema).length > 0 ? "any" : untypedKind(value, preset);
  }
}

function textKind(schema: Schema, value: Json | undefined): FieldKind {
  const format = textIn(schema, "format");
  if (format === "date" || format === "time") {
    return format;
  }
  return isLong(value) ? "long" : "text";
}

const isLong = (value: Json | undefined) =>
  typeof value === "string" && (value.length > LONG || value.includes("\n"));

const isGroup = (schema: Schema, value: Json | undefined) =>
  Object.keys(propertiesOf(schema)).length > 0 &&
  (value === undefined || value === null || (isMap(value) && !isTemplate(value)));

function untyped(name: string, preset: Json | undefined, value: Json | undefined): Field {
  return {
    path: name,
    name,
    kind: untypedKind(value ?? preset, preset),
    schema: {},
    isNeeded: false,
    isDeclared: false,
    preset,
    fields: [],
  };
}

/** Where no type is declared, that of the value is the best guess. */
function untypedKind(value: Json | undefined, preset: Json | undefined): FieldKind {
  switch (typeof value) {
    case "number":
      return "number";
    case "boolean":
      return typeof preset === "boolean" ? "switch" : "truth";
    case "string":
      return isLong(value) ? "long" : "text";
    default:
      if (value instanceof Exact) {
        return "number";
      }
      return value === undefined || value === null ? "any" : "json";
  }
}
