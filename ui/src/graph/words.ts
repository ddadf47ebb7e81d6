import type { GraphStep } from "../api/types";
import type { EdgeHistory } from "../history/model";
import { span } from "../parts/time";
import type { StepState, StepStatus } from "./states";
import { stepKind } from "./tools";

export const STATUS_WORDS: Record<StepStatus, string> = {
  PENDING: "not reached yet",
  RUNNING: "running",
  WAITING: "waiting",
  PAUSED: "paused",
  COMPLETED: "completed",
  FAILED: "failed",
  HANDLED: "failed, and handled",
  CANCELLED: "cancelled",
  SKIPPED: "did not run",
};

/** What a step that is not over waits for, in few words. */
export function waitWords({ waiting }: StepState, now: number): string | null {
  if (!waiting) {
    return null;
  }
  const left =
    waiting.until === null ? null : span(Math.max(0, Math.ceil((waiting.until - now) / 1000)));
  switch (waiting.kind) {
    case "queue":
      return "in the queue";
    case "retry":
      return left ? `retry in ${left}` : "retry";
    default:
      return left ? `${left} left` : "waits";
  }
}

/** How long a visit took, or has taken so far. */
export function tookWords({ start, end }: StepState, now: number): string | null {
  if (start === null) {
    return null;
  }
  return span(end === null ? Math.max(0, Math.floor((now - start) / 1000)) : (end - start) / 1000);
}

export function iterationWords({ done, total, failed }: NonNullable<StepState["iterations"]>) {
  const of = `${done}/${total}`;
  return failed > 0 ? `${of}, ${failed} failed` : of;
}

/** Why an edge was taken or not; `when` is null where it has no condition. */
export function edgeWords(
  when: string | null,
  state: EdgeHistory | undefined,
  { isOver, isBefore }: { isOver: boolean; isBefore: boolean },
) {
  const lines = when ? [when] : [];
  if (!state && isBefore) {
    lines.push("It was judged in the execution that this one does again.");
    return lines.join("\n");
  }
  if (!state) {
    lines.push(isOver ? "It was never judged." : "It has not been judged yet.");
    return lines.join("\n");
  }
  const { last, taken, notTaken } = state;
  const judged = taken + notTaken;
  if (last.when) {
    lines.push(`Value: ${JSON.stringify(last.value ?? null)}`);
  }
  const verdict = last.taken ? "Taken" : "Not taken";
  lines.push(last.why ? `${verdict}: ${last.why}` : verdict);
  if (judged > 1) {
    lines.push(`Judged ${judged} times, taken ${taken} times`);
  }
  return lines.join("\n");
}

/** A step in one line, for those who cannot see the graph. */
export function stepWords(
  step: GraphStep,
  isEntry: boolean,
  status: StepStatus | null,
  state: StepState | undefined,
): string {
  const words = [step.name, stepKind(step)];
  if (isEntry) {
    words.push("entry");
  }
  if (status) {
    words.push(STATUS_WORDS[status]);
  }
  if (state && state.visits > 1) {
    words.push(`${state.visits} visits`);
  }
  if (state?.iterations) {
    words.push(`${iterationWords(state.iterations)} iterations`);
  }
  if (state && state.children > 0) {
    words.push(state.children === 1 ? "1 child execution" : `${state.children} child executions`);
  }
  return words.join(", ");
}
