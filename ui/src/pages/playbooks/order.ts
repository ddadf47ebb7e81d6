import type { PlaybookLine } from "../../api/types";
import { labelTexts } from "../../parts/labels";

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

/** The lines that have the label ("" for any), in this order; the server's own is newest first. */
export function ordered(lines: PlaybookLine[], sort: Sort, label: string): PlaybookLine[] {
  const chosen = label ? lines.filter((it) => labelTexts(it).includes(label)) : lines;
  if (sort === "recent") {
    return chosen;
  }
  const figure = FIGURES[sort];
  return chosen
    .map((line) => ({ line, figure: figure(line) ?? Number.POSITIVE_INFINITY }))
    .sort((one, other) => compare(one, other) || byPath(one.line, other.line))
    .map(({ line }) => line);
}

/** What is least comes first; those without the figure come last. */
const FIGURES: Record<
  Exclude<Sort, "recent">,
  (line: PlaybookLine) => number | null | undefined
> = {
  path: () => 0,
  runs: ({ runs }) => {
    const start = runs?.last[0]?.start_time;
    return start ? -Date.parse(start) : null;
  },
  success: ({ runs }) => runs?.success_rate,
  slow: ({ runs }) => (typeof runs?.p50_seconds === "number" ? -runs.p50_seconds : null),
};

const compare = (one: { figure: number }, other: { figure: number }): number => {
  if (one.figure === other.figure) {
    return 0;
  }
  return one.figure < other.figure ? -1 : 1;
};

const { compare: compareTexts } = new Intl.Collator("en");

const byPath = (one: PlaybookLine, other: PlaybookLine) => compareTexts(one.path, other.path);
