import type { LogEntry } from "../../../api/types";

/** A row of the log: what a step's attempt printed, line by line, with a head wherever another one begins to speak. */
export type LogRow = Head | Line;

export interface Source {
  step: string;
  visit: number;
  attempt: number;
}

export interface Head extends Source {
  kind: "head";
  at: string | null;
}

export interface Line extends Source {
  kind: "line";
  /** Its place in what this attempt printed, from 1. */
  number: number;
  text: string;
}

const key = ({ step, visit, attempt }: Source) => `${step}#${visit}#${attempt}`;

// biome-ignore lint/suspicious/noControlCharactersInRegex: colours and the like begin with ESC.
const ESCAPES = /\u001b(?:\[[0-9;?]*[ -/]*[@-~]|\][^\u0007]*\u0007|[@-Z\\-_])/g;

/** A line as a terminal would leave it: without colours, and after a carriage return what came last. */
export function plain(text: string): string {
  const clean = text.includes("\u001b") ? text.replace(ESCAPES, "") : text;
  const line = clean.endsWith("\r") ? clean.slice(0, -1) : clean;
  return line.slice(line.lastIndexOf("\r") + 1);
}

/** Makes rows of entries as they come. */
export class LogLines {
  rows: LogRow[] = [];
  /** Characters of the longest line. */
  longest = 0;
  size = 0;
  private last: string | null = null;
  private isOpen = false;
  private readonly counts = new Map<string, number>();

  add(entries: readonly LogEntry[]): void {
    if (entries.length > 0) {
      this.rows = [...this.rows];
      for (const entry of entries) {
        this.entry(entry);
      }
    }
  }

  private entry(entry: LogEntry): void {
    const { step, visit, attempt, text } = entry;
    const source = key(entry);
    const goesOn = this.last === source;
    if (!goesOn) {
      this.rows.push({ kind: "head", step, visit, attempt, at: entry.at ?? null });
    }
    const lines = text.split("\n");
    const isEnded = lines.at(-1) === "";
    if (isEnded) {
      lines.pop();
    }
    let number = this.counts.get(source) ?? 0;
    lines.forEach((raw, index) => {
      const before = index === 0 && goesOn && this.isOpen ? this.rows.at(-1) : undefined;
      if (before?.kind === "line") {
        this.rows[this.rows.length - 1] = this.measured({
          ...before,
          text: before.text + plain(raw),
        });
      } else {
        number += 1;
        this.rows.push(
          this.measured({ kind: "line", step, visit, attempt, number, text: plain(raw) }),
        );
      }
    });
    this.counts.set(source, number);
    this.last = source;
    this.isOpen = !isEnded;
    this.size += text.length;
  }

  private measured(line: Line): Line {
    this.longest = Math.max(this.longest, line.text.length);
    return line;
  }
}

/** Only what one step printed; heads that would follow each other are one. */
export function ofStep(rows: readonly LogRow[], step: string | null): readonly LogRow[] {
  if (!step) {
    return rows;
  }
  const found: LogRow[] = [];
  let last = "";
  for (const row of rows) {
    if (row.step !== step) {
      continue;
    }
    if (row.kind === "line") {
      found.push(row);
    } else if (key(row) !== last) {
      last = key(row);
      found.push(row);
    }
  }
  return found;
}

export function sourceWords({ step, visit, attempt }: Source): string {
  return `${step}${visit > 1 ? ` #${visit}` : ""}${attempt > 1 ? `, attempt ${attempt}` : ""}`;
}

/** The rows as a text to copy or keep. */
export function textOf(rows: readonly LogRow[]): string {
  return rows
    .map((row) => (row.kind === "head" ? `--- ${sourceWords(row)} ---` : row.text))
    .join("\n")
    .concat("\n");
}

/** A text cut where it matches, matches at the odd places; `sought` is in lower case. */
export function split(text: string, sought: string): string[] {
  if (!sought) {
    return [text];
  }
  const parts: string[] = [];
  const lower = text.toLowerCase();
  let from = 0;
  for (let at = lower.indexOf(sought); at >= 0; at = lower.indexOf(sought, from)) {
    parts.push(text.slice(from, at), text.slice(at, at + sought.length));
    from = at + sought.length;
  }
  parts.push(text.slice(from));
  return parts;
}
