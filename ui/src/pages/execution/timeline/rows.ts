import type { Attempt, History, Iteration, StepHistory, Visit } from "../../../history/model";
import { preview } from "../preview";
import { type Segment, segmentOfAttempt, segmentOfIteration, segmentsOf } from "./segments";

/** A line of the timeline. */
export interface Row {
  key: string;
  step: string;
  depth: number;
  label: string;
  /** What is soft beside the label. */
  note: string;
  segments: Segment[];
  /** Iterations to draw as one density. */
  iterations: readonly (Iteration | undefined)[] | null;
  /** An execution that it waits for. */
  child: string | null;
  canOpen: boolean;
  isOpen: boolean;
  status: string;
  start: number | null;
  end: number | null;
}

/** Which of a step's rows are open, by their keys. */
export type Open = ReadonlySet<string>;

/** The lines of a history: a step each; its visits, attempts and iterations where they are opened. */
export function rowsOf(history: History, open: Open): Row[] {
  const rows: Row[] = [];
  for (const step of history.steps.values()) {
    addStep(rows, step, open);
  }
  return rows;
}

function addStep(rows: Row[], step: StepHistory, open: Open): void {
  const [first] = step.visits;
  if (step.visits.length === 1 && first) {
    addVisit(rows, step, first, step.name, 0, open);
    return;
  }
  const isOpen = open.has(step.name);
  rows.push({
    key: step.name,
    step: step.name,
    depth: 0,
    label: step.name,
    note: first ? `× ${step.visits.length.toLocaleString("en")}` : "done before",
    segments: step.visits.flatMap(segmentsOf),
    iterations: null,
    child: null,
    canOpen: step.visits.length > 0,
    isOpen,
    status: step.status,
    start: first?.start ?? null,
    end: step.visits.at(-1)?.end ?? null,
  });
  if (isOpen) {
    for (const visit of step.visits) {
      addVisit(rows, step, visit, `${step.name}#${visit.visit}`, 1, open);
    }
  }
}

function addVisit(
  rows: Row[],
  step: StepHistory,
  visit: Visit,
  key: string,
  depth: number,
  open: Open,
): void {
  const isOpen = open.has(key);
  const iterations = visit.iterator?.iterations ?? [];
  const hasAttempts = visit.attempts.length > 1;
  rows.push({
    key,
    step: step.name,
    depth,
    label: depth === 0 ? step.name : `visit ${visit.visit}`,
    note: noteOf(visit),
    segments: segmentsOf(visit),
    iterations: iterations.length > 0 ? iterations : null,
    child: visit.attempts.length === 1 ? (visit.attempts[0]?.child ?? null) : null,
    canOpen: hasAttempts || iterations.length > 0,
    isOpen,
    status: visit.status,
    start: visit.start,
    end: visit.end,
  });
  if (!isOpen) {
    return;
  }
  if (hasAttempts) {
    for (const it of visit.attempts) {
      rows.push(attemptRow(step.name, key, it, depth + 1));
    }
  }
  for (const it of iterations) {
    if (it) {
      rows.push(iterationRow(step.name, key, it, depth + 1));
    }
  }
}

function noteOf(visit: Visit): string {
  const { iterator, attempts } = visit;
  if (iterator) {
    const total = iterator.total ?? iterator.iterations.length;
    const failed = iterator.failed > 0 ? `, ${iterator.failed.toLocaleString("en")} failed` : "";
    return `${total.toLocaleString("en")} items${failed}`;
  }
  return attempts.length > 1 ? `${attempts.length} attempts` : "";
}

function attemptRow(step: string, key: string, it: Attempt, depth: number): Row {
  return {
    ...BARE,
    key: `${key}/attempt ${it.attempt}`,
    step,
    depth,
    label: `attempt ${it.attempt}`,
    note: it.worker ?? "",
    segments: [segmentOfAttempt(it)],
    child: it.child,
    status: it.status,
    start: it.start,
    end: it.end,
  };
}

function iterationRow(step: string, key: string, it: Iteration, depth: number): Row {
  return {
    ...BARE,
    key: `${key}/${it.index}`,
    step,
    depth,
    label: `item ${it.index}`,
    note: it.item === null ? "" : preview(it.item, 40).text,
    segments: [segmentOfIteration(it)],
    child: it.child,
    status: it.status,
    start: it.start,
    end: it.end,
  };
}

const BARE = { iterations: null, canOpen: false, isOpen: false };
