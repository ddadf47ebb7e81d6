import type { InputsSchema, Json, JsonMap } from "../../api/types";
import { FORMATS } from "../../run/check";
import {
  isMap,
  isNeededIn,
  numberIn,
  propertiesOf,
  type Schema,
  textIn,
  typesOf,
} from "../../run/schema";

/** A declared input, or a part of one, as a line of a table. */
export interface InputRow {
  path: string;
  type: string;
  isNeeded: boolean;
  preset: Json | undefined;
  bounds: string[];
  description: string;
}

export function rowsOf(inputs: InputsSchema | null | undefined, workload: JsonMap): InputRow[] {
  return inputs ? rowsIn({ ...inputs }, "", workload) : [];
}

function rowsIn(schema: Schema, prefix: string, presets: JsonMap | undefined): InputRow[] {
  return Object.entries(propertiesOf(schema)).flatMap(([name, words]) => {
    const path = prefix + name;
    const preset = presets?.[name] ?? words.default;
    const row: InputRow = {
      path,
      type: typeWords(words),
      isNeeded: isNeededIn(schema, name) && (preset === undefined || preset === null),
      preset,
      bounds: boundsOf(words),
      description: textIn(words, "description"),
    };
    return [row, ...rowsIn(words, `${path}.`, undefined), ...rowsOfItems(words, path)];
  });
}

function rowsOfItems(schema: Schema, path: string): InputRow[] {
  return isMap(schema.items) ? rowsIn(schema.items, `${path}[].`, undefined) : [];
}

function typeWords(schema: Schema): string {
  const words = typesOf(schema).join(" or ") || "any";
  const each = isMap(schema.items) ? typesOf(schema.items).join(" or ") : "";
  return each ? `${words} of ${each}` : words;
}

/** In words: "1 to 14", "one of Oslo, Paris". */
export function boundsOf(schema: Schema): string[] {
  const bounds = [
    range(schema, "minimum", "maximum", ""),
    range(schema, "minLength", "maxLength", " characters"),
    range(schema, "minItems", "maxItems", " items"),
  ];
  const { enum: choices } = schema;
  if (Array.isArray(choices)) {
    const words = choices.map((it) => (typeof it === "string" ? it : JSON.stringify(it)));
    bounds.push(`one of ${words.join(", ")}`);
  }
  const format = FORMATS[textIn(schema, "format")];
  bounds.push(format?.words ?? "");
  const pattern = textIn(schema, "pattern");
  bounds.push(pattern && `matches ${pattern}`);
  return bounds.filter(Boolean);
}

function range(schema: Schema, leastWord: string, mostWord: string, unit: string): string {
  const least = numberIn(schema, leastWord);
  const most = numberIn(schema, mostWord);
  if (least !== undefined && most !== undefined) {
    return `${least} to ${most}${unit}`;
  }
  if (least !== undefined) {
    return `at least ${least}${unit}`;
  }
  return most === undefined ? "" : `at most ${most}${unit}`;
}
