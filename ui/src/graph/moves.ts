import type { Layout, Placed } from "./layout";

export type Arrow = "ArrowUp" | "ArrowDown" | "ArrowLeft" | "ArrowRight";

const centre = (it: Placed) => ({ x: it.x + it.width / 2, y: it.y + it.height / 2 });

/**
 * Where an arrow key leads from an item: along an edge if one leads that way, else to what is nearest on that side. Null
 * where nothing is.
 */
export function moveFrom(layout: Layout, id: string, arrow: Arrow): string | null {
  const from = layout.placed.find((it) => it.item.id === id);
  if (!from) {
    return layout.placed[0]?.item.id ?? null;
  }
  const joined = new Set<string>();
  for (const { link } of layout.routes) {
    if (link.source === id) {
      joined.add(link.target);
    } else if (link.target === id) {
      joined.add(link.source);
    }
  }
  let best: { id: string; cost: number } | null = null;
  for (const it of layout.placed) {
    const cost = it === from ? null : costOf(from, it, arrow);
    if (cost !== null) {
      // A step at the other end of an edge is nearer than it looks.
      const felt = joined.has(it.item.id) ? cost / 4 : cost;
      if (!best || felt < best.cost) {
        best = { id: it.item.id, cost: felt };
      }
    }
  }
  return best?.id ?? null;
}

/** How far it is that way; null if it does not lie on that side. */
function costOf(from: Placed, to: Placed, arrow: Arrow): number | null {
  const [a, b] = [centre(from), centre(to)];
  const isVertical = arrow === "ArrowUp" || arrow === "ArrowDown";
  const sign = arrow === "ArrowDown" || arrow === "ArrowRight" ? 1 : -1;
  const along = sign * (isVertical ? b.y - a.y : b.x - a.x);
  const across = Math.abs(isVertical ? b.x - a.x : b.y - a.y);
  const half = (isVertical ? from.height : from.width) / 2;
  return along > half * 0.5 ? along + across * (isVertical ? 1 : 3) : null;
}
