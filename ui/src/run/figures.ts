import type { Runs, Status } from "../api/types";

/** 0..1 as people say it; what is not quite all is never said to be. */
export function percent(rate: number): string {
  const hundredths = rate * 100;
  if (hundredths > 99 && hundredths < 100) {
    return `${(Math.floor(hundredths * 10) / 10).toFixed(1)} %`;
  }
  return `${hundredths > 0 && hundredths < 1 ? "<1" : Math.round(hundredths)} %`;
}

/** Good, so-so or bad: which colour a rate has. */
export function toneOf(rate: number): "completed" | "waiting" | "failed" {
  if (rate >= 0.95) {
    return "completed";
  }
  return rate >= 0.7 ? "waiting" : "failed";
}

/** "5 last runs: 4 completed, 1 failed". */
export function summary(last: Runs["last"]): string {
  const counts = new Map<Status, number>();
  for (const { status } of last) {
    counts.set(status, (counts.get(status) ?? 0) + 1);
  }
  const parts = [...counts].map(([status, count]) => `${count} ${status.toLowerCase()}`);
  return `${last.length === 1 ? "The last run" : `The last ${last.length} runs`}: ${parts.join(", ")}`;
}
