import { type ExecutionDetail, isOver } from "../../api/types";

export type Wish = "cancel" | "pause" | "resume" | "retry" | "again";

const NOT_ALLOWED = "Your token may only read: ask for one with the role operator";

/** Why something cannot be done to an execution now; null if it can. */
export function hindrance(
  wish: Wish,
  { status }: Pick<ExecutionDetail, "status">,
  mayOperate: boolean,
): string | null {
  if (!mayOperate) {
    return NOT_ALLOWED;
  }
  const word = status.toLowerCase();
  switch (wish) {
    case "again":
      return null;
    case "retry":
      return isOver(status) ? null : `It is ${word}: wait for its end, or cancel it first`;
    case "cancel":
      if (status === "CANCELLING") {
        return "It is being cancelled already";
      }
      return isOver(status) ? `It has ended already: ${word}` : null;
    case "pause":
      return status === "RUNNING" ? null : `Only what is running can be paused: it is ${word}`;
    case "resume":
      return status === "PAUSED" ? null : `Only what is paused can be resumed: it is ${word}`;
  }
}

export interface RetryChoice {
  label: string;
  /** Empty: at what failed, or from the beginning if nothing did. */
  fromStep: string;
}

/** Where a retry may begin: at what failed, at the chosen step, at the first; what was done before is taken over. */
export function retryChoices(
  detail: Pick<ExecutionDetail, "status" | "failed_step">,
  chosen: string | null,
  first: string | null,
): RetryChoice[] {
  const failed = detail.status === "COMPLETED" ? null : detail.failed_step;
  const choices: RetryChoice[] = [
    {
      label:
        detail.status === "COMPLETED"
          ? "Everything, from the beginning"
          : failed
            ? `From what failed: ${failed}`
            : "From where it stopped",
      fromStep: "",
    },
  ];
  if (chosen && chosen !== failed) {
    choices.push({ label: `From the chosen step: ${chosen}`, fromStep: chosen });
  }
  if (first && detail.status !== "COMPLETED" && first !== chosen && first !== failed) {
    choices.push({ label: `From the first step: ${first}`, fromStep: first });
  }
  return choices;
}
