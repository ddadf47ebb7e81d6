import { isOver, type Status } from "../../api/types";

export type Verb = "cancel" | "pause" | "resume" | "retry";

/** What can be done, with the words for it. */
export const VERBS: Record<Verb, { label: string; doing: string; done: string }> = {
  cancel: { label: "Cancel", doing: "Cancelling", done: "cancelled" },
  pause: { label: "Pause", doing: "Pausing", done: "paused" },
  resume: { label: "Resume", doing: "Resuming", done: "resumed" },
  retry: { label: "Retry", doing: "Retrying", done: "started again" },
};

/** Whether an execution in this status takes this. */
export function takes(status: Status, verb: Verb): boolean {
  switch (verb) {
    case "cancel":
      return status === "RUNNING" || status === "PAUSED";
    case "pause":
      return status === "RUNNING";
    case "resume":
      return status === "PAUSED";
    case "retry":
      return isOver(status);
  }
}

/** How far a job of many requests is. */
export interface Progress {
  verb: Verb;
  count: number;
  done: number;
  /** By reason: how many failed so. */
  failures: ReadonlyMap<string, number>;
  isOver: boolean;
  isStopped: boolean;
}

const AT_ONCE = 6;

/** Does it for each, a few at a time, until all are through or `signal` stops it; tells `tell` after each. */
export async function each(
  verb: Verb,
  ids: readonly string[],
  act: (id: string) => Promise<unknown>,
  tell: (progress: Progress) => void,
  signal: AbortSignal,
): Promise<Progress> {
  const failures = new Map<string, number>();
  let done = 0;
  let at = 0;
  const progress = (isOver: boolean): Progress => ({
    verb,
    count: ids.length,
    done,
    failures: new Map(failures),
    isOver,
    isStopped: signal.aborted,
  });
  const one = async () => {
    while (at < ids.length && !signal.aborted) {
      const id = ids[at] as string;
      at += 1;
      try {
        await act(id);
        done += 1;
      } catch (error) {
        const reason = reasonOf(error, id);
        failures.set(reason, (failures.get(reason) ?? 0) + 1);
      }
      tell(progress(false));
    }
  };
  await Promise.all(Array.from({ length: Math.min(AT_ONCE, ids.length) }, one));
  const last = progress(true);
  tell(last);
  return last;
}

/** The same trouble of different executions counts as one: their ids are left out. */
function reasonOf(error: unknown, id: string): string {
  const text = error instanceof Error ? error.message : String(error);
  return text.replaceAll(id, "").replaceAll(/\s+/g, " ").trim();
}

export function failedOf({ failures }: Progress): number {
  let sum = 0;
  for (const count of failures.values()) {
    sum += count;
  }
  return sum;
}
