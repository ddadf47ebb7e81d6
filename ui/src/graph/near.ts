import type { Point, Route } from "./layout";

/** Routes whose distance differs by less run on the same line there. */
const SAME = 0.5;

/** The routes that pass a point most closely, and no further off than `reach`; several where they share a line. */
export function routesAt(routes: Route[], point: Point, reach: number): Route[] {
  let nearest = reach;
  let found: { route: Route; distance: number }[] = [];
  for (const route of routes) {
    const distance = distanceTo(route.points, point);
    if (distance <= nearest + SAME) {
      found.push({ route, distance });
      nearest = Math.min(nearest, distance);
    }
  }
  found = found.filter((it) => it.distance <= nearest + SAME && it.distance <= reach);
  return found.map((it) => it.route);
}

function distanceTo(points: Point[], point: Point): number {
  let least = Number.POSITIVE_INFINITY;
  for (let index = 1; index < points.length; index += 1) {
    const [a, b] = [points[index - 1], points[index]];
    if (a && b) {
      least = Math.min(least, distanceToLine(a, b, point));
    }
  }
  return least;
}

function distanceToLine(a: Point, b: Point, { x, y }: Point): number {
  const [dx, dy] = [b.x - a.x, b.y - a.y];
  const length = dx * dx + dy * dy;
  const along = length === 0 ? 0 : ((x - a.x) * dx + (y - a.y) * dy) / length;
  const share = Math.max(0, Math.min(1, along));
  return Math.hypot(a.x + share * dx - x, a.y + share * dy - y);
}
