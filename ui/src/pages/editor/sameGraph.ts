import type { Graph } from "../../api/types";

const LINES = new Set(["line", "end_line", "code_line"]);
const shape = (graph: Graph) =>
  JSON.stringify(graph, (key, value: unknown) => (LINES.has(key) ? undefined : value));

/** Whether only lines have moved: then the drawing can stay. */
export function isSameGraph(a: Graph | null, b: Graph | null): boolean {
  return a === b || (a !== null && b !== null && shape(a) === shape(b));
}
