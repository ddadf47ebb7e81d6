import { type Where, whereIs } from "./cursor";
import type { Leads, Option, Options } from "./options";
import { type Outline, outlineOf } from "./outline";
import {
  alternatives,
  canBe,
  type Path,
  type Property,
  primaryOf,
  propertiesOf,
  type Schema,
  schemasAt,
  wordsIn,
  wordsOf,
} from "./schema";
import { expressionAt, templateOptions } from "./templates";

const EDGES = new Set(["next", "on_error", "then", "else"]);
const CHILD_PATHS = new Set(["path", "resource_path", "playbook_path"]);
const LOGINS = new Set(["auth", "credential", "credentials"]);
/** Maps with so few keys are offered whole as the beginning of a list. */
const FEW = 12;
const METADATA = new Set(["name", "path", "description", "labels", "version"]);
/** Keys whose text has several rows as a rule. */
const BLOCKS = new Set(["code"]);
/** What most playbooks and steps have, in the order in which people write it. */
const USUAL = [
  "apiVersion kind metadata workload inputs workbook workflow timeout".split(" "),
  "step type desc data next save retry timeout join on_error vars".split(" "),
];
const WITHOUT_EFFECT = "Allowed, without effect.";

/** What may be written at the place of the text. */
export function optionsAt(text: string, offset: number, root: Schema): Options | null {
  const outline = outlineOf(text);
  if (expressionAt(text, offset) !== null) {
    return templateOptions(text, offset, outline);
  }
  const where = whereIs(text, offset);
  if (!where) {
    return null;
  }
  const { from, to } = where;
  if (where.kind === "key") {
    return { from, to, options: keyOptions(where, root) };
  }
  const wants = wanted(where);
  const options = valueOptions(where, root, outline);
  return wants ? { from, to, options, wants } : { from, to, options };
}

function keyOptions(where: Where, root: Schema): Option[] {
  const properties = mapAt(where.path, root);
  const tool = toolOf(where);
  const present = new Set(where.present.map((name) => primaryOf(name, properties, tool)));
  return keysOf(properties, tool, root).filter(
    ({ label }) => !present.has(primaryOf(label, properties, tool)),
  );
}

/** The schema leaves the metadata open; the language names these. */
function mapAt(path: Path, root: Schema): Map<string, Property> {
  if (path.length === 1 && path[0] === "metadata") {
    return new Map([...propertiesOf([root], root)].filter(([name]) => METADATA.has(name)));
  }
  return propertiesOf(schemasAt(path, root), root);
}

/** Keys of the tool first, then those of every step, other spellings last. */
function keysOf(properties: Map<string, Property>, tool: string | null, root: Schema): Option[] {
  const own: Option[] = [];
  const common: Option[] = [];
  const others: Option[] = [];
  const spellings: Option[] = [];
  for (const it of properties.values()) {
    const primary = primaryOf(it.name, properties, tool);
    const isOthers = it.tools.size > 0 && !(tool && it.tools.has(tool));
    if (it.about === WITHOUT_EFFECT || (isOthers && tool !== null)) {
      continue;
    }
    const option = (group: string) => ({
      label: it.name,
      about: aboutKey(it, tool),
      group,
      leads: follows(it, root),
    });
    if (primary !== it.name) {
      spellings.push(option("Other spellings"));
    } else if (isOthers) {
      others.push(option("Keys of tools"));
    } else if (it.tools.size > 0) {
      own.push(option(`Keys of ${tool}`));
    } else {
      common.push(option("Keys"));
    }
  }
  return [...own, ...usualFirst(common), ...others, ...spellings];
}

function usualFirst(options: Option[]): Option[] {
  // Each list is known by its third word, which no other map has.
  const usual = USUAL.find(([, , third]) => options.some(({ label }) => label === third)) ?? [];
  const rank = ({ label }: Option) => usual.indexOf(label) + 1 || usual.length + 1;
  return options.toSorted((a, b) => rank(a) - rank(b));
}

export function aboutKey({ about, tools, sameAs }: Property, tool: string | null): string {
  const text = (tool && tools.get(tool)) || about;
  return sameAs ? `${text} The same as ${sameAs}.` : text;
}

