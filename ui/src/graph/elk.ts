import Elk from "elkjs/lib/elk-api";
import workerAddress from "elkjs/lib/elk-worker.min.js?url";
import type { GraphStep } from "../api/types";
import type { Folded } from "./fold";
import { type Direction, fromElk, type Layout, toElk } from "./layout";
import { isRow, isTooLarge, roughLayout } from "./rough";
import { SNAKE_MIN, snakeLayout } from "./snake";

const CACHE_MAX = 12;

// One worker for the whole page: it is large, and made when the first graph is shown.
let elk: InstanceType<typeof Elk> | undefined;
const cache = new Map<string, Promise<Layout>>();

async function place(folded: Folded, direction: Direction): Promise<Layout> {
  if (folded.items.length >= SNAKE_MIN && isRow(folded)) {
    return snakeLayout(folded, direction);
  }
  if (isTooLarge(folded) || isRow(folded)) {
    return roughLayout(folded, direction);
  }
  elk ??= new Elk({ workerFactory: () => new Worker(workerAddress) });
  return fromElk(folded, await elk.layout(toElk(folded, direction)), direction);
}

const lookOf = ({ name, kind, tool, iterator, child, description }: GraphStep) => [
  name,
  kind,
  tool,
  iterator,
  child,
  description,
];

/** What a layout depends on. */
export function layoutKey({ entry, items, links }: Folded, direction: Direction): string {
  return JSON.stringify([
    direction,
    entry,
    // Where in the text a step stands changes with each line that is typed above it.
    items.map(({ step, members }) => [step, ...members].map(lookOf)),
    links.map(({ edge }) => [edge.from, edge.to, edge.index, edge.kind, edge.guard, edge.when]),
  ]);
}

/** Places the steps and routes the edges, off the main thread; a graph is placed once. */
export function layoutOf(folded: Folded, direction: Direction, key: string): Promise<Layout> {
  const known = cache.get(key);
  if (known) {
    return known;
  }
  const made = place(folded, direction);
  cache.set(key, made);
  made.catch(() => cache.delete(key));
  const oldest = cache.keys().next().value;
  if (cache.size > CACHE_MAX && oldest !== undefined) {
    cache.delete(oldest);
  }
  return made;
}
