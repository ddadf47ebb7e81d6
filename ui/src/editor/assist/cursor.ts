import { isMap, isPair, isScalar, isSeq, parseDocument, visit, type YAMLMap } from "yaml";
import type { Path } from "./schema";

/** Where in a playbook a place of its text is. */
export interface Where {
  /** A key: the way to the map that it is in. A value: the way to it. */
  path: Path;
  kind: "key" | "value";
  /** The value begins its line, or stands alone behind a dash: it may become a key or a list. */
  isAlone: boolean;
  /** Whether nothing but the indentation stands before it. */
  isFirst: boolean;
  /** The other keys of the map. */
  present: string[];
  /** The plain values of the maps on the way, outermost first. */
  around: Record<string, string>[];
  /** The word there, from its first character to its last. */
  from: number;
  to: number;
  /** What of the word stands before the place. */
  typed: string;
  hasColon: boolean;
}

const MARK = "xCURSORx";
const BEFORE = /[\w./-]*$/;
const AFTER = /^[\w./-]*/;

/**
 * Finds it by putting a word where the cursor is and reading the part of the text around it: that works in texts that are
 * half typed, whatever is wrong elsewhere.
 */
export function whereIs(text: string, offset: number): Where | null {
  const lineStart = text.lastIndexOf("\n", offset - 1) + 1;
  const before = text.slice(lineStart, offset);
  if (isComment(before)) {
    return null;
  }
  const typed = (BEFORE.exec(before)?.[0] ?? "").replace(/^-+$/, "");
  const from = offset - typed.length;
  const to = offset + (AFTER.exec(text.slice(offset, offset + 200))?.[0].length ?? 0);
  const lead = text.slice(lineStart, from);
  const piece = lead === "" ? topOf(text, lineStart) : pieceAt(text, lineStart);
  const [head, tail] = [piece.text.slice(0, from - piece.from), piece.text.slice(to - piece.from)];
  // A word before other keys is read as one of them only if it looks like one.
  const asKey = /^[\s-]*$/.test(lead) && /^[ \t]*(?:\n|$)/.test(tail);
  const found = find(head + MARK + tail) ?? (asKey ? find(`${head}${MARK}:${tail}`) : null);
  if (!found) {
    return null;
  }
  return {
    ...found,
    path: [...piece.path, ...found.path],
    isAlone: found.kind === "value" && /^[\s-]*$/.test(lead),
    isFirst: /^\s*$/.test(lead),
    from,
    to,
    typed,
    hasColon: /^["']?:/.test(text.slice(to, to + 2)),
  };
}

function isComment(before: string): boolean {
  return /^\s*#|\s#/.test(before.replace(/"[^"]*"|'[^']*'/g, ""));
}

interface Piece {
  text: string;
  from: number;
  path: Path;
}

/** The rows that are not indented: a top-level key has no other company. */
function topOf(text: string, lineStart: number): Piece {
  const top = (rows: string) => rows.replace(/^(?:[ \t-].*)?(?:\n|$)/gm, "");
  const before = top(text.slice(0, lineStart));
  const lineEnd = nextMatch(text, /\n|$/g, lineStart) ?? text.length;
  const row = text.slice(lineStart, lineEnd + 1);
  return {
    text: before + row + top(text.slice(lineEnd + 1)),
    from: lineStart - before.length,
    path: [],
  };
}

/** The part under the top-level key around the line; of a list only the item. What is outside does not matter. */
function pieceAt(text: string, lineStart: number): Piece {
  const head = lastMatch(text, /^[A-Za-z_]\w*:[ \t]*(?:#.*)?$/gm, lineStart - 1);
  if (!head) {
    return { text, from: 0, path: [] };
  }
  const start = head.index;
  const end = nextMatch(text, /^[^\s#-]/gm, lineStart) ?? text.length;
  const first = /^([ \t]*)- /m.exec(text.slice(start, end));
  const indent = first?.[1] ?? "";
  const body = start + head[0].length + 1;
  const opening = text
    .slice(body, end)
    .split("\n")
    .find((row) => row.trim() && !/^\s*#/.test(row));
  if (!first || !opening?.startsWith(`${indent}- `)) {
    return { text: text.slice(start, end), from: start, path: [] };
  }
  const dash = new RegExp(`^${indent}-(?: |$)`, "gm");
  const item = lastMatch(text.slice(0, end), dash, lineStart)?.index ?? start;
  const next = nextMatch(text, dash, Math.max(lineStart, item) + 1) ?? end;
  if (item < body) {
    return { text: text.slice(start, end), from: start, path: [] };
  }
  // The item alone is a list of one.
  const key = head[0].slice(0, head[0].indexOf(":"));
  return { text: text.slice(item, Math.min(next, end)), from: item, path: [key] };
}

function lastMatch(text: string, pattern: RegExp, until: number): RegExpExecArray | null {
  let last: RegExpExecArray | null = null;
  for (const match of text.matchAll(pattern)) {
    if (match.index > until) {
      break;
    }
    last = match;
  }
  return last;
}

function nextMatch(text: string, pattern: RegExp, from: number): number | null {
  pattern.lastIndex = from;
  return pattern.exec(text)?.index ?? null;
}

type Found = Pick<Where, "path" | "kind" | "present" | "around">;

function find(marked: string): Found | null {
  const document = parseDocument(marked, { strict: false, uniqueKeys: false, logLevel: "silent" });
  let found: Found | null = null;
  visit(document, {
    Scalar(key, node, ancestors) {
      if (node.value !== MARK) {
        return undefined;
      }
      const path: Path = [];
      const around: Record<string, string>[] = [];
      let present: string[] = [];
      ancestors.forEach((it, index) => {
        const below = ancestors[index + 1] ?? node;
        if (isMap(it)) {
          around.push(plain(it));
          present = keys(it);
        } else if (isSeq(it)) {
          path.push(it.items.indexOf(below));
        } else if (isPair(it) && below !== it.key) {
          path.push(String(isScalar(it.key) ? it.key.value : it.key));
        }
      });
      found = {
        path,
        kind: key === "key" ? "key" : "value",
        present: key === "key" ? present.filter((it) => it !== MARK) : [],
        around,
      };
      return visit.BREAK;
    },
  });
  return found;
}

function keys(map: YAMLMap): string[] {
  return map.items.map(({ key }) => String(isScalar(key) ? key.value : key));
}

function plain(map: YAMLMap): Record<string, string> {
  const values: Record<string, string> = {};
  for (const { key, value } of map.items) {
    if (isScalar(key) && isScalar(value) && value.value !== null && value.value !== MARK) {
      values[String(key.value)] = String(value.value);
    }
  }
  return values;
}