function follows(it: Property, root: Schema): Leads {
  if (BLOCKS.has(it.name)) {
    return "block";
  }
  const schemas = alternatives(it.schema, root);
  const isPlain = ["string", "number", "integer", "boolean"].some((type) => canBe(schemas, type));
  if (schemas.length === 0 || isPlain || wordsOf(schemas).length > 0) {
    return "value";
  }
  return canBe(schemas, "array") && !canBe(schemas, "object") ? "list" : "map";
}

/** The tool of the nearest map that has one; of a save where it stores. */
export function toolOf({ path, around }: Where): string | null {
  const own = around.at(-1) ?? {};
  const isSave = path.includes("save") || path.includes("sink");
  return own.type ?? own.tool ?? (isSave ? (own.storage ?? null) : null);
}

function valueOptions(where: Where, root: Schema, outline: Outline): Option[] {
  const schemas = schemasAt(where.path, root);
  const options = [...names(where, outline), ...words(where, schemas, root)];
  return where.isAlone ? [...options, ...beginnings(where, schemas, root)] : options;
}

function words(where: Where, schemas: Schema[], root: Schema): Option[] {
  const group = "Values";
  const known = wordsOf(schemas);
  const key = where.path.at(-1);
  const truths = known.length === 0 && canBe(schemas, "boolean") && !canBe(schemas, "array");
  if (truths && !isCondition(schemas)) {
    return ["true", "false"].map((label) => ({ label, group }));
  }
  if (known.length === 0 && typeof key === "string") {
    const property = mapAt(where.path.slice(0, -1), root).get(key);
    const about = property ? aboutKey(property, toolOf(where)) : "";
    return wordsIn(about).map((label) => ({ label, group }));
  }
  return known.map((label) => ({ label, group }));
}

/** What may be a number, a truth or any text is an expression: nothing can be foretold. */
function isCondition(schemas: Schema[]): boolean {
  return canBe(schemas, "number") && canBe(schemas, "string");
}

/** Keys of a map, or the first item of a list, that may begin here. */
function beginnings(where: Where, schemas: Schema[], root: Schema): Option[] {
  const tool = toolOf(where);
  const keys = keysOf(mapAt(where.path, root), tool, root);
  if (!where.isFirst) {
    return keys;
  }
  const items = schemas.flatMap((it) => (it.items ? alternatives(it.items, root) : []));
  const own = keysOf(propertiesOf(items, root), null, root).filter(({ group }) => group === "Keys");
  const first = own.slice(0, own.length <= FEW ? FEW : 1);
  return [
    ...first.map((it) => ({ ...it, label: `- ${it.label}`, group: "Items of a list" })),
    ...keys,
  ];
}

/** Names of what the text defines: steps where an edge leads to one, entries of the workbook. */
function names(where: Where, outline: Outline): Option[] {
  const [last, before] = [where.path.at(-1), where.path.at(-2)];
  const own = where.around.at(-1) ?? {};
  if (leadsOn(where.path)) {
    const here = where.around[0] ?? {};
    return outline.steps
      .filter(({ name }) => name !== "start" && name !== (here.step ?? here.name))
      .map(({ name, tool, about }) => ({
        label: name,
        detail: tool ?? "router",
        group: "Steps",
        ...(about ? { about } : {}),
      }));
  }
  const isEntry = (last === "name" || last === "task") && (own.type ?? own.tool) === "workbook";
  const isTask = last === "task" && typeof before === "number";
  return isEntry || isTask
    ? outline.workbook.map((label) => ({ label, group: "Tasks of the workbook" }))
    : [];
}

/** Whether the value names the step that an edge leads to. */
export function leadsOn(path: Path): boolean {
  const keys = path.filter((it) => typeof it === "string");
  const last = keys.at(-1) ?? "";
  if (EDGES.has(last)) {
    return keys[0] === "workflow" || keys[0] === "steps";
  }
  return (last === "step" || last === "name") && keys.slice(0, -1).some((it) => EDGES.has(it));
}

function wanted({ path, around }: Where): "playbooks" | "credentials" | null {
  const last = path.at(-1);
  const tool = around.at(-1)?.type ?? around.at(-1)?.tool;
  if (typeof last === "string" && CHILD_PATHS.has(last) && /^playbooks?$/.test(tool ?? "")) {
    return "playbooks";
  }
  return typeof last === "string" && LOGINS.has(last) ? "credentials" : null;
}
