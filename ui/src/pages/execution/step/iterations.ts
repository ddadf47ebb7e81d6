import type { Iteration, IteratorRun } from "../../../history/model";

export type Sieve = "all" | "failed" | "running" | "completed";

export const SIEVES: Sieve[] = ["all", "failed", "running", "completed"];

/** The iterations that are written and pass, in the order of their items. */
export function sifted({ iterations }: IteratorRun, sieve: Sieve): Iteration[] {
  const found: Iteration[] = [];
  for (const it of iterations) {
    if (it && (sieve === "all" || it.status === sieve.toUpperCase())) {
      found.push(it);
    }
  }
  return found;
}

export function counted(run: IteratorRun): Record<Sieve, number> {
  return {
    all: run.total ?? run.iterations.length,
    failed: run.failed,
    running: run.running,
    completed: run.succeeded,
  };
}
