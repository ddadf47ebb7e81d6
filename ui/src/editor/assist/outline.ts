import { parse } from "yaml";
import type { Json, JsonMap } from "../../api/types";

export interface OutlineStep {
  name: string;
  /** From 1, its first and its last. */
  line: number;
  endLine: number;
  tool: string | null;
  about: string | null;
}

/** What a text defines that others in it may name. */
export interface Outline {
  path: string | null;
  steps: OutlineStep[];
  workbook: string[];
  workload: JsonMap;
  inputs: string[];
  vars: string[];
  elements: string[];
}

interface Section {
  key: string;
  line: number;
  rows: string[];
}

let last: { text: string; outline: Outline } | null = null;

/** Reads it row by row, so that it is quick and a text that is half typed has one too. */
export function outlineOf(text: string): Outline {
  if (last?.text === text) {
    return last.outline;
  }
  const sections = split(text);
  const numbers = numbersOf(text);
  const named = (...names: string[]) => sections.find(({ key }) => names.includes(key));
  const steps = itemsOf(named("workflow", "steps"));
  const outline = {
    path: pathOf(named("metadata"), named("path")),
    steps: steps.flatMap(({ line, endLine, keys }) => {
      const name = keys.get("step") ?? keys.get("name");
      const tool = keys.get("type") ?? keys.get("tool") ?? null;
      const about = keys.get("desc") ?? keys.get("description") ?? null;
      const lines = { line: numbers(line), endLine: numbers(endLine + 1) - 1 };
      return name ? [{ name, ...lines, tool, about }] : [];
    }),
    workbook: itemsOf(named("workbook")).flatMap(({ keys }) => keys.get("name") ?? []),
    workload: mapOf(named("workload")),
    inputs: Object.keys(mapOf(named("inputs"))).filter((name) => name !== "additional"),
    vars: [...new Set(steps.flatMap(({ vars }) => vars))],
    elements: [...new Set(text.match(/(?<=\b(?:element|iterator): *["']?)[A-Za-z_]\w*/g) ?? [])],
  };
  last = { text, outline };
  return outline;
}

const BREAKS = /[\u0085\u2028\u2029]/g;

/** The number, as the server counts, of the line that a row (from 1) begins: some characters end lines for it alone. */
function numbersOf(text: string): (row: number) => number {
  if (text.search(BREAKS) < 0) {
    return (row) => row;
  }
  let count = 0;
  const numbers = text.split("\n").map((row, index) => {
    const number = index + 1 + count;
    count += row.match(BREAKS)?.length ?? 0;
    return number;
  });
  return (row) => numbers[row - 1] ?? row + count;
}

/** The step that the line (from 1) belongs to. */
export function stepAt(outline: Outline, line: number): OutlineStep | null {
  return outline.steps.find((it) => it.line <= line && line <= it.endLine) ?? null;
}

function split(text: string): Section[] {
  const sections: Section[] = [];
  text.split("\n").forEach((row, index) => {
    const head = /^([A-Za-z_]\w*):(.*)$/.exec(row);
    if (head) {
      sections.push({ key: head[1] ?? "", line: index + 1, rows: [row] });
    } else {
      sections.at(-1)?.rows.push(row);
    }
  });
  return sections;
}

interface Item {
  line: number;
  endLine: number;
  keys: Map<string, string>;
  vars: string[];
}

function itemsOf(section: Section | undefined): Item[] {
  if (!section) {
    return [];
  }
  const first = section.rows.findIndex((row) => /^\s*- /.test(row));
  const dash = /^\s*/.exec(section.rows[first] ?? "")?.[0] ?? "";
  const starts = section.rows.flatMap((row, index) =>
    index > 0 && row.startsWith(`${dash}- `) ? [index] : [],
  );
  return starts.map((start, index) => {
    let end = starts[index + 1] ?? section.rows.length;
    while (end > start + 1 && /^\s*(#.*)?$/.test(section.rows[end - 1] ?? "")) {
      end -= 1;
    }
    return itemOf(section.rows.slice(start, end), section.line + start, section.line + end - 1);
  });
}

function itemOf(rows: string[], line: number, endLine: number): Item {
  const keys = new Map<string, string>();
  let vars: string[] = [];
  const indent = /^\s*-\s+/.exec(rows[0] ?? "")?.[0].length ?? 0;
  const own = rows.map(
    (row, index) => (index === 0 ? " ".repeat(indent) : "") + row.slice(index === 0 ? indent : 0),
  );
  own.forEach((row, index) => {
    const depth = row.length - row.trimStart().length;
    for (const [, key, quoted, bare] of depth === indent ? row.matchAll(KEYS) : []) {
      const value = quoted ?? bare?.trim() ?? "";
      if (key && !keys.has(key)) {
        keys.set(key, value);
      }
      if ((key === "vars" || key === "set") && row.trimStart().startsWith(key)) {
        vars = Object.keys(mapOf({ key, line, rows: under(own, index, indent) }));
      }
    }
  });
  return { line, endLine, keys, vars };
}

/** `key: value`, alone in a row or in a map of braces. */
const KEYS = /(?:^\s*|[{,]\s*)([A-Za-z_]\w*):[ \t]*(?:["']([^"']*)["']|([^,}\n#"'{[|>][^,}#]*))?/g;

/** The row and those that are indented more. */
function under(rows: string[], index: number, indent: number): string[] {
  const rest = rows.slice(index + 1);
  const end = rest.findIndex((row) => row.trim() && row.length - row.trimStart().length <= indent);
  return [rows[index] ?? "", ...(end < 0 ? rest : rest.slice(0, end))].map((it) =>
    it.slice(indent),
  );
}

function mapOf(section: Section | undefined): JsonMap {
  if (!section) {
    return {};
  }
  try {
    const whole: Json = parse(section.rows.join("\n"), { logLevel: "silent" });
    const it = isMap(whole) ? whole[section.key] : null;
    return isMap(it) ? it : {};
  } catch {
    // Half typed: the names that begin rows of the least depth are known all the same.
    const names = section.rows
      .slice(1)
      .flatMap((row) => /^ {1,4}([A-Za-z_]\w*):/.exec(row)?.[1] ?? []);
    return Object.fromEntries(names.map((name) => [name, null]));
  }
}

function isMap(value: Json | undefined): value is JsonMap {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function pathOf(metadata: Section | undefined, path: Section | undefined): string | null {
  const inside = mapOf(metadata);
  const top = /^path:\s*["']?([^"'#\s]+)/.exec(path?.rows[0] ?? "")?.[1];
  const given = inside.path ?? top ?? inside.name;
  return typeof given === "string" && given.trim() ? given.trim() : null;
}
