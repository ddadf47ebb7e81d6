import type { Graph, GraphEdge, GraphStep } from "../api/types";

/** A small graph for tests: steps by name, edges as "from>to", "from!>to" on error, "from>to?condition". */
export function graphOf(
  names: string[],
  edges: string[],
  more: Record<string, Partial<GraphStep>> = {},
): Graph {
  const counts = new Map<string, number>();
  return {
    name: "test",
    path: "tests/test",
    entry: names[0] ?? "",
    steps: names.map((name, index) => ({
      name,
      kind: name === "start" ? "router" : name === "end" ? "end" : "tool",
      tool: name === "start" || name === "end" ? null : "python",
      iterator: false,
      child: null,
      join: "all",
      description: null,
      line: index + 1,
      end_line: index + 1,
      code_line: null,
      ...more[name],
    })),
    edges: edges.map((text): GraphEdge => {
      const [, from = "", bang, to = "", when = null] =
        /^(.*?)(!?)>(.*?)(?:\?(.*))?$/.exec(text) ?? [];
      const kind = bang ? "error" : "next";
      const index = counts.get(from + kind) ?? 0;
      counts.set(from + kind, index + 1);
      const guard = when === "else" ? "else" : when ? "when" : "always";
      return { from, to, index, kind, guard, when: when === "else" ? null : when, line: 1 };
    }),
  };
}
