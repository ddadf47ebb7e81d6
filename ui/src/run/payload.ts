import { parseStrictly } from "../api/json";
import type { Json, JsonMap } from "../api/types";
import type { Flaw } from "./check";
import { tooLong, unsendable } from "./digits";
import type { Field } from "./fields";
import { isMap, isSame } from "./schema";

/**
 * What is sent: the values that are not the playbook's own. A payload is laid over the workload key by key; what is not in
 * it keeps its default, and a default that is a template is rendered only then.
 */
export function payloadOf(values: JsonMap, presets: JsonMap): JsonMap {
  return Object.fromEntries(
    Object.entries(values).filter(([name, value]) => !isSame(value, presets[name])),
  );
}

/** Reads the text of the JSON side. */
export function mapOf(text: string): { values: JsonMap } | { flaw: string } {
  if (!text.trim()) {
    return { values: {} };
  }
  try {
    const value = parseStrictly(text) as Json;
    const long = unsendable(text);
    if (long) {
      return { flaw: tooLong(long) };
    }
    return isMap(value) ? { values: value } : { flaw: "Expected a map: { ... }." };
  } catch (error) {
    return { flaw: `This is no JSON: ${(error as Error).message}` };
  }
}

/** `days: expected a number of at most 14, found 30`, as the server says it. */
export function flawsOf(texts: string[]): Flaw[] {
  return texts.map((whole) => {
    const [path = "", text] = whole.split(/: (.*)/s);
    return text === undefined ? { path: "", text: whole } : { path, text: sentence(text) };
  });
}

const sentence = (text: string) => `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;

/** Whether the flaw at `path` is about the field at `place`, or about something inside it. */
export function isAt(path: string, place: string): boolean {
  return path === place || path.startsWith(`${place}.`) || path.startsWith(`${place}[`);
}

/** Lays each flaw at the field that shows its place; those that have none come under "". */
export function atFields(flaws: Flaw[], fields: Field[]): Map<string, string> {
  const paths = leaves(fields);
  const texts = new Map<string, string>();
  for (const { path, text } of flaws) {
    const at = paths.find((it) => isAt(path, it));
    const line = at === path || !path ? text : `${path}: ${text}`;
    const before = texts.get(at ?? "");
    texts.set(at ?? "", before ? `${before}\n${line}` : line);
  }
  return texts;
}

/** The paths of all fields, those inside others first. */
function leaves(fields: Field[]): string[] {
  return fields.flatMap((field) => [...leaves(field.fields), field.path]);
}
