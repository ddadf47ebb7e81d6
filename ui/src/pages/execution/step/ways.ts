import type { Graph, Transition } from "../../../api/types";
import { edgeKey, type History, type Visit } from "../../../history/model";

/** An edge to or from a step, and what came of it. */
export interface Way {
  key: string;
  /** The step at its other end. */
  other: string;
  kind: "next" | "error";
  condition: string | null;
  /** Null where it was not judged. */
  judged: Transition | null;
  /** More than one where it was judged in several visits. */
  taken: number;
  notTaken: number;
  /** Which visit of the other step, where it had several. */
  visit?: number;
  /** Why it was not judged. */
  note?: string;
  /** It was judged by the execution that this one does again. */
  isBefore?: boolean;
}

/** The edges that were judged when a visit ended; those of the playbook where it has not. */
export function waysOut(step: string, visit: Visit | undefined, graph: Graph | undefined): Way[] {
  if (visit && visit.transitions.length > 0) {
    return visit.transitions.map((it, index) => ({
      key: String(index),
      other: it.step,
      kind: visit.status === "FAILED" || visit.status === "HANDLED" ? "error" : "next",
      condition: it.when || null,
      judged: it,
      taken: it.taken ? 1 : 0,
      notTaken: it.taken ? 0 : 1,
    }));
  }
  const isOver = visit !== undefined && visit.end !== null;
  return (graph?.edges ?? [])
    .filter((edge) => edge.from === step && !(isOver && edge.kind === "error"))
    .map((edge) => ({
      key: edgeKey(edge.from, edge.kind, edge.index),
      other: edge.to,
      kind: edge.kind,
      condition: edge.guard === "else" ? "else" : edge.when,
      judged: null,
      taken: 0,
      notTaken: 0,
    }));
}

/** The edges that lead to a step, and what came of each. */
export function waysIn(step: string, history: History, graph: Graph | undefined): Way[] {
  return (graph?.edges ?? [])
    .filter((edge) => edge.to === step)
    .map((edge) => {
      const key = edgeKey(edge.from, edge.kind, edge.index);
      const known = history.edges.get(key);
      return {
        key,
        other: edge.from,
        kind: edge.kind,
        condition: edge.guard === "else" ? "else" : edge.when,
        judged: known?.last ?? null,
        taken: known?.taken ?? 0,
        notTaken: known?.notTaken ?? 0,
        isBefore: !known && isTakenOver(edge.from, history),
      };
    });
}

/** Whether a step was passed in the execution before; the entry of a retry is, though it is not among its steps. */
function isTakenOver(step: string, history: History): boolean {
  return (
    history.steps.get(step)?.isTakenOver ?? (history.retryOf !== null && step === history.entry)
  );
}
