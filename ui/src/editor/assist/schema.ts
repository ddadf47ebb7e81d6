import type { Json } from "../../api/types";

/** What of JSON Schema (draft 07) `noetl schema` uses. */
export interface Schema {
  $ref?: string;
  description?: string;
  type?: string | string[];
  enum?: Json[];
  properties?: Record<string, Schema>;
  additionalProperties?: boolean | Schema;
  items?: Schema;
  anyOf?: Schema[];
  oneOf?: Schema[];
  allOf?: Schema[];
  definitions?: Record<string, Schema>;
}

export interface Property {
  name: string;
  schema: Schema;
  /** What it is for, whatever the tool. */
  about: string;
  /** The spelling that this one stands for, null if it is that itself. */
  sameAs: string | null;
  /** What it is for by tool; empty where all tools have it. */
  tools: Map<string, string>;
}

export type Path = (string | number)[];

const DEPTH = 12;

/** Follows references and lays out choices: all that may stand there, each plain. */
export function alternatives(schema: Schema, root: Schema, depth = 0): Schema[] {
  if (depth > DEPTH) {
    return [];
  }
  if (schema.$ref) {
    const name = schema.$ref.slice(schema.$ref.lastIndexOf("/") + 1);
    const meant = root.definitions?.[name];
    return meant ? alternatives(meant, root, depth + 1) : [];
  }
  const choices = [...(schema.anyOf ?? []), ...(schema.oneOf ?? []), ...(schema.allOf ?? [])];
  const own = schema.properties || schema.items || schema.type || schema.enum ? [schema] : [];
  return [...own, ...choices.flatMap((it) => alternatives(it, root, depth + 1))];
}

/** All that may stand at the end of the path. */
export function schemasAt(path: Path, root: Schema): Schema[] {
  let here = alternatives(root, root);
  for (const part of path) {
    here = here.flatMap((it) => {
      const below = typeof part === "number" ? it.items : keyOf(it, part);
      return below ? alternatives(below, root) : [];
    });
  }
  return here;
}

function keyOf(schema: Schema, key: string): Schema | undefined {
  const own = schema.properties?.[key];
  if (own) {
    return own;
  }
  return typeof schema.additionalProperties === "object" ? schema.additionalProperties : undefined;
}

/** The keys that a map may have, with what their descriptions say. */
export function propertiesOf(schemas: Schema[], root: Schema): Map<string, Property> {
  const all = new Map<string, Property>();
  const kinds = toolsOf(root);
  for (const schema of schemas) {
    for (const [name, it] of Object.entries(schema.properties ?? {})) {
      if (!all.has(name)) {
        all.set(name, propertyOf(name, it, kinds));
      }
    }
  }
  return all;
}

function propertyOf(name: string, schema: Schema, kinds: string[]): Property {
  const description = schema.description ?? "";
  const synonym = / ?\(?the same as (\w+)[).]+$/i.exec(description);
  const rest = description.slice(0, synonym?.index ?? description.length);
  const about = rest || description;
  return { name, schema, about, sameAs: synonym?.[1] ?? null, tools: byTool(about, kinds) };
}

/** The spelling to write, of keys that mean the same to the tool: the first that the schema names. */
export function primaryOf(
  name: string,
  properties: Map<string, Property>,
  tool: string | null,
): string {
  const it = properties.get(name);
  if (!it || it.sameAs) {
    return it?.sameAs ?? name;
  }
  if (it.tools.size === 0) {
    return name;
  }
  const meaning = (other: Property) => (tool && other.tools.get(tool)) || other.about;
  const same = [...properties.values()].find(
    (other) => other.tools.size > 0 && meaning(other) === meaning(it),
  );
  return same?.name ?? name;
}

/** "http: The URL. save: The same." by tool. */
function byTool(description: string, kinds: string[]): Map<string, string> {
  const found = new Map<string, string>();
  if (kinds.length === 0) {
    return found;
  }
  const heads = [...description.matchAll(new RegExp(`(?:^|\\s)(${kinds.join("|")}): `, "g"))];
  if (heads[0]?.index !== 0) {
    return found;
  }
  heads.forEach((head, index) => {
    const end = heads[index + 1]?.index ?? description.length;
    found.set(head[1] ?? "", description.slice(head.index + head[0].length, end));
  });
  return found;
}

const TOOLS = new WeakMap<Schema, string[]>();

/** The tools that a step may have. */
export function toolsOf(root: Schema): string[] {
  let known = TOOLS.get(root);
  if (!known) {
    known = wordsOf(schemasAt(["workflow", 0, "type"], root));
    TOOLS.set(root, known);
  }
  return known;
}

/** The words that a value may be. */
export function wordsOf(schemas: Schema[]): string[] {
  const words = schemas.flatMap((it) => it.enum ?? []).filter((it) => it !== null);
  return [...new Set(words.map(String))];
}

/** Words that only the sentence names: "Where to: event_log, file, http." */
export function wordsIn(about: string): string[] {
  const list = /(?:^|: )([a-z_]+(?:, [a-z_]+)+)(?=[.;]|$)/.exec(about);
  return list?.[1]?.split(", ") ?? [];
}

export function canBe(schemas: Schema[], type: string): boolean {
  return schemas.some((it) => [it.type ?? []].flat().includes(type));
}
