import { Exact } from "../api/exact";
import type { Json, JsonMap } from "../api/types";

/** What one input may be: the words of JSON Schema that docs/playbook.md names under "Typed inputs". */
export type Schema = JsonMap;

export const isMap = (value: Json | undefined): value is JsonMap =>
  typeof value === "object" && value !== null && !Array.isArray(value) && !(value instanceof Exact);

export const isTemplate = (value: Json | undefined): boolean =>
  typeof value === "string" ? /\{[{%#]/.test(value) : holdsTemplate(value);

function holdsTemplate(value: Json | undefined): boolean {
  if (Array.isArray(value)) {
    return value.some(isTemplate);
  }
  return isMap(value) && Object.values(value).some(isTemplate);
}

/** The types that a value may have; none if nothing is said. */
export function typesOf(schema: Schema): string[] {
  const { type } = schema;
  if (typeof type === "string") {
    return [type];
  }
  return Array.isArray(type) ? type.filter((it) => typeof it === "string") : [];
}

/** The one type beside null; "" where there are several or none. */
export function typeOf(schema: Schema): string {
  const types = typesOf(schema).filter((it) => it !== "null");
  return types.length === 1 ? (types[0] ?? "") : "";
}

export function propertiesOf(schema: Schema): Record<string, Schema> {
  const properties: Record<string, Schema> = {};
  if (isMap(schema.properties)) {
    for (const [name, words] of Object.entries(schema.properties)) {
      properties[name] = isMap(words) ? words : {};
    }
  }
  return properties;
}

/** Whether `name` must be given in a map of this kind. */
export function isNeededIn(schema: Schema, name: string): boolean {
  const named = Array.isArray(schema.required) && schema.required.includes(name);
  return named || propertiesOf(schema)[name]?.required === true;
}

/** Whether names are let pass that it does not know. */
export function takesOthers(schema: Schema): boolean {
  return schema.additionalProperties !== false && schema.additional !== false;
}

export const numberIn = (schema: Schema, word: string): number | undefined => {
  const value = schema[word];
  return typeof value === "number" ? value : undefined;
};

export const textIn = (schema: Schema, word: string): string => {
  const value = schema[word];
  return typeof value === "string" ? value : "";
};

/** The same as data: order of keys does not matter. */
export function isSame(one: Json | undefined, other: Json | undefined): boolean {
  if (one === other) {
    return true;
  }
  if (Array.isArray(one) && Array.isArray(other)) {
    return one.length === other.length && one.every((it, index) => isSame(it, other[index]));
  }
  if (one instanceof Exact && other instanceof Exact) {
    return String(one) === String(other);
  }
  if (isMap(one) && isMap(other)) {
    const names = Object.keys(one);
    return (
      names.length === Object.keys(other).length &&
      names.every((name) => Object.hasOwn(other, name) && isSame(one[name], other[name]))
    );
  }
  return false;
}
