import type { Folded, Item } from "./fold";

/**
 * The items layer by layer: each stands below all that lead to it, but for those that lead back. Within a layer they stand
 * by where they come from.
 */
export function layersOf({ entry, items, links }: Folded): Item[][] {
  const next = new Map<string, string[]>(items.map((item) => [item.id, []]));
  for (const { source, target } of links) {
    if (source !== target) {
      next.get(source)?.push(target);
    }
  }
  const order = forwards(entry, items, next);
  const place = new Map(order.map((id, index) => [id, index]));
  const depth = new Map<string, number>();
  const fathers = new Map<string, string[]>();
  for (const id of order) {
    const own = depth.get(id) ?? 0;
    depth.set(id, own);
    for (const target of next.get(id) ?? []) {
      if ((place.get(target) ?? 0) > (place.get(id) ?? 0)) {
        depth.set(target, Math.max(depth.get(target) ?? 0, own + 1));
        fathers.set(target, [...(fathers.get(target) ?? []).slice(0, 50), id]);
      }
    }
  }
  return arranged(items, depth, fathers);
}

/** The items in an order in which edges lead forwards, except those that close a cycle. */
function forwards(entry: string, items: Item[], next: Map<string, string[]>): string[] {
  const done: string[] = [];
  const seen = new Set<string>();
  const roots = [entry, ...items.map((item) => item.id)].filter((id) => next.has(id));
  for (const root of roots) {
    if (seen.has(root)) {
      continue;
    }
    seen.add(root);
    // By hand and not by recursion: a thousand steps in a row are a thousand calls deep.
    const path = [{ id: root, at: 0 }];
    for (let top = path.at(-1); top; top = path.at(-1)) {
      const target = next.get(top.id)?.[top.at];
      top.at += 1;
      if (target === undefined) {
        done.push(top.id);
        path.pop();
      } else if (!seen.has(target) && next.has(target)) {
        seen.add(target);
        path.push({ id: target, at: 0 });
      }
    }
  }
  return done.reverse();
}

function arranged(
  items: Item[],
  depth: Map<string, number>,
  fathers: Map<string, string[]>,
): Item[][] {
  const layers: Item[][] = [];
  for (const item of items) {
    const at = depth.get(item.id) ?? 0;
    const layer = layers[at] ?? [];
    layer.push(item);
    layers[at] = layer;
  }
  const share = new Map<string, number>();
  return layers.map((layer) => {
    const pull = new Map(
      layer.map((item) => {
        const from = (fathers.get(item.id) ?? []).map((id) => share.get(id) ?? 0.5);
        return [item.id, from.reduce((sum, it) => sum + it, 0) / Math.max(1, from.length)];
      }),
    );
    const sorted = layer.sort((a, b) => (pull.get(a.id) ?? 0) - (pull.get(b.id) ?? 0));
    sorted.forEach((item, index) => {
      share.set(item.id, (index + 0.5) / sorted.length);
    });
    return sorted;
  });
}
