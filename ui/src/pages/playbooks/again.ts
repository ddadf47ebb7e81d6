import type { Page, PlaybookLine } from "../../api/types";

export interface Pages {
  pages: Page<PlaybookLine>[];
  /** The cursors with which they were asked for. */
  pageParams: string[];
}

/** The lines of all pages; one that was registered anew meanwhile may be on two. */
export function linesOf({ pages }: Pick<Pages, "pages">): PlaybookLine[] {
  const lines = new Map<string, PlaybookLine>();
  for (const line of pages.flatMap(({ items }) => items)) {
    if (!lines.has(line.path)) {
      lines.set(line.path, line);
    }
  }
  return [...lines.values()];
}

/** Which pages to ask for again: the first, where new ones come, those in sight, and in turn one of the others. */
export function pagesAgain({ pages }: Pages, inSight: ReadonlySet<string>, turn: number): number[] {
  const seen = pages.flatMap(({ items }, index) =>
    items.some(({ path }) => inSight.has(path)) ? [index] : [],
  );
  return [...new Set([0, ...seen.slice(0, SEEN_MAX), turn % Math.max(1, pages.length)])].sort(
    (one, other) => one - other,
  );
}

const SEEN_MAX = 3;

/**
 * The same with pages that have come again. New lines push others from their page to the next one: these stay until that
 * one has come too. What is in neither is gone: a newer version may lack what was looked for.
 */
export function replaced({ pages, pageParams }: Pages, fresh: Map<number, Page<PlaybookLine>>) {
  const mayHavePushed = (index: number) => {
    const next = fresh.get(index)?.next_cursor;
    return next !== null && !(next === pageParams[index + 1] && fresh.has(index + 1));
  };
  const next = pages.map((page, index) => fresh.get(index) ?? page);
  const known = new Set(next.flatMap(({ items }) => items.map(({ path }) => path)));
  return {
    pages: next.map((page, index) => {
      const missing = pages[index]?.items.filter(({ path }) => !known.has(path)) ?? [];
      return missing.length > 0 && mayHavePushed(index)
        ? { ...page, items: [...page.items, ...missing] }
        : page;
    }),
    pageParams: pageParams.map((cursor, index) => fresh.get(index - 1)?.next_cursor ?? cursor),
  };
}

/**
 * The lines as they stood before, with their new figures: none moves. What is new comes only at the end, where nothing is
 * in its way.
 */
export function held(before: PlaybookLine[], next: PlaybookLine[]): PlaybookLine[] {
  const places = new Map(next.map(({ path }, index) => [path, index]));
  const known = new Set(before.map(({ path }) => path));
  const stayed = before.flatMap(({ path }) => next[places.get(path) ?? -1] ?? []);
  const last = stayed.reduce((most, { path }) => Math.max(most, places.get(path) ?? -1), -1);
  return [...stayed, ...next.slice(last + 1).filter(({ path }) => !known.has(path))];
}
