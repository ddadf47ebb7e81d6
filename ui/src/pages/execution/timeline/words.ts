import { span } from "../../../parts/time";
import { clock, offset } from "../offset";
import type { Bar } from "./draw";
import type { Row } from "./rows";
import type { Segment } from "./segments";

/** What is said of a bar one points at: a head and lines below. */
export interface Words {
  head: string;
  lines: string[];
}

const word = (status: string) => status.toLowerCase();

export function wordsOfBar(
  row: Row,
  bar: Bar,
  start: number,
  now: number,
  dueOfStep: number | null,
): Words {
  const { segment: it, count } = bar;
  if (count > 1) {
    return {
      head: `${row.step}: ${count.toLocaleString("en")} close together`,
      lines: ["Zoom in to tell them apart", times(it.start, it.end, start, now)],
    };
  }
  const lines = [times(it.start, it.end, start, now)];
  const due = it.due ?? dueOfStep;
  if (due !== null && it.end === null) {
    lines.push(`due at ${clock(due)}, ${span(Math.max(0, (due - now) / 1000))} from now`);
  }
  if (row.iterations) {
    lines.push(row.note);
  }
  if (it.error) {
    lines.push(it.error.slice(0, 200));
  }
  return { head: `${row.label}: ${it.words}${endOf(it)}`, lines };
}

function endOf({ kind, status, end }: Segment): string {
  const rests = kind === "queue" || kind === "retry" || (kind === "wait" && end === null);
  return rests ? "" : `, ${word(status)}`;
}

/** What is said of a line as a whole. */
export function wordsOfRow(row: Row, start: number, now: number): Words {
  const head = `${row.label}: ${word(row.status)}${row.note ? `, ${row.note}` : ""}`;
  if (row.start === null) {
    return { head, lines: ["Taken over from the execution before"] };
  }
  return { head, lines: [times(row.start, row.end, start, now)] };
}

function times(from: number, to: number | null, start: number, now: number): string {
  const took = span(Math.max(0, ((to ?? now) - from) / 1000));
  return to === null
    ? `${clock(from)} (${offset(from - start)}), ${took} so far`
    : `${clock(from)} – ${clock(to)} (${offset(from - start)}), took ${took}`;
}
