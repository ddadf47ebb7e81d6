import type { Attempt, Iteration, Save, StepStatus, Visit } from "../../../history/model";

/** What a stretch of time was spent on. */
export type SegmentKind = "queue" | "attempt" | "wait" | "retry" | "save";

export interface Segment {
  kind: SegmentKind;
  status: StepStatus;
  start: number;
  /** Null while it goes on. */
  end: number | null;
  /** When it will end, where that is known. */
  due: number | null;
  /** What it is, in words. */
  words: string;
  error: string | null;
}

/** What no one sees is no wait: shorter ones, in ms, are not drawn. */
const MOMENT = 1;

const known = new WeakMap<Visit, Segment[]>();

/** How a visit of a step spent its time, in order. A visit that did not change gives the same again. */
export function segmentsOf(visit: Visit): Segment[] {
  let segments = known.get(visit);
  if (!segments) {
    segments = made(visit);
    known.set(visit, segments);
  }
  return segments;
}

function made(visit: Visit): Segment[] {
  const segments: Segment[] = [];
  let free = visit.start;
  let due: number | null = null;
  for (const it of visit.attempts) {
    if (due !== null) {
      const until = Math.min(due, it.start);
      rest(segments, visit, "retry", free, until, due);
      free = until;
    }
    rest(segments, visit, "queue", free, it.start, null);
    segments.push(segmentOfAttempt(it));
    free = it.end ?? it.start;
    due = it.retryAt;
  }
  const last = visit.attempts.at(-1);
  if (visit.end === null && (!last || last.end !== null)) {
    rest(segments, visit, due === null ? "queue" : "retry", free, null, due);
  } else if (!last) {
    segments.push(passed(visit));
  }
  segments.push(...visit.saves.filter((it) => it.index === null).map(segmentOfSave));
  return segments;
}

function rest(
  segments: Segment[],
  { status }: Visit,
  kind: "queue" | "retry",
  start: number,
  end: number | null,
  due: number | null,
): void {
  if (end === null || end - start > MOMENT) {
    const words = kind === "queue" ? "waits for a worker" : "waits for the next attempt";
    segments.push({ kind, status, start, end, due, words, error: null });
  }
}

export function segmentOfAttempt(it: Attempt): Segment {
  return {
    kind: it.tool === "wait" ? "wait" : "attempt",
    status: it.status,
    start: it.start,
    end: it.end,
    due: null,
    words: it.maxAttempts > 1 ? `attempt ${it.attempt} of ${it.maxAttempts}` : it.tool,
    error: it.error,
  };
}

/** A router is passed in no time; a step that was cancelled before it began only waited. */
function passed({ status, start, end, error }: Visit): Segment {
  const isCancelled = status === "CANCELLED";
  return {
    kind: isCancelled ? "queue" : "attempt",
    status,
    start,
    end,
    due: null,
    words: isCancelled ? "never began" : "passed",
    error,
  };
}

function segmentOfSave(it: Save): Segment {
  return {
    kind: "save",
    status: it.status,
    start: it.start,
    end: it.end,
    due: null,
    words: `save to ${it.storage}`,
    error: it.error,
  };
}

/** One iteration as a stretch of time. */
export function segmentOfIteration(it: Iteration): Segment {
  return {
    kind: "attempt",
    status: it.status,
    start: it.start,
    end: it.end,
    due: null,
    words: `item ${it.index}`,
    error: it.error,
  };
}
