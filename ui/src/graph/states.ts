import type { ExecutionDetail, Graph, GraphStep } from "../api/types";
import { type EdgeHistory, edgeKey, type History, type Visit } from "../history/model";

/** Where a step stands; PENDING is one that was not reached yet, SKIPPED one that never will be. */
export type StepStatus =
  | "PENDING"
  | "RUNNING"
  | "WAITING"
  | "PAUSED"
  | "COMPLETED"
  | "FAILED"
  | "HANDLED"
  | "CANCELLED"
  | "SKIPPED";

export interface Iterations {
  total: number;
  done: number;
  failed: number;
}

export interface Waiting {
  kind: "wait" | "retry" | "queue";
  /** Milliseconds since 1970; null if it is not known. */
  until: number | null;
  /** Whose workers it waits for, in the queue. */
  pool?: string;
}

/** What the graph shows of a step; of its newest visit, where there were several. */
export interface StepState {
  status: StepStatus;
  visits: number;
  attempt: number;
  maxAttempts: number;
  start: number | null;
  end: number | null;
  waiting: Waiting | null;
  iterations: Iterations | null;
  /** How many executions it has started. */
  children: number;
  /** It was done by the execution that this one does again. */
  isTakenOver: boolean;
}

export interface GraphStates {
  steps: ReadonlyMap<string, StepState>;
  /** By `edgeKey`. */
  edges: ReadonlyMap<string, EdgeHistory>;
  /** Nothing more will happen: what has no state was skipped. */
  isOver: boolean;
}

export type Standing = Pick<ExecutionDetail, "status" | "jobs" | "waits">;

/** A step that is passed without events of its own. */
const PASSED: StepState = {
  status: "COMPLETED",
  visits: 1,
  attempt: 0,
  maxAttempts: 0,
  start: null,
  end: null,
  waiting: null,
  iterations: null,
  children: 0,
  isTakenOver: false,
};

/**
 * How the steps of a graph stand, by the history and by what waits now. What has not changed since `before` is the very
 * same object.
 */
export function graphStates(
  graph: Graph,
  history: History,
  standing?: Standing,
  before?: GraphStates,
): GraphStates {
  const steps = new Map<string, StepState>();
  for (const step of graph.steps) {
    const state = stateOf(step, graph, history, standing);
    if (state) {
      const known = before?.steps.get(step.name);
      steps.set(step.name, known && isSame(known, state) ? known : state);
    }
  }
  return { steps, edges: edgesOf(graph, history), isOver: history.end !== null };
}

function isSame(a: StepState, b: StepState): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

function stateOf(
  step: GraphStep,
  graph: Graph,
  history: History,
  standing: Standing | undefined,
): StepState | null {
  const it = history.steps.get(step.name);
  const visit = it?.visits.at(-1);
  if (it && visit) {
    return visitState(it.name, visit, history, standing);
  }
  if (it) {
    return { ...PASSED, status: it.status, isTakenOver: it.isTakenOver };
  }
  if (step.name === graph.entry && step.kind === "router" && history.start !== null) {
    return { ...PASSED, isTakenOver: history.retryOf !== null };
  }
  if (step.kind === "end" && isCompleted(history) && isReached(step.name, history)) {
    return PASSED;
  }
  return null;
}

const isCompleted = (history: History) =>
  history.end !== null && history.events.at(-1)?.event_type === "execution_complete";

function isReached(name: string, history: History): boolean {
  for (const edge of history.edges.values()) {
    if (edge.to === name && edge.taken > 0) {
      return true;
    }
  }
  return false;
}

/** How one visit of a step stands. */
export function visitState(
  name: string,
  visit: Visit,
  history: History,
  standing: Standing | undefined,
): StepState {
  const attempt = visit.attempts.at(-1);
  const waiting = visit.end === null ? waitingOf(name, visit, standing) : null;
  const isPaused = history.end === null && history.pauses.at(-1)?.end === null;
  const status = waiting ? (isPaused ? "PAUSED" : "WAITING") : visit.status;
  return {
    status,
    visits: visit.visit,
    attempt: attempt?.attempt ?? 0,
    maxAttempts: attempt?.maxAttempts ?? 0,
    start: visit.start,
    end: visit.end,
    waiting,
    iterations: iterationsOf(visit),
    children: childrenOf(visit),
    isTakenOver: false,
  };
}

/** A job is named by its step, and from the second visit on by that too: `step#2`. */
const isOf = (job: string, step: string) => job === step || job.startsWith(`${step}#`);

function waitingOf(name: string, visit: Visit, standing: Standing | undefined): Waiting | null {
  const attempt = visit.attempts.at(-1);
  if (attempt?.status === "FAILED") {
    return attempt.retryAt === null ? null : { kind: "retry", until: attempt.retryAt };
  }
  const wait = standing?.waits?.find((it) => isOf(it.job, name));
  if (wait) {
    return { kind: wait.kind, until: Date.parse(wait.due) };
  }
  const job = standing?.jobs?.find((it) => it.node_name === name && it.status === "queued");
  return job ? { kind: "queue", until: null, pool: job.pool } : null;
}

function iterationsOf({ iterator }: Visit): Iterations | null {
  if (!iterator) {
    return null;
  }
  const done = iterator.succeeded + iterator.failed;
  return { total: iterator.total ?? done, done, failed: iterator.failed };
}

function childrenOf({ attempts, iterator }: Visit): number {
  const own = attempts.filter((attempt) => attempt.child !== null).length;
  const isOfChildren = iterator?.iterations.find((it) => it !== undefined)?.child;
  return own + (isOfChildren ? (iterator?.iterations.length ?? 0) : 0);
}

/** What failed and goes on with `next` all the same has judged the edges of `next`. */
function edgesOf(graph: Graph, history: History): ReadonlyMap<string, EdgeHistory> {
  const known = new Set(graph.edges.map((edge) => edgeKey(edge.from, edge.kind, edge.index)));
  const strays = [...history.edges].filter(
    ([key, edge]) => edge.kind === "error" && !known.has(key),
  );
  if (strays.length === 0) {
    return history.edges;
  }
  const edges = new Map(history.edges);
  for (const [, edge] of strays) {
    const key = edgeKey(edge.from, "next", edge.index);
    const next = edges.get(key);
    edges.set(key, {
      ...edge,
      kind: "next",
      taken: edge.taken + (next?.taken ?? 0),
      notTaken: edge.notTaken + (next?.notTaken ?? 0),
    });
  }
  return edges;
}
