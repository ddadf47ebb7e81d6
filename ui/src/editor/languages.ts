import { json } from "@codemirror/lang-json";
import { PostgreSQL } from "@codemirror/lang-sql";
import { yamlLanguage } from "@codemirror/lang-yaml";
import { LanguageSupport } from "@codemirror/language";
import type { Extension } from "@codemirror/state";
import {
  Decoration,
  type DecorationSet,
  type EditorView,
  MatchDecorator,
  ViewPlugin,
  type ViewUpdate,
} from "@codemirror/view";
import { type Input, parseMixed, type SyntaxNode } from "@lezer/common";
import { parser as python } from "@lezer/python";
import { indentation } from "./indent";

export type Language = "yaml" | "json" | "text";

const SQL_TOOLS = new Set(["postgres", "duckdb", "snowflake", "jdbc"]);
const sql = PostgreSQL.language.parser;

/** The value of `key` in the map around `pair`, if it is a plain one. */
function sibling(pair: SyntaxNode, names: string[], input: Input): string | null {
  for (let at = pair.parent?.firstChild ?? null; at; at = at.nextSibling) {
    const key = at.name === "Pair" ? at.firstChild : null;
    const value = at.lastChild;
    if (key && value && names.includes(input.read(key.from, key.to))) {
      return input.read(value.from, value.to);
    }
  }
  return null;
}

/** By the key, and the tool of the step, which language a block of text is in. */
function languageOf(block: SyntaxNode, input: Input) {
  const pair = block.parent?.parent;
  const name = pair?.name === "Pair" ? pair.firstChild : null;
  if (!pair || !name) {
    return null;
  }
  switch (input.read(name.from, name.to)) {
    case "code":
      return python;
    case "sql":
    case "statement":
    case "query":
      return sql;
    case "command":
    case "commands":
      return SQL_TOOLS.has(sibling(pair, ["type", "tool", "storage"], input) ?? "") ? sql : null;
    default:
      return null;
  }
}

/** The lines without what the block is indented by: Python must not see that. */
function lines(text: string, from: number): { from: number; to: number }[] {
  const rows = text.split("\n");
  const indent = Math.min(
    ...rows.filter((row) => row.trim()).map((row) => row.length - row.trimStart().length),
  );
  const ranges: { from: number; to: number }[] = [];
  let at = from;
  for (const row of rows) {
    const start = at + Math.min(indent, row.length);
    const end = Math.min(at + row.length + 1, from + text.length);
    if (end > start) {
      ranges.push({ from: start, to: end });
    }
    at += row.length + 1;
  }
  return ranges;
}

const playbook = yamlLanguage.configure({
  wrap: parseMixed((node, input) => {
    if (node.name !== "BlockLiteralContent" || node.to - node.from < 2) {
      return null;
    }
    const parser = languageOf(node.node, input);
    if (!parser) {
      return null;
    }
    // The indentation of the first line stands before the node.
    const before = input.read(Math.max(0, node.from - 200), node.from);
    const gap = before.length - (before.lastIndexOf("\n") + 1);
    const overlay = lines(input.read(node.from - gap, node.to), node.from - gap).filter(
      ({ from }) => from >= node.from,
    );
    return overlay.length > 0 ? { parser, overlay } : null;
  }),
});

const TEMPLATES = new MatchDecorator({
  regexp: /\{\{.*?\}\}|\{%.*?%\}/g,
  decoration: Decoration.mark({ class: "cm-template" }),
});

/** A template is written between quotes: its braces are closed there too. */
const closing = playbook.data.of({
  closeBrackets: { brackets: ["(", "[", "{", "'", '"'], before: ")]}:;>'\"" },
});

/** Marks `{{ ... }}`, wherever it stands. */
class Templates {
  marks: DecorationSet;

  constructor(view: EditorView) {
    this.marks = TEMPLATES.createDeco(view);
  }

  update(update: ViewUpdate): void {
    this.marks = TEMPLATES.updateDeco(update, this.marks);
  }
}

const templates = ViewPlugin.fromClass(Templates, { decorations: (it) => it.marks });

export function languageSupport(language: Language): Extension {
  switch (language) {
    case "yaml":
      return [new LanguageSupport(playbook), closing, indentation, templates];
    case "json":
      return json();
    case "text":
      return [];
  }
}
