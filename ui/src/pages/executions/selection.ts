/** Which rows are chosen, and where the last choice was made: a range begins there. */
export interface Selection {
  ids: ReadonlySet<string>;
  anchor: string | null;
}

export const NOTHING: Selection = { ids: new Set(), anchor: null };

/** Chooses one more, or one less. */
export function toggled({ ids }: Selection, id: string): Selection {
  const next = new Set(ids);
  if (!next.delete(id)) {
    next.add(id);
  }
  return { ids: next, anchor: id };
}

/** Chooses all between the anchor and `id`, both included; of `rows` as they stand on the page. */
export function extended(
  selection: Selection,
  id: string,
  rows: readonly { id: string }[],
  indexOf: (id: string) => number,
): Selection {
  const from = selection.anchor === null ? -1 : indexOf(selection.anchor);
  const to = indexOf(id);
  if (from < 0 || to < 0) {
    return toggled(selection, id);
  }
  const next = new Set(selection.ids);
  for (let index = Math.min(from, to); index <= Math.max(from, to); index += 1) {
    const row = rows[index];
    if (row) {
      next.add(row.id);
    }
  }
  return { ids: next, anchor: selection.anchor };
}

export function all(rows: readonly { id: string }[]): Selection {
  return { ids: new Set(rows.map(({ id }) => id)), anchor: null };
}
