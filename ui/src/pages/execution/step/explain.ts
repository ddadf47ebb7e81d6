import type { Graph, GraphEdge, Why } from "../../../api/types";
import { edgeKey } from "../../../history/model";
import type { Before } from "./takenOver";
import type { Way } from "./ways";

export type Verdict = "ran" | "before" | "reached" | "not";

/** Why one step ran, or did not. */
export interface Explanation {
  step: string;
  verdict: Verdict;
  /** How its newest visit ended; null while it runs, and without a visit. */
  end: string | null;
  words: string;
  ways: Way[];
}

type Visits = Map<string, Why["visits"]>;

/** The steps of a playbook, and those it does not know (any more), each with its reasons. */
export function explain(
  why: Why,
  graph: Graph | undefined,
  isOver: boolean,
  before: Before | null = null,
): Explanation[] {
  const visits = grouped(why.visits, (it) => it.step);
  const judged = grouped(why.transitions, (it) => it.to);
  const leading = grouped(graph?.edges ?? [], (edge) => edge.to);
  const kinds = new Map(graph?.steps.map((step) => [step.name, step.kind]));
  const names = new Set([
    ...(graph?.steps.map((step) => step.name) ?? []),
    ...visits.keys(),
    ...judged.keys(),
  ]);
  return [...names].map((step) => {
    const ways = [
      ...(judged.get(step) ?? []).map((it) => wayOf(it, visits)),
      ...unjudged(leading.get(step) ?? [], judged.get(step) ?? [], visits, isOver, before),
    ];
    const own = visits.get(step) ?? [];
    if (own.length === 0 && before?.steps.has(step)) {
      return takenOver(step, before, ways);
    }
    const verdict = verdictOf(kinds.get(step), own.length, ways, {
      isEntry: step === graph?.entry,
      isBegun: before?.beginnings.has(step) ?? false,
      isOver,
    });
    return {
      step,
      verdict,
      end: own.at(-1)?.end ?? (verdict === "ran" && own.length === 0 ? "COMPLETED" : null),
      words: wordsOf({ step, verdict, visits: own, ways, graph, isOver, before }),
      ways,
    };
  });
}

function wayOf(it: Why["transitions"][number], visits: Visits): Way {
  return {
    key: `${it.event_id} ${it.from} ${it.when}`,
    other: it.from,
    kind:
      visits.get(it.from)?.find((own) => own.visit === it.visit)?.end === "FAILED"
        ? "error"
        : "next",
    condition: it.when || null,
    judged: { ...it, step: it.to },
    taken: it.taken ? 1 : 0,
    notTaken: it.taken ? 0 : 1,
    ...((visits.get(it.from)?.length ?? 0) > 1 ? { visit: it.visit } : {}),
  };
}

/** The edges to a step that were never judged, and why not. */
function unjudged(
  edges: GraphEdge[],
  judged: Why["transitions"],
  visits: Visits,
  isOver: boolean,
  before: Before | null,
): Way[] {
  const known = new Set(judged.map((it) => it.from));
  return edges
    .filter((edge) => !known.has(edge.from))
    .map((edge) => ({
      key: edgeKey(edge.from, edge.kind, edge.index),
      other: edge.from,
      kind: edge.kind,
      condition: edge.guard === "else" ? "else" : edge.when,
      judged: null,
      taken: 0,
      notTaken: 0,
      ...(before?.steps.has(edge.from) && !visits.has(edge.from)
        ? { isBefore: true }
        : { note: whyUnjudged(visits.get(edge.from)?.at(-1), edge.kind, isOver) }),
    }));
}

function whyUnjudged(
  last: Why["visits"][number] | undefined,
  kind: "next" | "error",
  isOver: boolean,
): string {
  if (!last) {
    return isOver ? "it did not run itself" : "it has not run yet";
  }
  switch (last.end) {
    case "COMPLETED":
      return kind === "error" ? "it did not fail" : "it completed without judging this edge";
    case "FAILED":
      return "it failed";
    case "CANCELLED":
      return "it was cancelled";
    default:
      return "it is not over";
  }
}

function verdictOf(
  kind: string | undefined,
  visits: number,
  ways: Way[],
  { isEntry, isBegun, isOver }: { isEntry: boolean; isBegun: boolean; isOver: boolean },
): Verdict {
  if (visits > 0 || (isEntry && kind === "router")) {
    return "ran";
  }
  if (!isBegun && !ways.some((way) => way.taken > 0)) {
    return "not";
  }
  return kind === "end" && isOver ? "ran" : "reached";
}

const ENDS: Record<string, string> = {
  COMPLETED: "completed",
  FAILED: "failed",
  CANCELLED: "was cancelled",
};

function takenOver(step: string, before: Before, ways: Way[]): Explanation {
  const words = `Ran in execution ${before.id}, which this one does again; it was taken over.`;
  return { step, verdict: "before", end: "COMPLETED", words, ways };
}

interface Told {
  step: string;
  verdict: Verdict;
  visits: Why["visits"];
  ways: Way[];
  graph: Graph | undefined;
  isOver: boolean;
  before: Before | null;
}

function wordsOf(told: Told): string {
  switch (told.verdict) {
    case "reached":
      return told.isOver
        ? "Was reached, but the execution ended before it could begin."
        : "Was reached, and waits for the other branches that can still get here.";
    case "not":
      return whyNot(told);
    default:
      return whyRan(told);
  }
}

function whyNot({ ways, isOver }: Told): string {
  if (ways.length === 0) {
    return "Did not run: no edge leads here.";
  }
  if (!isOver) {
    return "Has not been reached yet.";
  }
  return ways.some((way) => way.judged || way.isBefore)
    ? "Did not run: none of the edges to it was taken."
    : "Did not run: nothing got as far as the edges to it.";
}

function whyRan({ step, visits, ways, graph, before }: Told): string {
  if (step === graph?.entry) {
    return visits.length > 1
      ? `Ran ${visits.length} times: the execution begins here.`
      : "The execution begins here.";
  }
  const how = howOf(visits.at(-1));
  const often = visits.length > 1 ? `ran ${visits.length} times, and the last time ${how}` : how;
  const from = [...new Set(ways.filter((way) => way.taken > 0).map((way) => way.other))];
  const begins = before?.beginnings.has(step) ? ": the retry begins with it" : "";
  const because = from.length > 0 ? `: ${named(from)} led here` : begins;
  return `${often.charAt(0).toUpperCase()}${often.slice(1)}${because}.`;
}

function howOf(last: Why["visits"][number] | undefined): string {
  if (!last) {
    return "was passed";
  }
  return last.end ? (ENDS[last.end] ?? last.end.toLowerCase()) : "is running";
}

const NAMED_MAX = 3;

function named(names: string[]): string {
  const rest = names.length - NAMED_MAX;
  if (rest > 0) {
    return `${names.slice(0, NAMED_MAX).join(", ")} and ${rest} more`;
  }
  return names.length > 1
    ? `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`
    : (names[0] ?? "");
}

function grouped<T>(all: T[], name: (it: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const it of all) {
    const group = groups.get(name(it));
    if (group) {
      group.push(it);
    } else {
      groups.set(name(it), [it]);
    }
  }
  return groups;
}
