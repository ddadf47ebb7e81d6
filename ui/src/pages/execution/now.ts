import { type ExecutionDetail, isOver } from "../../api/types";
import type { History } from "../../history/model";

/** What an execution is at, or waits for, at this moment. */
export interface Doing {
  running: string[];
  /** Until when, in ms since 1970. */
  waiting: { step: string; kind: "wait" | "retry"; until: number }[];
  /** Steps whose work no worker has taken yet, by the pool they wait for. */
  queued: { pool: string; steps: string[] }[];
}

/** A job is named after its step; `#2` says which visit. */
export function stepOfJob(job: string, history: History): string {
  if (history.steps.has(job)) {
    return job;
  }
  const [step = job] = job.split(/[#/]/);
  return step;
}

export function doing(detail: ExecutionDetail, history: History): Doing {
  if (isOver(detail.status)) {
    return { running: [], waiting: [], queued: [] };
  }
  const waiting = (detail.waits ?? []).map((it) => ({
    step: stepOfJob(it.job, history),
    kind: it.kind,
    until: Date.parse(it.due),
  }));
  const queued = new Map<string, Set<string>>();
  for (const { status, pool, node_name: step } of detail.jobs ?? []) {
    if (status === "queued") {
      queued.set(pool, (queued.get(pool) ?? new Set()).add(step));
    }
  }
  const resting = new Set(waiting.map((it) => it.step));
  for (const steps of queued.values()) {
    for (const step of steps) {
      resting.add(step);
    }
  }
  const running = [...history.steps.values()]
    .filter((it) => it.status === "RUNNING" && !resting.has(it.name))
    .map((it) => it.name);
  return {
    running,
    waiting,
    queued: [...queued].map(([pool, steps]) => ({ pool, steps: [...steps] })),
  };
}

/** The executions that its steps started. */
export function children(history: History): number {
  let count = 0;
  for (const step of history.steps.values()) {
    for (const visit of step.visits) {
      count += visit.attempts.filter((it) => it.child !== null).length;
      for (const it of visit.iterator?.iterations ?? []) {
        count += it?.child ? 1 : 0;
      }
    }
  }
  return count;
}
