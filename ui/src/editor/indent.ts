import { indentService, syntaxTree } from "@codemirror/language";
import type { EditorState, Extension } from "@codemirror/state";

const STEP = 2;
const PYTHON_STEP = 4;

/** How far the row after this one is indented, as most would write it. */
export function indentAfter(row: string, isInBlock: boolean): number {
  const depth = row.length - row.trimStart().length;
  const text = row.trim();
  if (isInBlock) {
    return text.endsWith(":") ? depth + PYTHON_STEP : depth;
  }
  const dashes = /^(?:- +)*/.exec(text)?.[0] ?? "";
  const rest = text.slice(dashes.length).replace(/\s+#.*$/, "");
  const pair = /^(?:"[^"]*"|'[^']*'|[^\s:#"'{[][^:#]*):(?:\s+(.*))?$/.exec(rest);
  // A list of plain items goes on with items, a map in it with keys.
  const own = depth + (pair ? dashes.length : 0);
  return pair && /^(?:[|>][+-]?\d?)?$/.test(pair[1] ?? "") ? own + STEP : own;
}

function isInBlock(state: EditorState, offset: number): boolean {
  for (let it = syntaxTree(state).resolveInner(offset, -1); it; ) {
    if (it.name === "BlockLiteralContent") {
      return true;
    }
    if (!it.parent) {
      return false;
    }
    it = it.parent;
  }
  return false;
}

/** Indents what follows Enter. */
export const indentation: Extension = indentService.of((context, offset) => {
  if (context.simulatedBreak !== offset) {
    return undefined;
  }
  const { text, from } = context.lineAt(offset, -1);
  return text.trim() ? indentAfter(text, isInBlock(context.state, from + text.length)) : null;
});
