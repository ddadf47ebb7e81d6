import { edgeLabel } from "./label";
import { type Box, LABEL_HEIGHT, type Layout, labelBox, type Point, type Route } from "./layout";
import { middleOf } from "./route";

/** Where the label of an edge has room; `text` is empty for an edge that has none but how often it was taken. */
export interface LabelSpot extends Point {
  route: Route;
  text: string;
  /** Other edges run there too: it says whose it is only where those of few steps are shown. */
  isShared: boolean;
}

const CELL = 64;
/** More rows of cells no graph has. */
const ROWS = 1_000_000;
/** "×999" */
const TIMES = "×999";

/** What is taken of the plane, in cells: whether something is free is known without looking at all that is there. */
class Taken {
  private readonly cells = new Map<number, Box[]>();

  add(box: Box): void {
    for (const key of cellsOf(box)) {
      const cell = this.cells.get(key);
      if (cell) {
        cell.push(box);
      } else {
        this.cells.set(key, [box]);
      }
    }
  }

  has(box: Box): boolean {
    return cellsOf(box).some((key) => this.cells.get(key)?.some((it) => meet(it, box)) ?? false);
  }
}

function cellsOf({ x, y, width, height }: Box): number[] {
  const keys: number[] = [];
  for (let column = Math.floor(x / CELL); column * CELL < x + width; column += 1) {
    for (let row = Math.floor(y / CELL); row * CELL < y + height; row += 1) {
      keys.push(column * ROWS + row);
    }
  }
  return keys;
}

const meet = (a: Box, b: Box) =>
  a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;

/** Upright and level lines by where they lie, to tell whether several edges run through a point. */
class Shared {
  private readonly lines = new Map<string, { route: Route; from: number; to: number }[]>();

  constructor(routes: Route[]) {
    for (const route of routes) {
      for (const [a, b] of linesOf(route.points)) {
        if (Math.abs(a.x - b.x) < 1) {
          this.add(`x${Math.round(a.x)}`, { route, from: a.y, to: b.y });
        } else {
          this.add(`y${Math.round(a.y)}`, { route, from: a.x, to: b.x });
        }
      }
    }
  }

  private add(key: string, { route, from, to }: { route: Route; from: number; to: number }): void {
    const line = { route, from: Math.min(from, to), to: Math.max(from, to) };
    const known = this.lines.get(key);
    if (known) {
      known.push(line);
    } else {
      this.lines.set(key, [line]);
    }
  }

  /** Whether another edge than this one runs through the point. */
  has({ x, y }: Point, route: Route): boolean {
    return this.runs(`x${Math.round(x)}`, y, route) || this.runs(`y${Math.round(y)}`, x, route);
  }

  private runs(key: string, at: number, own: Route): boolean {
    const lines = this.lines.get(key) ?? [];
    return lines.some(({ route, from, to }) => route !== own && from <= at && at <= to);
  }
}

const linesOf = (points: Point[]) =>
  points.slice(1).map((point, index): [Point, Point] => [points[index] ?? point, point]);

/**
 * A place for the label of each edge where it covers neither a step nor another label, and where no other edge runs that
 * it could be taken for, as far as there is one; null for those that have no room. One by one: whoever asks may pause.
 */
export function* labelSpots({ placed, routes }: Layout): Generator<LabelSpot | null> {
  const shared = new Shared(routes);
  const taken = new Taken();
  for (const box of placed) {
    taken.add(box);
  }
  const texts = routes.map((route) => ({ route, text: edgeLabel(route.link.edge) ?? "" }));
  const withText = texts.filter(({ text }) => text);
  for (const { route, text } of [...withText, ...texts.filter((it) => !it.text)]) {
    const { width, height } = labelBox(text || TIMES);
    const boxOf = ({ x, y }: Point) => ({ x: x - width / 2, y: y - height / 2, width, height });
    const free = candidates(route.points).filter((it) => !taken.has(boxOf(it)));
    const alone = free.find((it) => !shared.has(it.on, route));
    const spot = alone ?? free[0];
    if (spot) {
      taken.add(boxOf(spot));
    }
    yield spot ? { route, text, x: spot.x, y: spot.y, isShared: !alone } : null;
  }
}

/** So far from its end a label leaves the head of the arrow to be seen. */
const OFF = LABEL_HEIGHT / 2 + 6;

interface Candidate extends Point {
  /** The place of the edge that it stands for: its own, or close by. */
  on: Point;
}

/** Halfway, close to the ends, and halfway along each line. */
function candidates(points: Point[]): Candidate[] {
  const lines = linesOf(points);
  const [first] = lines;
  const last = lines.at(-1);
  const found = [at(middleOf(points))];
  if (first && last) {
    found.push(towards(last[1], last[0]), towards(first[0], first[1]));
  }
  return [...found, ...lines.map(([a, b]) => at({ x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 }))];
}

const at = (on: Point): Candidate => ({ ...on, on });

function towards(from: Point, to: Point): Candidate {
  const length = Math.hypot(to.x - from.x, to.y - from.y) || 1;
  const along = (off: number) => ({
    x: from.x + ((to.x - from.x) / length) * off,
    y: from.y + ((to.y - from.y) / length) * off,
  });
  return { ...along(OFF), on: along(Math.min(OFF, length) / 2) };
}

/** The part of the graph that is seen. */
export interface Seen {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

/** Those of the labels that are drawn: all that are seen and clear if these are few, and those at the steps that matter. */
export function labelsIn(
  spots: LabelSpot[],
  { left, top, right, bottom }: Seen,
  near: ReadonlySet<string | null>,
  most: number,
): LabelSpot[] {
  const seen = spots.filter(({ x, y }) => x > left && x < right && y > top && y < bottom);
  const isNear = ({ route: { link } }: LabelSpot) => near.has(link.source) || near.has(link.target);
  const clear = seen.filter((it) => !it.isShared || isNear(it));
  return clear.length <= most ? clear : seen.filter(isNear).slice(0, most);
}
