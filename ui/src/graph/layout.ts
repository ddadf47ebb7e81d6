import type { ElkExtendedEdge, ElkNode } from "elkjs/lib/elk-api";
import type { Folded, Item, Link } from "./fold";
import { edgeLabel, textWidth } from "./label";

export type Direction = "DOWN" | "RIGHT";

export interface Point {
  x: number;
  y: number;
}

export interface Box extends Point {
  width: number;
  height: number;
}

export interface Placed extends Box {
  item: Item;
  isEntry: boolean;
}

export interface Route {
  link: Link;
  points: Point[];
  label: (Box & { text: string }) | null;
}

export interface Layout {
  direction: Direction;
  /** Made plainly and at once, not by ELK. */
  isRough: boolean;
  placed: Placed[];
  routes: Route[];
}

export const STEP_WIDTH = 208;
export const STEP_HEIGHT = 54;
const ROUTER_HEIGHT = 34;
const ROUTER_MAX = 200;
const BAR_HEIGHT = 10;
export const LABEL_HEIGHT = 20;
/** Of a cell of a stack, its gap included. */
export const CELL = 11;
const STACK_PADDING = 24;
const STACK_HEAD = 68;
/** With more items the finer placement takes too long. */
const LARGE = 120;
/** Beyond so many edges room for their labels would cost more than they tell. */
export const LABELS_MAX = 400;

/** How many cells of a stack stand side by side. */
export function stackColumns(count: number): number {
  return Math.max(Math.floor((STEP_WIDTH - STACK_PADDING) / CELL), Math.ceil(Math.sqrt(count * 2)));
}

export function sizeOf({ step, members }: Item): { width: number; height: number } {
  if (members.length > 0) {
    const columns = stackColumns(members.length);
    return {
      width: Math.max(STEP_WIDTH, columns * CELL + STACK_PADDING),
      height: Math.ceil(members.length / columns) * CELL + STACK_HEAD,
    };
  }
  if (step.kind !== "tool") {
    return {
      width: Math.min(ROUTER_MAX, Math.max(92, textWidth(step.name) + 78)),
      height: ROUTER_HEIGHT,
    };
  }
  return { width: STEP_WIDTH, height: STEP_HEIGHT + (step.iterator ? BAR_HEIGHT : 0) };
}

export function labelBox(text: string) {
  const layoutOptions = { "elk.edgeLabels.inline": "true" };
  return { text, width: textWidth(text) + 16, height: LABEL_HEIGHT, layoutOptions };
}

/** The graph as ELK takes it. */
export function toElk({ entry, items, links }: Folded, direction: Direction): ElkNode {
  const hasLabels = links.length <= LABELS_MAX;
  return {
    id: "graph",
    layoutOptions: {
      "elk.algorithm": "layered",
      "elk.direction": direction,
      "elk.edgeRouting": "ORTHOGONAL",
      "elk.layered.spacing.nodeNodeBetweenLayers": "40",
      "elk.spacing.nodeNode": "28",
      "elk.spacing.edgeNode": "18",
      "elk.spacing.edgeEdge": "12",
      "elk.layered.spacing.edgeNodeBetweenLayers": "16",
      "elk.layered.considerModelOrder.strategy": "NODES_AND_EDGES",
      "elk.layered.cycleBreaking.strategy": "DEPTH_FIRST",
      "elk.layered.nodePlacement.strategy":
        items.length > LARGE ? "BRANDES_KOEPF" : "NETWORK_SIMPLEX",
    },
    children: items.map((item) => ({
      id: item.id,
      ...sizeOf(item),
      ...(item.id === entry
        ? { layoutOptions: { "elk.layered.layering.layerConstraint": "FIRST" } }
        : {}),
    })),
    edges: links.map(({ id, edge, source, target }) => {
      const text = hasLabels ? edgeLabel(edge) : null;
      return {
        id,
        sources: [source],
        targets: [target],
        labels: text ? [labelBox(text)] : [],
      };
    }),
  };
}

function pointsOf(edge: ElkExtendedEdge): Point[] {
  const section = edge.sections?.[0];
  return section ? [section.startPoint, ...(section.bendPoints ?? []), section.endPoint] : [];
}

function labelOf(edge: ElkExtendedEdge): Route["label"] {
  const label = edge.labels?.[0];
  if (!label?.text) {
    return null;
  }
  const { text, x = 0, y = 0, width = 0, height = LABEL_HEIGHT } = label;
  return { text, x, y, width, height };
}

/** What ELK placed, joined with the graph again. */
export function fromElk({ entry, items, links }: Folded, root: ElkNode, direction: Direction) {
  const boxes = new Map((root.children ?? []).map((node) => [node.id, node]));
  const edges = new Map((root.edges ?? []).map((edge) => [edge.id, edge]));
  const placed = items.flatMap((item): Placed[] => {
    const box = boxes.get(item.id);
    if (!box) {
      return [];
    }
    const { x = 0, y = 0, width = STEP_WIDTH, height = STEP_HEIGHT } = box;
    return [{ item, isEntry: item.id === entry, x, y, width, height }];
  });
  const routes = links.flatMap((link): Route[] => {
    const edge = edges.get(link.id);
    return edge ? [{ link, points: pointsOf(edge), label: labelOf(edge) }] : [];
  });
  const layout: Layout = { direction, isRough: false, placed, routes };
  return layout;
}
