import { isNewer, type Row } from "./row";

/** Where `id` stands in rows that are newest first, or where it would stand. */
export function placeOf(rows: readonly Row[], id: string): { index: number; isThere: boolean } {
  let low = 0;
  let high = rows.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const row = rows[middle];
    if (row && isNewer(row.id, id)) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return { index: low, isThere: rows[low]?.id === id };
}

export function indexOf(rows: readonly Row[], id: string | null): number {
  if (id === null) {
    return -1;
  }
  const { index, isThere } = placeOf(rows, id);
  return isThere ? index : -1;
}

/** `rows` with `changed` in the places of their namesakes; what is not among them is left out. */
export function replaced(rows: Row[], changed: Iterable<Row>): Row[] {
  let next = rows;
  for (const row of changed) {
    const { index, isThere } = placeOf(rows, row.id);
    if (isThere && !isSame(rows[index], row)) {
      next = next === rows ? [...rows] : next;
      next[index] = row;
    }
  }
  return next;
}

/** `rows` and `more`, in order; of namesakes the one of `more`. */
export function merged(rows: Row[], more: readonly Row[]): Row[] {
  const added = more.filter((row) => !placeOf(rows, row.id).isThere);
  const next = replaced(rows, more);
  if (added.length === 0) {
    return next;
  }
  added.sort((one, other) => (isNewer(one.id, other.id) ? -1 : 1));
  const all: Row[] = [];
  let at = 0;
  for (const row of added) {
    const { index } = placeOf(next, row.id);
    for (; at < index; at += 1) {
      all.push(next[at] as Row);
    }
    if (all.at(-1)?.id !== row.id) {
      all.push(row);
    }
  }
  return all.concat(next.slice(at));
}

export function without(rows: Row[], gone: ReadonlySet<string>): Row[] {
  return gone.size === 0 ? rows : rows.filter(({ id }) => !gone.has(id));
}

/**
 * The rows that a page shows to be no more: between `above` (exclusive; null for the very top) and the end of the page
 * (of all, if nothing follows it), but not on it.
 */
export function vanished(
  rows: readonly Row[],
  page: readonly Row[],
  above: string | null,
  isLast: boolean,
): Set<string> {
  const gone = new Set<string>();
  const end = page.at(-1);
  if (!end && !isLast) {
    return gone;
  }
  const there = new Set(page.map(({ id }) => id));
  const first = above === null ? 0 : placeOf(rows, above).index;
  for (let index = first; index < rows.length; index += 1) {
    const row = rows[index] as Row;
    if (!isLast && end && isNewer(end.id, row.id)) {
      break;
    }
    if (row.id !== above && !there.has(row.id)) {
      gone.add(row.id);
    }
  }
  return gone;
}

/** Whether all of a page is newer than the rows: so many are new that there may be others in between. */
export function isAhead(page: readonly Row[], rows: readonly Row[]): boolean {
  const last = page.at(-1);
  const first = rows[0];
  return last !== undefined && (first === undefined || isNewer(last.id, first.id));
}

function isSame(one: Row | undefined, other: Row): boolean {
  return (
    one !== undefined &&
    one.status === other.status &&
    one.progress === other.progress &&
    one.end === other.end &&
    one.error === other.error &&
    one.retryOf === other.retryOf &&
    one.parent === other.parent
  );
}
