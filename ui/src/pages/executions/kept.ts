import type { Filters } from "./filters";
import type { Row } from "./row";

/** A list as one has left it. */
export interface Kept {
  rows: Row[];
  next: string | null;
  /** How far it was scrolled. */
  top: number;
  current: string | null;
}

const LIFE = 10 * 60_000;

let kept: (Kept & { filters: string; at: number }) | null = null;

/** Remembers the list that is left for another page. */
export function keep(filters: Filters, list: Kept): void {
  kept = { ...list, filters: JSON.stringify(filters), at: Date.now() };
}

/** The list as it was left with the same filters, if that is not long ago. */
export function recalled(filters: Filters): Kept | null {
  const isGood =
    kept?.filters === JSON.stringify(filters) &&
    Date.now() - kept.at < LIFE &&
    kept.rows.length > 0;
  return isGood ? kept : null;
}
