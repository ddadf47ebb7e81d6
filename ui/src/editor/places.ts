import type { Text } from "@codemirror/state";

/** Where YAML ends a line too, but not the editor: NEL, LS and PS. */
const BREAKS = /[\u0085\u2028\u2029]/g;
/** The same, to find out at once that a row has none, as nearly all: this is asked of each with every key. */
const BREAK = /[\u0085\u2028\u2029]/;
const BOM = "\ufeff";

/** The ends of lines as the server counts them, so far as the editor has none there. */
const known = new WeakMap<Text, number[]>();

function breaksOf(text: Text): number[] {
  let breaks = known.get(text);
  if (!breaks) {
    breaks = [];
    let from = 0;
    for (const it of text.iter()) {
      if (BREAK.test(it)) {
        for (const { index } of it.matchAll(BREAKS)) {
          breaks.push(from + index);
        }
      }
      from += it.length;
    }
    known.set(text, breaks);
  }
  return breaks;
}

/** How many of them stand before a place. */
function breaksBefore(breaks: number[], place: number): number {
  let [low, high] = [0, breaks.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((breaks[middle] ?? 0) < place) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}

/** The number from 1, as the server counts, of the line that begins behind this one of the breaks. */
function numberBehind(text: Text, breaks: number[], index: number): number {
  return text.lineAt(breaks[index] ?? 0).number + index + 1;
}

/** The stretch of text that the server counts as this line (from 1), kept within the text. */
export function lineOf(text: Text, number: number): { from: number; to: number } {
  const breaks = breaksOf(text);
  let [low, high] = [0, breaks.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (numberBehind(text, breaks, middle) <= number) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  const before = breaks[low - 1];
  if (before !== undefined && numberBehind(text, breaks, low - 1) === number) {
    return { from: before + 1, to: Math.min(breaks[low] ?? text.length, text.lineAt(before).to) };
  }
  const { from, to } = text.line(Math.max(1, Math.min(number - low, text.lines)));
  return { from, to: Math.min(breaks[low] ?? text.length, to) };
}

/** Behind the mark of byte order, which the server does not count. */
function startOf(text: Text, from: number): number {
  return from === 0 && text.sliceString(0, 1) === BOM ? 1 : from;
}

/** Where a line and column (from 1, in whole characters) of the server are in the text, kept within it. */
export function placeOf(text: Text, line: number, column: number): number {
  const { from, to } = lineOf(text, line);
  const start = startOf(text, from);
  // The server counts an emoji as one, the text here as two.
  const before = [...text.sliceString(start, to)].slice(0, Math.max(0, column - 1)).join("");
  return start + before.length;
}

/** The line and column (from 1) that the server would give for a place in the text. */
export function countedAt(text: Text, place: number): { line: number; column: number } {
  const breaks = breaksOf(text);
  const count = breaksBefore(breaks, place);
  const { number, from } = text.lineAt(place);
  const start = startOf(text, Math.max(from, (breaks[count - 1] ?? -1) + 1));
  return { line: number + count, column: [...text.sliceString(start, place)].length + 1 };
}

/** The number, as the server counts, of a line of the editor (from 1). */
export function numberOf(text: Text, line: number): number {
  return line > text.lines ? line : line + breaksBefore(breaksOf(text), text.line(line).from);
}
