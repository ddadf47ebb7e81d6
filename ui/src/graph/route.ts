import type { Point } from "./layout";

const ROUND = 8;

const distance = (a: Point, b: Point) => Math.hypot(b.x - a.x, b.y - a.y);

function towards(from: Point, to: Point, length: number): Point {
  const whole = distance(from, to);
  const share = whole === 0 ? 0 : length / whole;
  return { x: from.x + (to.x - from.x) * share, y: from.y + (to.y - from.y) * share };
}

const written = ({ x, y }: Point) => `${x.toFixed(1)} ${y.toFixed(1)}`;

/** An SVG path along the points, its corners rounded. */
export function pathOf(points: Point[]): string {
  const [first, ...rest] = points;
  if (!first) {
    return "";
  }
  let path = `M${written(first)}`;
  let from = first;
  rest.forEach((corner, index) => {
    const next = rest[index + 1];
    if (!next) {
      path += `L${written(corner)}`;
      return;
    }
    const radius = Math.min(ROUND, distance(from, corner) / 2, distance(corner, next) / 2);
    path += `L${written(towards(corner, from, radius))}Q${written(corner)} ${written(towards(corner, next, radius))}`;
    from = corner;
  });
  return path;
}

/** The point halfway along. */
export function middleOf(points: Point[]): Point {
  const total = points.reduce((sum, point, index) => {
    const before = points[index - 1];
    return before ? sum + distance(before, point) : sum;
  }, 0);
  let left = total / 2;
  for (let index = 1; index < points.length; index += 1) {
    const [a, b] = [points[index - 1], points[index]];
    if (a && b) {
      const length = distance(a, b);
      if (length >= left) {
        return towards(a, b, left);
      }
      left -= length;
    }
  }
  return points[0] ?? { x: 0, y: 0 };
}

const HEAD = { length: 8, width: 7 };

/** The head of the arrow at the end of the way. */
export function headOf(points: Point[]): string {
  const tip = points.at(-1);
  const before = points.at(-2);
  if (!tip || !before) {
    return "";
  }
  const back = towards(tip, before, HEAD.length);
  const across = {
    x: ((tip.y - back.y) / HEAD.length) * (HEAD.width / 2),
    y: ((back.x - tip.x) / HEAD.length) * (HEAD.width / 2),
  };
  const left = { x: back.x + across.x, y: back.y + across.y };
  const right = { x: back.x - across.x, y: back.y - across.y };
  return `M${written(tip)}L${written(left)}L${written(right)}Z`;
}
