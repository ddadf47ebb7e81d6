/** The part of time in sight, in ms since 1970. */
export interface View {
  from: number;
  to: number;
}

/** No closer than this, in ms. */
const CLOSEST = 5;
/** Room after the last of it. */
const MARGIN = 0.02;
/** And for what is due later. */
const MARGIN_DUE = 0.12;

/** All that has happened, with a little room; with more where something is `due` later. */
export function whole(start: number, end: number, due = end): View {
  const span = Math.max(CLOSEST, end - start);
  const room = Math.min(span * MARGIN_DUE, Math.max(0, due - end));
  return { from: start - span * 0.005, to: end + span * MARGIN + room };
}

/** Nearer (factor below 1) or farther, around an instant; never beyond `bounds`. */
export function zoomed(view: View, factor: number, around: number, bounds: View): View {
  const all = bounds.to - bounds.from;
  const span = Math.min(all, Math.max(CLOSEST, (view.to - view.from) * factor));
  const share = (around - view.from) / (view.to - view.from);
  return within({ from: around - span * share, to: around + span * (1 - share) }, bounds);
}

export function moved(view: View, by: number, bounds: View): View {
  return within({ from: view.from + by, to: view.to + by }, bounds);
}

function within(view: View, bounds: View): View {
  const span = view.to - view.from;
  const from = Math.max(bounds.from, Math.min(view.from, bounds.to - span));
  return { from, to: from + span };
}

export const xOf = (at: number, view: View, width: number) =>
  ((at - view.from) / (view.to - view.from)) * width;

export const timeOf = (x: number, view: View, width: number) =>
  view.from + (x / Math.max(1, width)) * (view.to - view.from);

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const STEPS = [
  ...[1, 2, 5, 10, 20, 50, 100, 200, 500],
  ...[1, 2, 5, 10, 15, 30].map((it) => it * SECOND),
  ...[1, 2, 5, 10, 15, 30].map((it) => it * MINUTE),
  ...[1, 2, 3, 6, 12].map((it) => it * HOUR),
  ...[1, 2, 7, 14, 30, 90, 365].map((it) => it * DAY),
];

export interface Tick {
  at: number;
  label: string;
}

/** Marks at round times since `start`, about `distance` px from each other. */
export function ticks(view: View, width: number, start: number, distance = 110): Tick[] {
  if (width <= 0) {
    return [];
  }
  const wanted = ((view.to - view.from) / width) * distance;
  const step = STEPS.find((it) => it >= wanted) ?? Math.ceil(wanted / DAY) * DAY;
  const marks: Tick[] = [];
  const first = Math.max(0, Math.ceil((view.from - start) / step));
  for (let index = first; start + index * step <= view.to; index += 1) {
    marks.push({ at: start + index * step, label: sinceStart(index * step, step) });
  }
  return marks;
}

/** 0, 250 ms, 1.5 s, 1:30, 2 h 15 m, 3 d; as exact as the marks are apart. */
export function sinceStart(millis: number, step: number): string {
  if (millis < SECOND) {
    return millis === 0 ? "0" : `${millis} ms`;
  }
  if (millis < MINUTE) {
    return `${(millis / SECOND).toFixed(digitsFor(step))} s`;
  }
  if (millis < HOUR) {
    const digits = digitsFor(step);
    const seconds = ((millis % MINUTE) / SECOND).toFixed(digits);
    return `${Math.floor(millis / MINUTE)}:${seconds.padStart(digits > 0 ? digits + 3 : 2, "0")}`;
  }
  return millis < DAY
    ? twoUnits(millis, HOUR, "h", MINUTE, "m")
    : twoUnits(millis, DAY, "d", HOUR, "h");
}

function digitsFor(step: number): number {
  if (step >= SECOND) {
    return 0;
  }
  return step >= 100 ? 1 : step >= 10 ? 2 : 3;
}

function twoUnits(
  millis: number,
  large: number,
  name: string,
  small: number,
  rest: string,
): string {
  const more = Math.floor((millis % large) / small);
  return `${Math.floor(millis / large)} ${name}${more > 0 ? ` ${more} ${rest}` : ""}`;
}
