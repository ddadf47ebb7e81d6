import type { Box, Layout, Placed } from "./layout";

/** What part of the graph is seen: where its origin lies in the picture, and how large it is drawn. */
export interface View {
  x: number;
  y: number;
  zoom: number;
}

export interface Size {
  width: number;
  height: number;
}

/** Smaller than this nothing can be read: a large graph is shown from its entry instead of whole. */
const READABLE = 0.6;
export const ZOOM_MIN = 0.02;
export const ZOOM_MAX = 2;
const START = 0.85;
const MARGIN = 24;

/** All of the graph, however small it gets. */
export function allOf({ placed }: Layout, { width, height }: Size): View {
  const right = Math.max(...placed.map((it) => it.x + it.width), 1);
  const bottom = Math.max(...placed.map((it) => it.y + it.height), 1);
  const zoom = Math.max(
    ZOOM_MIN,
    Math.min((width - 2 * MARGIN) / right, (height - 2 * MARGIN) / bottom, 1),
  );
  return { x: (width - right * zoom) / 2, y: (height - bottom * zoom) / 2, zoom };
}

/** All of the graph; null if it could not be read. */
export function wholeView(layout: Layout, size: Size): View | null {
  const view = allOf(layout, size);
  return view.zoom < READABLE ? null : view;
}

/** The graph from one of its steps on. */
export function viewFrom(first: Box, { direction, placed }: Layout, { width, height }: Size): View {
  const zoom = START;
  if (direction === "DOWN") {
    const right = Math.max(...placed.map((it) => it.x + it.width)) * zoom;
    const x = filled(width / 2 - (first.x + first.width / 2) * zoom, right, width);
    return { x, y: MARGIN - first.y * zoom, zoom };
  }
  const bottom = Math.max(...placed.map((it) => it.y + it.height)) * zoom;
  const y = filled(height / 2 - (first.y + first.height / 2) * zoom, bottom, height);
  return { x: MARGIN - first.x * zoom, y, zoom };
}

/** A place for something so long that it leaves no room empty that it could fill. */
function filled(start: number, length: number, room: number): number {
  return length + 2 * MARGIN <= room
    ? start
    : Math.max(room - MARGIN - length, Math.min(MARGIN, start));
}

/** The view in which a step can be seen, moved as little as it must; null if it is seen already. */
export function viewOf(it: Box, { x, y, zoom }: View, { width, height }: Size): View | null {
  if (zoom < READABLE) {
    return {
      x: width / 2 - (it.x + it.width / 2) * READABLE,
      y: height / 2 - (it.y + it.height / 2) * READABLE,
      zoom: READABLE,
    };
  }
  const right = shift(it.x * zoom + x, it.width * zoom, width);
  const down = shift(it.y * zoom + y, it.height * zoom, height);
  return right === 0 && down === 0 ? null : { x: x + right, y: y + down, zoom };
}

/** How far something must move to be seen, with a margin: not at all, a little, or to the middle if it is far away. */
function shift(start: number, length: number, room: number): number {
  const before = MARGIN - start;
  const behind = room - MARGIN - (start + length);
  const needed = before > 0 ? before : Math.min(behind, 0);
  return Math.abs(needed) > room / 2 ? room / 2 - (start + length / 2) : needed;
}

/** Where a step is drawn: by itself, or among others like it. */
export function placeOf({ placed }: Layout, name: string): Placed | undefined {
  return placed.find(
    ({ item }) => item.id === name || item.members.some((step) => step.name === name),
  );
}
