import { Exact, sendsExactly, wholeOf } from "../api/exact";
import { parseStrictly } from "../api/json";
import type { Json, JsonMap } from "../api/types";
import { check, type Flaw, wordsOf } from "./check";
import { tooLong, unsendable } from "./digits";
import type { Field } from "./fields";
import { isMap } from "./schema";

/** What stands in each input, as text, by the path of its field. */
export type Drafts = Record<string, string>;

/** What the inputs show for these values. */
export function draftsOf(fields: Field[], values: JsonMap): Drafts {
  const drafts: Drafts = {};
  for (const field of fields) {
    const value = values[field.name];
    if (field.kind === "group") {
      Object.assign(drafts, draftsOf(field.fields, isMap(value) ? value : {}));
    } else {
      drafts[field.path] = draftOf(field, value);
    }
  }
  return drafts;
}

function draftOf({ kind }: Field, value: Json | undefined): string {
  if (value === undefined) {
    return "";
  }
  switch (kind) {
    case "choice":
      return JSON.stringify(value);
    case "json":
      return JSON.stringify(value, null, 2);
    case "any":
      return typeof value === "string" && !isJson(value) ? value : JSON.stringify(value);
    default:
      if (value === null) {
        return "";
      }
      return typeof value === "string" || value instanceof Exact
        ? String(value)
        : JSON.stringify(value);
  }
}

interface Read {
  values: JsonMap;
  flaws: Flaw[];
}

/** What the inputs say; a draft that cannot be read stands as its text, beside its flaw. */
export function valuesOf(fields: Field[], drafts: Drafts, before: JsonMap): Read {
  const known = new Set(fields.map(({ name }) => name));
  // Parts that no field shows are kept.
  const values: JsonMap = Object.fromEntries(
    Object.entries(before).filter(([name]) => !known.has(name)),
  );
  const flaws: Flaw[] = [];
  for (const field of fields) {
    const old = before[field.name];
    const read =
      field.kind === "group"
        ? readGroup(field, drafts, isMap(old) ? old : {})
        : readDraft(field, drafts[field.path] ?? "", old);
    flaws.push(...read.flaws);
    if (read.value !== undefined) {
      values[field.name] = read.value;
    }
  }
  return { values, flaws };
}

interface Reading {
  value: Json | undefined;
  flaws: Flaw[];
}

const fine = (value: Json | undefined): Reading => ({ value, flaws: [] });

function readGroup(field: Field, drafts: Drafts, before: JsonMap): Reading {
  const { values, flaws } = valuesOf(field.fields, drafts, before);
  if (Object.keys(values).length > 0) {
    return { value: values, flaws };
  }
  // Nothing is in it: then it is left out as a whole, and what is needed inside is not.
  return field.isNeeded ? { value: {}, flaws } : fine(undefined);
}

function readDraft(field: Field, draft: string, old: Json | undefined): Reading {
  if (draft === "") {
    return readNothing(field, old);
  }
  const { value, flaw } = parsed(field, draft);
  if (flaw) {
    return { value: draft, flaws: [{ path: field.path, text: flaw }] };
  }
  // A template that is left as it was is rendered by the server, and checked then.
  const flaws = value === field.preset ? [] : check(field.schema, value, field.path);
  return { value, flaws };
}

function readNothing(field: Field, old: Json | undefined): Reading {
  if (isText(field) && typeof field.preset === "string" && field.preset !== "") {
    return { value: "", flaws: check(field.schema, "", field.path) };
  }
  if (field.isNeeded) {
    const text = `This is needed: ${wordsOf(field.schema)}.`;
    return { value: undefined, flaws: [{ path: field.path, text }] };
  }
  // An empty input stands for null as well as for nothing.
  return fine(old === null || old === "" ? old : undefined);
}

const isText = ({ kind }: Field) => kind === "text" || kind === "long";

function parsed(field: Field, draft: string): { value: Json; flaw?: string } {
  switch (field.kind) {
    case "number":
      return parsedNumber(draft);
    case "json":
    case "choice":
      return parsedJson(draft);
    case "switch":
    case "truth":
      return { value: draft === "true" };
    case "any":
      return isJson(draft) ? parsedJson(draft) : { value: draft };
    default:
      return { value: draft };
  }
}

function parsedNumber(draft: string): { value: Json; flaw?: string } {
  const number = Number(draft);
  if (draft.trim() === "" || !Number.isFinite(number) || !/\d/.test(draft)) {
    return { value: draft, flaw: "Expected a number." };
  }
  const value = wholeOf(draft) ?? number;
  return value instanceof Exact && !sendsExactly
    ? { value: draft, flaw: tooLong(draft.trim()) }
    : { value };
}

function parsedJson(draft: string): { value: Json; flaw?: string } {
  try {
    const value = parseStrictly(draft) as Json;
    const long = unsendable(draft);
    return long ? { value: draft, flaw: tooLong(long) } : { value };
  } catch (error) {
    return { value: draft, flaw: `This is no JSON: ${(error as Error).message}` };
  }
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
