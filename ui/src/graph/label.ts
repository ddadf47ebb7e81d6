import type { GraphEdge } from "../api/types";

const LABEL_MAX = 26;
const LETTER = 6.4;

/** About how wide a text is in the small font of the graph. */
export function textWidth(text: string): number {
  return Math.ceil(text.length * LETTER);
}

/** A condition without its braces. */
export function bare(when: string): string {
  const inner = /^\s*\{\{-?\s*([\s\S]*?)\s*-?\}\}\s*$/.exec(when)?.[1];
  return (inner !== undefined && !inner.includes("}}") ? inner : when).replace(/\s+/g, " ").trim();
}

export function cut(text: string, most: number): string {
  return text.length <= most ? text : `${text.slice(0, most - 1).trimEnd()}…`;
}

/** What stands on an edge: its condition, in short; nothing on one that is always taken. */
export function edgeLabel(edge: GraphEdge): string | null {
  const condition =
    edge.guard === "when" && edge.when
      ? cut(bare(edge.when), LABEL_MAX)
      : edge.guard === "else"
        ? "else"
        : null;
  if (edge.kind === "error") {
    return condition ? `on error: ${cut(condition, LABEL_MAX - 10)}` : "on error";
  }
  return condition;
}
