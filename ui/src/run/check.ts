import { Exact } from "../api/exact";
import type { Json, JsonMap } from "../api/types";
import {
  isMap,
  isNeededIn,
  isSame,
  numberIn,
  propertiesOf,
  type Schema,
  takesOthers,
  textIn,
  typesOf,
} from "./schema";

/** What is wrong with an input: where it stands, as the server writes it (`place.lat`), and in words. */
export interface Flaw {
  path: string;
  text: string;
}

const TYPES: Record<string, { words: string; has: (value: Json) => boolean }> = {
  string: { words: "a text", has: (value) => typeof value === "string" },
  number: {
    words: "a number",
    has: (value) => typeof value === "number" || value instanceof Exact,
  },
  integer: {
    words: "a whole number",
    has: (value) => Number.isInteger(value) || value instanceof Exact,
  },
  boolean: { words: "true or false", has: (value) => typeof value === "boolean" },
  array: { words: "a list", has: Array.isArray },
  object: { words: "a map", has: isMap },
  null: { words: "null", has: (value) => value === null },
};

export const FORMATS: Record<string, { words: string; fits: RegExp }> = {
  date: { words: "a date such as 2026-01-31", fits: /^\d{4}-\d{2}-\d{2}$/ },
  time: { words: "a time such as 08:30:00", fits: /^\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?$/ },
  "date-time": {
    words: "an instant such as 2026-01-31T08:30:00Z",
    fits: /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})$/i,
  },
  duration: { words: "a duration such as 30, 500ms or 5m", fits: /\d/ },
  email: { words: "an address such as ann@example.org", fits: /^[^@\s]+@[^@\s.]+(\.[^@\s.]+)*$/ },
  uri: { words: "a URL such as https://example.org/data", fits: /^[a-z][a-z0-9+.-]*:\S+$/i },
  uuid: { words: "a UUID", fits: /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i },
};

/** A pattern is tried on no more than this: the server bounds the time that one may take, a browser cannot. */
const PATTERN_MAX = 2_000;

/** The type in words, as in "expected a whole number". */
export function wordsOf(schema: Schema): string {
  const words = typesOf(schema).map((type) => TYPES[type]?.words ?? type);
  return words.join(" or ") || "a value";
}

/** All that is wrong with a value; the server checks the same, and has the last word. */
export function check(schema: Schema, value: Json, path: string): Flaw[] {
  const types = typesOf(schema);
  if (types.length > 0 && !types.some((type) => TYPES[type]?.has(value) ?? true)) {
    return [expected(path, wordsOf(schema))];
  }
  const choices = schema.enum;
  if (Array.isArray(choices) && !choices.some((it) => isSame(it, value))) {
    return [expected(path, `one of ${choices.map((it) => JSON.stringify(it)).join(", ")}`)];
  }
  if (typeof value === "string") {
    return checkText(schema, value, path);
  }
  if (typeof value === "number" || value instanceof Exact) {
    // Beyond what a number can hold, bounds are about as exact as they need be.
    return checkNumber(schema, Number(value), path);
  }
  if (Array.isArray(value)) {
    return checkList(schema, value, path);
  }
  return isMap(value) ? checkMap(schema, value, path) : [];
}

/** Checks the values in a map by their names; `path` is empty for the inputs themselves. */
export function checkMap(schema: Schema, map: JsonMap, path: string): Flaw[] {
  const properties = propertiesOf(schema);
  const flaws: Flaw[] = [];
  for (const [name, words] of Object.entries(properties)) {
    const value = map[name];
    const place = path ? `${path}.${name}` : name;
    if (value !== undefined && (value !== null || typesOf(words).includes("null"))) {
      flaws.push(...check(words, value, place));
    } else if (isNeededIn(schema, name)) {
      flaws.push({ path: place, text: `This is needed: ${wordsOf(words)}.` });
    }
  }
  if (!takesOthers(schema) && isMap(schema.properties)) {
    for (const name of Object.keys(map).filter((it) => !Object.hasOwn(properties, it))) {
      flaws.push({ path: path ? `${path}.${name}` : name, text: "There is no such input." });
    }
  }
  return flaws;
}

const expected = (path: string, words: string): Flaw => ({ path, text: `Expected ${words}.` });

function checkText(schema: Schema, text: string, path: string): Flaw[] {
  const flaws = checkSize(schema, [...text].length, path, ["minLength", "maxLength", "characters"]);
  const pattern = textIn(schema, "pattern");
  if (pattern && !matches(pattern, text)) {
    flaws.push(expected(path, `a text that matches ${pattern}`));
  }
  const format = FORMATS[textIn(schema, "format")];
  if (format && !format.fits.test(text)) {
    flaws.push(expected(path, format.words));
  }
  return flaws;
}

function matches(pattern: string, text: string): boolean {
  if (text.length > PATTERN_MAX) {
    return true;
  }
  try {
    return new RegExp(pattern, "u").test(text);
  } catch {
    // Java knows words that JavaScript does not: the server will say.
    return true;
  }
}

function checkNumber(schema: Schema, value: number, path: string): Flaw[] {
  const least = numberIn(schema, "minimum");
  const most = numberIn(schema, "maximum");
  if (least !== undefined && value < least) {
    return [expected(path, `a number of at least ${least}`)];
  }
  return most !== undefined && value > most ? [expected(path, `a number of at most ${most}`)] : [];
}

function checkList(schema: Schema, list: Json[], path: string): Flaw[] {
  const flaws = checkSize(schema, list.length, path, ["minItems", "maxItems", "items"]);
  const each = schema.items;
  if (isMap(each)) {
    flaws.push(...list.flatMap((item, index) => check(each, item, `${path}[${index}]`)));
  }
  return flaws;
}

function checkSize(
  schema: Schema,
  size: number,
  path: string,
  [leastWord, mostWord, unit]: [string, string, string],
): Flaw[] {
  const least = numberIn(schema, leastWord);
  const most = numberIn(schema, mostWord);
  if (least !== undefined && size < least) {
    return [expected(path, `at least ${least} ${unit}, found ${size}`)];
  }
  return most !== undefined && size > most
    ? [expected(path, `at most ${most} ${unit}, found ${size}`)]
    : [];
}
