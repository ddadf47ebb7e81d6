import { Exact } from "../api/exact";
import type { Event, Json, JsonMap, Transition } from "../api/types";
import {
  type Attempt,
  type EdgeHistory,
  edgeKey,
  type History,
  type Iteration,
  type IteratorRun,
  type Kept,
  type Save,
  type StepHistory,
  type StepStatus,
  type Visit,
} from "./model";

/**
 * The history after some more events. What these did not touch is the very same as before, so that a page draws anew only
 * what has changed. docs/events.md says what each event means.
 */
export function fold(before: History, events: readonly Event[]): History {
  return events.length === 0 ? before : new Fold(before).all(events);
}

const millis = (event: Event) => Date.parse(event.created_at);

const asMap = (value: unknown): JsonMap =>
  value !== null && typeof value === "object" && !Array.isArray(value) ? (value as JsonMap) : {};

const asText = (value: unknown): string | null =>
  typeof value === "string" || value instanceof Exact ? String(value) : null;

const asNumber = (value: unknown): number | null => (typeof value === "number" ? value : null);

/** A field of an event: the value itself, or the name under which it is kept. */
export function kept(event: Event, field: "result" | "workload", value: Json): Kept {
  const payload = asMap(asMap(event.meta?.payload)[field]);
  const name = asText(payload.name);
  return name === null
    ? { kind: "value", value }
    : {
        kind: "payload",
        name,
        bytes: asNumber(payload.bytes) ?? 0,
        execution: asText(payload.execution) ?? event.execution_id,
      };
}

class Fold {
  private readonly next: History;
  private readonly steps: Map<string, StepHistory>;
  private readonly edges: Map<string, EdgeHistory>;
  /** Steps, visits and iterators that belong to this fold alone, and may be changed. */
  private readonly own = new Set<object>();

  constructor(before: History) {
    this.steps = new Map(before.steps);
    this.edges = new Map(before.edges);
    this.next = { ...before, steps: this.steps, edges: this.edges, pauses: [...before.pauses] };
  }

  all(events: readonly Event[]): History {
    for (const event of events) {
      this.add(event);
    }
    this.next.events = this.next.events.concat(events);
    return this.next;
  }

  private add(event: Event): void {
    switch (event.event_type) {
      case "execution_start":
        return this.started(event);
      case "execution_complete":
      case "execution_failed":
      case "execution_cancelled":
        this.next.end = millis(event);
        return this.resumed(event);
      case "execution_paused":
        this.next.pauses.push({ start: millis(event), end: null });
        return;
      case "execution_resumed":
        return this.resumed(event);
      default:
        if (event.node_name !== null) {
          this.ofStep(event, event.node_name);
        }
    }
  }

  private started(event: Event): void {
    const meta = event.meta ?? {};
    this.next.start = millis(event);
    this.next.entry = asText(meta.entry) ?? "";
    this.next.workload = event.context?.workload ?? null;
    this.next.retryOf = asText(meta.retry_of);
    for (const [name, it] of Object.entries(asMap(asMap(meta.takeover).steps))) {
      this.steps.set(name, {
        name,
        // A failure that was taken over had been handled: else the retry would begin with it.
        status: asText(asMap(it).status) === "error" ? "HANDLED" : "COMPLETED",
        visits: [],
        isTakenOver: true,
      });
    }
    if (this.next.entry) {
      this.judged(this.next.entry, "next", transitions(event));
    }
  }

  private resumed(event: Event): void {
    const last = this.next.pauses.at(-1);
    if (last && last.end === null) {
      this.next.pauses[this.next.pauses.length - 1] = { ...last, end: millis(event) };
    }
  }

