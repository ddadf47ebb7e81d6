import type { PlaybookLine } from "../../api/types";

export const SORTS = {
  recent: "Newest version first",
  path: "Path",
  runs: "Last run first",
  success: "Least successful first",
  slow: "Slowest first",
} as const;

export type Sort = keyof typeof SORTS;

export const isSort = (word: string | null): word is Sort =>
  word !== null && Object.hasOwn(SORTS, word);

/** `team=data`, as in the server's filters. */
export function labelTexts({ labels }: Pick<PlaybookLine, "labels">): string[] {
  return Object.entries(labels ?? {}).map(
    ([name, value]) => `${name}=${typeof value === "string" ? value : JSON.stringify(value)}`,
  );
}

/** The lines that have the label ("" for any), in this order; the server's own is newest first. */
export function ordered(lines: PlaybookLine[], sort: Sort, label: string): PlaybookLine[] {
  const chosen = label ? lines.filter((it) => labelTexts(it).includes(label)) : lines;
  return sort === "recent" ? chosen : [...chosen].sort(ORDERS[sort]);
}

type Order = (one: PlaybookLine, other: PlaybookLine) => number;

const byPath: Order = (one, other) => one.path.localeCompare(other.path, "en");

/** Those without the figure come last, whatever the direction. */
function by(figure: (line: PlaybookLine) => number | null | undefined, sign: 1 | -1): Order {
  return (one, other) => {
    const [a, b] = [figure(one) ?? null, figure(other) ?? null];
    if (a === null || b === null) {
      return a === b ? byPath(one, other) : Number(a === null) - Number(b === null);
    }
    return sign * (a - b) || byPath(one, other);
  };
}

const lastRun = ({ runs }: PlaybookLine) => {
  const start = runs?.last[0]?.start_time;
  return start ? Date.parse(start) : null;
};

const ORDERS: Record<Exclude<Sort, "recent">, Order> = {
  path: byPath,
  runs: by(lastRun, -1),
  success: by(({ runs }) => runs?.success_rate, 1),
  slow: by(({ runs }) => runs?.p50_seconds, -1),
};
