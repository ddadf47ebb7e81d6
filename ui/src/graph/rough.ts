import type { Folded, Item, Link } from "./fold";
import { edgeLabel } from "./label";
import { layersOf } from "./layers";
import {
  type Direction,
  type Layout,
  labelBox,
  type Placed,
  type Point,
  type Route,
  sizeOf,
} from "./layout";
import { middleOf } from "./route";

/** Of more items, or more side by side, ELK takes many seconds to draw what nobody can follow anyway. */
const ITEMS_MAX = 300;
const WIDTH_MAX = 60;
/** A layer of more is broken into rows. */
const ROW_MAX = 16;
const GAP = 32;
const LAYER_GAP = 56;
const ROW_GAP = 36;

export function isTooLarge(folded: Folded): boolean {
  return (
    folded.items.length > ITEMS_MAX || layersOf(folded).some((layer) => layer.length > WIDTH_MAX)
  );
}

/** Whether steps merely follow each other: then there is nothing to lay out. */
export function isRow({ items, links }: Folded): boolean {
  const ways = new Set(links.map(({ source, target }) => `${source}>${target}`));
  return (
    ways.size === links.length &&
    links.length === items.length - 1 &&
    layersOf({ entry: items[0]?.id ?? "", items, links }).every((layer) => layer.length === 1)
  );
}

interface Spot extends Placed {
  /** Where the layer begins and ends that it is in. */
  top: number;
  bottom: number;
  layer: number;
}

/** A plain layout of large graphs, made in milliseconds: layer below layer, wide ones in rows, edges along the gaps. */
export function roughLayout(folded: Folded, direction: Direction): Layout {
  const isDown = direction === "DOWN";
  const spots = place(folded, isDown);
  const right = Math.max(0, ...[...spots.values()].map((it) => it.x + it.width));
  const backs = { right, count: 0 };
  const routes = folded.links.flatMap((link): Route[] => {
    const from = spots.get(link.source);
    const to = spots.get(link.target);
    return from && to ? [route(link, from, to, backs)] : [];
  });
  const placed = [...spots.values()].map(({ item, isEntry, x, y, width, height }) => ({
    item,
    isEntry,
    x,
    y,
    width,
    height,
  }));
  const layout: Layout = { direction, isRough: true, placed, routes };
  return isDown ? layout : turned(layout);
}

function place(folded: Folded, isDown: boolean): Map<string, Spot> {
  const spots = new Map<string, Spot>();
  let y = 0;
  layersOf(folded).forEach((layer, index) => {
    const rows = rowsOf(layer);
    const top = y;
    const made: Spot[] = [];
    for (const row of rows) {
      const boxes = row.map((item) => ({ item, ...sizeAs(item, isDown) }));
      const width = boxes.reduce((sum, box) => sum + box.width + GAP, -GAP);
      const height = Math.max(...boxes.map((box) => box.height));
      let x = -width / 2;
      for (const box of boxes) {
        const isEntry = box.item.id === folded.entry;
        made.push({ ...box, isEntry, x, y, top, bottom: 0, layer: index });
        x += box.width + GAP;
      }
      y += height + ROW_GAP;
    }
    const bottom = y - ROW_GAP;
    for (const spot of made) {
      spots.set(spot.item.id, { ...spot, bottom });
    }
    y = bottom + LAYER_GAP;
  });
  return moved(spots);
}

/** All of it to the right of 0. */
function moved(spots: Map<string, Spot>): Map<string, Spot> {
  const left = Math.min(0, ...[...spots.values()].map((it) => it.x));
  return new Map([...spots].map(([id, it]) => [id, { ...it, x: it.x - left }]));
}

export function sizeAs(item: Item, isDown: boolean): { width: number; height: number } {
  const { width, height } = sizeOf(item);
  return isDown ? { width, height } : { width: height, height: width };
}

function rowsOf(layer: Item[]): Item[][] {
  const columns = layer.length <= ROW_MAX ? layer.length : Math.ceil(Math.sqrt(layer.length * 0.7));
  const rows: Item[][] = [];
  for (let at = 0; at < layer.length; at += columns) {
    rows.push(layer.slice(at, at + columns));
  }
  return rows;
}

/** Out at the bottom, along the gaps between rows and layers, in at the top. */
function route(link: Link, from: Spot, to: Spot, backs: { right: number; count: number }): Route {
  const start = { x: from.x + from.width / 2, y: from.y + from.height };
  const end = { x: to.x + to.width / 2, y: to.y };
  const points: Point[] = [start];
  if (start.y < from.bottom) {
    const gutter = from.x + from.width + GAP / 2;
    const below = start.y + ROW_GAP / 3;
    points.push({ x: start.x, y: below }, { x: gutter, y: below });
  }
  const exit = from.bottom + LAYER_GAP / 3;
  const enter = to.top - LAYER_GAP / 3;
  const gutter = to.y > to.top ? to.x - GAP / 2 : end.x;
  points.push({ x: points.at(-1)?.x ?? start.x, y: exit });
  if (to.layer <= from.layer) {
    backs.count += 1;
    const aside = backs.right + backs.count * 14;
    points.push({ x: aside, y: exit }, { x: aside, y: enter });
  } else if (to.layer > from.layer + 1) {
    // It passes layers that it has nothing to do with: between two of their items.
    const aside = end.x + to.width / 2 + GAP / 2;
    points.push({ x: aside, y: exit }, { x: aside, y: enter });
  } else {
    points.push({ x: points.at(-1)?.x ?? start.x, y: enter });
  }
  points.push({ x: gutter, y: enter });
  if (gutter !== end.x) {
    const above = end.y - ROW_GAP / 3;
    points.push({ x: gutter, y: above }, { x: end.x, y: above });
  }
  points.push(end);
  return routeOf(link, straight(points));
}

export function routeOf(link: Link, points: Point[]): Route {
  const text = edgeLabel(link.edge);
  if (!text) {
    return { link, points, label: null };
  }
  const { width, height } = labelBox(text);
  const middle = middleOf(points);
  const at = { x: middle.x - width / 2, y: middle.y - height / 2 };
  return { link, points, label: { text, width, height, ...at } };
}

/** Without the points that change nothing. */
function straight(points: Point[]): Point[] {
  return points.filter((point, index) => {
    const [a, b] = [points[index - 1], points[index + 1]];
    return (
      !a || !b || !((a.x === point.x && b.x === point.x) || (a.y === point.y && b.y === point.y))
    );
  });
}

export function turned({ direction, placed, routes }: Layout): Layout {
  return {
    direction,
    isRough: true,
    placed: placed.map((it) => ({
      ...it,
      x: it.y,
      y: it.x,
      width: it.height,
      height: it.width,
    })),
    routes: routes.map(({ link, points }) =>
      routeOf(
        link,
        points.map(({ x, y }) => ({ x: y, y: x })),
      ),
    ),
  };
}
