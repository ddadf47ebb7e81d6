import type { Folded } from "./fold";
import { layersOf } from "./layers";
import type { Direction, Layout, Placed, Point, Route } from "./layout";
import { routeOf, sizeAs, turned } from "./rough";

/** Fewer steps in a row are drawn as a row. */
export const SNAKE_MIN = 40;
const GAP = 56;
const BETWEEN = 44;
/** How wide the whole is to be, for its height. */
const SHAPE = 1.6;

/** Many steps in a row, column beside column, as the lines of a text. */
export function snakeLayout(folded: Folded, direction: Direction): Layout {
  const isDown = direction === "DOWN";
  const boxes = layersOf(folded)
    .flat()
    .map((item) => ({ item, ...sizeAs(item, isDown) }));
  const width = Math.max(...boxes.map((box) => box.width)) + GAP;
  const height = Math.max(...boxes.map((box) => box.height)) + BETWEEN;
  const shape = isDown ? SHAPE : 1 / SHAPE;
  const columns = Math.max(1, Math.ceil(Math.sqrt((shape * height * boxes.length) / width)));
  const rows = Math.ceil(boxes.length / columns);
  const placed = boxes.map(
    (box, index): Placed => ({
      ...box,
      isEntry: box.item.id === folded.entry,
      x: Math.floor(index / rows) * width + (width - GAP - box.width) / 2,
      y: (index % rows) * height,
    }),
  );
  const places = new Map(placed.map((it) => [it.item.id, it]));
  const routes = folded.links.flatMap((link): Route[] => {
    const from = places.get(link.source);
    const to = places.get(link.target);
    return from && to ? [routeOf(link, way(from, to))] : [];
  });
  const layout: Layout = { direction, isRough: true, placed, routes };
  return isDown ? layout : turned(layout);
}

/** Straight down, or from the foot of a column to the head of the next. */
function way(from: Placed, to: Placed): Point[] {
  const start = { x: from.x + from.width / 2, y: from.y + from.height };
  const end = { x: to.x + to.width / 2, y: to.y };
  if (end.y > start.y) {
    return [start, end];
  }
  const aside = (start.x + end.x) / 2;
  const [below, above] = [start.y + BETWEEN / 2, end.y - BETWEEN / 2];
  return [
    start,
    { x: start.x, y: below },
    { x: aside, y: below },
    { x: aside, y: above },
    { x: end.x, y: above },
    end,
  ];
}