  private ofStep(event: Event, name: string): void {
    if (event.event_type === "step_started") {
      this.entered(event, name);
      return;
    }
    const visit = this.visit(name, asNumber(event.meta?.visit) ?? 1);
    if (!visit) {
      return;
    }
    switch (event.event_type) {
      case "step_completed":
        visit.vars = event.context?.vars ? asMap(event.context.vars) : null;
        return this.left(event, name, visit, "COMPLETED");
      case "step_failed":
        visit.error = event.error;
        return this.left(event, name, visit, event.meta?.handled === true ? "HANDLED" : "FAILED");
      case "step_cancelled":
        visit.cancelReason = asText(event.meta?.reason);
        return this.left(event, name, visit, "CANCELLED");
      case "action_started":
        visit.attempts = [...visit.attempts, attempt(event)];
        return;
      case "action_completed":
      case "action_error":
      case "action_retry":
        return this.attempted(event, visit);
      case "save_started":
      case "save_completed":
      case "save_failed":
        visit.saves = saved(visit.saves, event);
        return;
      default:
        return this.iterated(event, visit);
    }
  }

  private entered(event: Event, name: string): void {
    const visit: Visit = {
      visit: asNumber(event.meta?.visit) ?? 1,
      status: "RUNNING",
      start: millis(event),
      end: null,
      eventId: event.event_id,
      data: event.context?.data ?? null,
      inputs: event.context?.inputs ?? null,
      attempts: [],
      iterator: null,
      saves: [],
      vars: null,
      error: null,
      transitions: [],
      cancelReason: null,
    };
    const step = this.step(name);
    this.own.add(visit);
    step.visits.push(visit);
    step.status = "RUNNING";
  }

  private left(event: Event, name: string, visit: Visit, status: StepStatus): void {
    visit.status = status;
    visit.end = millis(event);
    visit.transitions = transitions(event);
    this.step(name).status = status;
    const open = visit.attempts.at(-1);
    if (open && open.end === null) {
      visit.attempts = [
        ...visit.attempts.slice(0, -1),
        { ...open, status: "CANCELLED", end: visit.end },
      ];
    }
    this.judged(name, event.event_type === "step_failed" ? "error" : "next", visit.transitions);
  }

  private judged(from: string, kind: "next" | "error", judged: Transition[]): void {
    judged.forEach((last, index) => {
      const key = edgeKey(from, kind, index);
      const before = this.edges.get(key);
      this.edges.set(key, {
        from,
        to: last.step,
        index,
        kind,
        taken: (before?.taken ?? 0) + (last.taken ? 1 : 0),
        notTaken: (before?.notTaken ?? 0) + (last.taken ? 0 : 1),
        last,
      });
    });
  }

  private attempted(event: Event, visit: Visit): void {
    const last = visit.attempts.at(-1);
    if (last) {
      visit.attempts = [...visit.attempts.slice(0, -1), ended(last, event)];
    }
  }

  private iterated(event: Event, visit: Visit): void {
    const run = this.iterator(visit);
    switch (event.event_type) {
      case "iterator_started":
        run.total = asNumber(event.context?.total);
        return;
      case "iterator_completed":
        run.succeeded = asNumber(event.context?.succeeded) ?? run.succeeded;
        run.failed = asNumber(event.context?.failed) ?? run.failed;
        run.running = 0;
        run.end = millis(event);
        return;
      case "iteration_started":
      case "iteration_completed":
      case "iteration_failed":
        if (event.current_index !== null) {
          iteration(run, event, event.current_index);
        }
    }
  }

  /** The step, as one that may be changed. */
  private step(name: string): StepHistory {
    const before = this.steps.get(name);
    if (before && this.own.has(before)) {
      return before;
    }
    const step: StepHistory = before
      ? { ...before, visits: [...before.visits], isTakenOver: false }
      : { name, status: "RUNNING", visits: [], isTakenOver: false };
    this.own.add(step);
    this.steps.set(name, step);
    return step;
  }

  private visit(name: string, number: number): Visit | undefined {
    const step = this.step(name);
    const index = step.visits.findLastIndex((it) => it.visit === number);
    const before = step.visits[index];
    if (!before || this.own.has(before)) {
      return before;
    }
    const visit = { ...before };
    this.own.add(visit);
    step.visits[index] = visit;
    return visit;
  }

