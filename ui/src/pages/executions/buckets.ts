import type { Bucket } from "../../api/types";
import type { Period } from "./filters";

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** How long a bar may stand for: lengths that people count in. */
const STEPS = [
  SECOND,
  2 * SECOND,
  5 * SECOND,
  10 * SECOND,
  15 * SECOND,
  30 * SECOND,
  MINUTE,
  2 * MINUTE,
  5 * MINUTE,
  10 * MINUTE,
  15 * MINUTE,
  30 * MINUTE,
  HOUR,
  2 * HOUR,
  3 * HOUR,
  6 * HOUR,
  12 * HOUR,
  DAY,
  2 * DAY,
  7 * DAY,
  30 * DAY,
  90 * DAY,
  365 * DAY,
];

export interface Cut {
  from: number;
  until: number;
  buckets: number;
}

/**
 * Cuts a time into at most `max` pieces of a round length, which begin at round times of the zone that is `offset`
 * minutes behind UTC (as `Date.getTimezoneOffset` says).
 */
export function cut(from: number, until: number, max: number, offset: number): Cut {
  const length = Math.max(SECOND, until - from);
  // One piece is kept free: the ends are moved to round times.
  const step = STEPS.find((it) => length / it <= max - 1) ?? Math.ceil(length / (max - 1));
  const shift = offset * MINUTE;
  const first = Math.floor((from - shift) / step) * step + shift;
  const buckets = Math.max(1, Math.ceil((until - first) / step));
  return { from: first, until: first + buckets * step, buckets };
}

/** How far back one looks for the oldest execution. */
const LOOKS_BACK = [HOUR, 6 * HOUR, DAY, 7 * DAY, 30 * DAY, 90 * DAY, 365 * DAY, 5 * 365 * DAY];
const HALVINGS = 4;

/** About when the oldest execution started, and not later; by a few questions whether there is one before an instant. */
export async function oldestStart(
  now: number,
  hasBefore: (instant: number) => Promise<boolean>,
): Promise<number> {
  // First the length that holds all, by halves of the lengths that may.
  let low = 0;
  let high = LOOKS_BACK.length - 1;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (await hasBefore(now - (LOOKS_BACK[middle] ?? 0))) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  let from = now - (LOOKS_BACK[low] ?? DAY);
  let until = now - (LOOKS_BACK[low - 1] ?? 0);
  for (let turn = 0; turn < HALVINGS; turn += 1) {
    const middle = (from + until) / 2;
    if (await hasBefore(middle)) {
      until = middle;
    } else {
      from = middle;
    }
  }
  return from;
}

/** What bars are made of, from the ground up. */
export const OUTCOMES = ["completed", "active", "cancelled", "failed"] as const;
export type Outcome = (typeof OUTCOMES)[number];

export const countOf = (bucket: Bucket) =>
  bucket.completed + bucket.active + bucket.cancelled + bucket.failed;

export function sums(buckets: Bucket[]): Record<Outcome, number> {
  const total = { completed: 0, active: 0, cancelled: 0, failed: 0 };
  for (const bucket of buckets) {
    for (const outcome of OUTCOMES) {
      total[outcome] += bucket[outcome];
    }
  }
  return total;
}

export interface Segment {
  outcome: Outcome;
  y: number;
  height: number;
}

/** The parts of a bar in a chart `height` high, where `top` reaches its upper edge; nothing that counts is invisible. */
export function segments(
  bucket: Bucket,
  shown: readonly Outcome[],
  top: number,
  height: number,
): Segment[] {
  const THIN = 2;
  let y = height;
  const parts: Segment[] = [];
  for (const outcome of shown) {
    const count = bucket[outcome];
    if (count > 0) {
      const part = Math.max(THIN, (count / Math.max(1, top)) * height);
      y -= part;
      parts.push({ outcome, y, height: part });
    }
  }
  // Thin parts that were thickened may reach beyond the edge: then all are pressed together.
  const scale = y < 0 ? height / (height - y) : 1;
  return scale === 1
    ? parts
    : parts.map((it) => ({
        ...it,
        y: height - (height - it.y) * scale,
        height: it.height * scale,
      }));
}

/** The period that bars `one` to `other` stand for. */
export function periodOfBars(
  buckets: Bucket[],
  bucketSeconds: number,
  one: number,
  other: number,
): Period | null {
  const first = buckets[Math.min(one, other)];
  const last = buckets[Math.max(one, other)];
  if (!first || !last) {
    return null;
  }
  return {
    from: Date.parse(first.start),
    until: Date.parse(last.start) + bucketSeconds * SECOND,
  };
}

/** How much of an axis says when: with seconds, to the minute, or the day. */
export function axisFormat(length: number): Intl.DateTimeFormatOptions {
  if (length <= 10 * MINUTE) {
    return { hour: "2-digit", minute: "2-digit", second: "2-digit" };
  }
  if (length <= DAY) {
    return { hour: "2-digit", minute: "2-digit" };
  }
  return length <= 14 * DAY
    ? { day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" }
    : { day: "numeric", month: "short", year: "numeric" };
}
