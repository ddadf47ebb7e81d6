import { type ExecutionDetail, isOver } from "../../api/types";
import type { History } from "../../history/model";

/** What an execution is at, or waits for, at this moment. */
export interface Doing {
  running: string[];
  /** Until when, in ms since 1970. */
  waiting: { step: string; kind: "wait" | "retry"; until: number }[];
  /** Steps whose work no worker has taken yet. */
  queued: { step: string; pool: string }[];
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
  const queued = (detail.jobs ?? [])
    .filter((it) => it.status === "queued")
    .map((it) => ({ step: it.node_name, pool: it.pool }));
  const resting = new Set([...waiting, ...queued].map((it) => it.step));
  const running = [...history.steps.values()]
    .filter((it) => it.status === "RUNNING" && !resting.has(it.name))
    .map((it) => it.name);
  return { running, waiting, queued };
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