  private iterator(visit: Visit): IteratorRun {
    if (visit.iterator && this.own.has(visit.iterator)) {
      return visit.iterator;
    }
    const run: IteratorRun = visit.iterator
      ? { ...visit.iterator, iterations: [...visit.iterator.iterations] }
      : { total: null, iterations: [], running: 0, succeeded: 0, failed: 0, end: null };
    this.own.add(run);
    visit.iterator = run;
    return run;
  }
}

function transitions(event: Event): Transition[] {
  return Array.isArray(event.meta?.transitions) ? (event.meta.transitions as Transition[]) : [];
}

function attempt(event: Event): Attempt {
  return {
    attempt: asNumber(event.context?.attempt) ?? 1,
    maxAttempts: asNumber(event.context?.max_attempts) ?? 1,
    tool: event.node_type ?? "",
    status: "RUNNING",
    start: millis(event),
    end: null,
    worker: event.worker_id,
    child: asText(event.meta?.child),
    result: null,
    returned: null,
    error: null,
    errorKind: null,
    errorCode: null,
    trace: null,
    retryAt: null,
  };
}

function ended(last: Attempt, event: Event): Attempt {
  switch (event.event_type) {
    case "action_completed":
      return {
        ...last,
        status: "COMPLETED",
        end: millis(event),
        result: kept(event, "result", event.result),
      };
    case "action_error":
      return {
        ...last,
        status: "FAILED",
        end: millis(event),
        result: event.result === null ? null : kept(event, "result", event.result),
        returned: event.context?.returned ?? null,
        error: event.error,
        errorKind: asText(event.meta?.kind),
        errorCode: asText(event.meta?.code),
        trace: event.stack_trace,
      };
    default:
      return { ...last, retryAt: millis(event) + (asNumber(event.context?.delay_ms) ?? 0) };
  }
}

function iteration(run: IteratorRun, event: Event, index: number): void {
  const before = run.iterations[index];
  if (event.event_type === "iteration_started") {
    run.running += before?.status === "RUNNING" ? 0 : 1;
    // Another attempt does again what had failed.
    run.failed -= before?.status === "FAILED" ? 1 : 0;
    run.iterations[index] = {
      index,
      item: event.current_item,
      status: "RUNNING",
      start: millis(event),
      end: null,
      child: asText(event.meta?.child),
      result: null,
      error: null,
    };
    return;
  }
  const status = event.event_type === "iteration_completed" ? "COMPLETED" : "FAILED";
  const it: Iteration = {
    index,
    item: before?.item ?? event.current_item,
    status,
    // With a summary only failures are written: their beginning is not known.
    start: before?.start ?? millis(event),
    end: millis(event),
    child: before?.child ?? null,
    result: status === "COMPLETED" ? kept(event, "result", event.result) : null,
    error: event.error,
  };
  run.running -= before?.status === "RUNNING" ? 1 : 0;
  run.succeeded += status === "COMPLETED" ? 1 : 0;
  run.failed += status === "FAILED" && before?.status !== "FAILED" ? 1 : 0;
  run.iterations[index] = it;
}

function saved(saves: Save[], event: Event): Save[] {
  if (event.event_type === "save_started") {
    return [
      ...saves,
      {
        storage: asText(event.meta?.storage) ?? "",
        status: "RUNNING",
        start: millis(event),
        end: null,
        index: event.current_index,
        answer: null,
        error: null,
      },
    ];
  }
  const place = saves.findLastIndex((it) => it.index === event.current_index && it.end === null);
  return saves.map((it, index) =>
    index === place
      ? {
          ...it,
          status: event.event_type === "save_completed" ? "COMPLETED" : "FAILED",
          end: millis(event),
          answer: event.result,
          error: event.error,
        }
      : it,
  );
}
