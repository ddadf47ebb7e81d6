import { useQuery } from "@tanstack/react-query";
import { useMemo, useRef } from "react";
import { get } from "../api/client";
import type { ExecutionDetail, Graph } from "../api/types";
import type { History } from "../history/model";
import { type GraphStates, graphStates } from "./states";

/** The graph of a registered playbook; a version never changes. */
export function useGraph(path: string | undefined, version: number | undefined) {
  return useQuery({
    queryKey: ["graph", path, version],
    queryFn: ({ signal }) => get<Graph>("/api/graph", { path, version, format: "json" }, signal),
    enabled: path !== undefined,
    staleTime: version === undefined ? 5_000 : Number.POSITIVE_INFINITY,
  });
}

/** How its steps stand; what has not changed stays the very same object. */
export function useGraphStates(
  graph: Graph | undefined,
  history: History,
  detail: ExecutionDetail | undefined,
): GraphStates | undefined {
  const before = useRef<GraphStates>(undefined);
  return useMemo(() => {
    before.current = graph && graphStates(graph, history, detail, before.current);
    return before.current;
  }, [graph, history, detail]);
}
