import type { Iteration } from "../../../history/model";
import { type View, xOf } from "./scale";
import type { Segment, SegmentKind } from "./segments";

/** A bar to draw, in px. */
export interface Bar {
  x: number;
  width: number;
  kind: SegmentKind;
  status: string;
  /** How many segments it stands for: what is nearer than a pixel is drawn as one. */
  count: number;
  /** The last of them. */
  segment: Segment;
}

const NARROWEST = 2;
/** What real numbers lose. */
const TINY = 1e-9;

/** The bars of a lane. Only what is in sight, at most one for each pixel of a kind. */
export function bars(segments: readonly Segment[], view: View, width: number, now: number): Bar[] {
  const made: Bar[] = [];
  const last = new Map<string, Bar>();
  for (const segment of segments) {
    const end = segment.end ?? now;
    if (end < view.from || segment.start > view.to) {
      continue;
    }
    const from = Math.max(-4, xOf(segment.start, view, width));
    const to = Math.min(width + 4, Math.max(xOf(end, view, width), from + NARROWEST));
    const name = `${segment.kind} ${segment.status}`;
    const before = last.get(name);
    if (before && from - (before.x + before.width) < 1) {
      before.width = Math.max(before.width, to - before.x);
      before.count += 1;
      before.segment = segment;
    } else {
      const bar = {
        x: from,
        width: to - from,
        kind: segment.kind,
        status: segment.status,
        count: 1,
        segment,
      };
      last.set(name, bar);
      made.push(bar);
    }
  }
  return made;
}

/** How many iterations were at work over time. */
export interface Density {
  /** One for each `pixels` px. */
  values: number[];
  /** Where one failed. */
  failed: boolean[];
  most: number;
  pixels: number;
}

export function density(
  iterations: readonly (Iteration | undefined)[],
  view: View,
  width: number,
  now: number,
  pixels = 2,
): Density {
  const size = Math.max(1, Math.ceil(width / pixels));
  const changes = new Array<number>(size + 1).fill(0);
  const failed = new Array<boolean>(size).fill(false);
  const place = (at: number) =>
    Math.max(0, Math.min(size - 1, Math.floor(xOf(at, view, width) / pixels + TINY)));
  for (const it of iterations) {
    if (!it) {
      continue;
    }
    const end = it.end ?? now;
    if (end < view.from || it.start > view.to) {
      continue;
    }
    const from = place(it.start);
    const to = place(end);
    // One that ends where the next begins leaves its place to it, but each has a place of its own.
    const free = Math.max(to, from + 1);
    changes[from] = (changes[from] ?? 0) + 1;
    changes[free] = (changes[free] ?? 0) - 1;
    if (it.status === "FAILED") {
      failed[to] = true;
    }
  }
  const values: number[] = [];
  let count = 0;
  let most = 0;
  for (let index = 0; index < size; index += 1) {
    count += changes[index] ?? 0;
    most = Math.max(most, count);
    values.push(count);
  }
  return { values, failed, most, pixels };
}

/** The outline of a density as an SVG path, `height` px high; by roots, so that few are seen beside many. */
export function outline({ values, most, pixels }: Density, height: number): string {
  let path = `M0 ${height}`;
  let last = -1;
  values.forEach((value, index) => {
    if (value !== last) {
      const y = (height - Math.sqrt(value / Math.max(1, most)) * height).toFixed(1);
      path += `H${index * pixels}V${y}`;
      last = value;
    }
  });
  return `${path}H${values.length * pixels}V${height}Z`;
}
