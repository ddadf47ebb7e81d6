import type { Graph, GraphEdge, GraphStep } from "../api/types";
import { edgeKey } from "../history/model";

/** A step, or many alike that are drawn as one. */
export interface Item {
  id: string;
  step: GraphStep;
  /** The steps that it stands for; empty for one that is drawn by itself. */
  members: GraphStep[];
}

export interface Link {
  id: string;
  edge: GraphEdge;
  source: string;
  target: string;
  /** The keys of the edges that it stands for: its own, as a rule. */
  keys: string[];
}

export interface Folded {
  entry: string;
  items: Item[];
  links: Link[];
}

/** Fewer are drawn one by one. */
export const FOLD_MIN = 12;

const guardOf = (edge: GraphEdge) => `${edge.kind}|${edge.guard}|${edge.when ?? ""}`;

function ways(graph: Graph): Map<string, string[]> {
  const found = new Map<string, string[]>(graph.steps.map((step) => [step.name, []]));
  for (const edge of graph.edges) {
    found.get(edge.from)?.push(`>${edge.to}|${guardOf(edge)}`);
    found.get(edge.to)?.push(`<${edge.from}|${guardOf(edge)}`);
  }
  return found;
}

/** Which step stands for which: by name, the name of the first of those alike. */
function likes(graph: Graph): Map<string, GraphStep[]> {
  const around = ways(graph);
  const groups = new Map<string, GraphStep[]>();
  for (const step of graph.steps) {
    const edges = around.get(step.name) ?? [];
    if (step.kind !== "tool" || step.name === graph.entry || edges.length === 0) {
      continue;
    }
    const sign = [step.tool, step.iterator, step.child, step.join, ...edges.sort()].join("\n");
    const group = groups.get(sign);
    if (group) {
      group.push(step);
    } else {
      groups.set(sign, [step]);
    }
  }
  const found = new Map<string, GraphStep[]>();
  for (const group of groups.values()) {
    if (group.length >= FOLD_MIN) {
      for (const step of group) {
        found.set(step.name, group);
      }
    }
  }
  return found;
}

/** Whether there is anything to draw as one. */
export function canFold(graph: Graph): boolean {
  return graph.steps.length > FOLD_MIN && likes(graph).size > 0;
}

/** The graph as it is drawn: steps that come from the same and lead to the same stand together. */
export function fold(graph: Graph, isFolded: boolean): Folded {
  const groups = isFolded ? likes(graph) : new Map<string, GraphStep[]>();
  const idOf = (name: string) => {
    const first = groups.get(name)?.[0];
    return first ? `${first.name} …` : name;
  };
  const items = new Map<string, Item>();
  for (const step of graph.steps) {
    const id = idOf(step.name);
    if (!items.has(id)) {
      items.set(id, { id, step, members: groups.get(step.name) ?? [] });
    }
  }
  const links = new Map<string, Link>();
  for (const edge of graph.edges) {
    const [source, target] = [idOf(edge.from), idOf(edge.to)];
    if (!items.has(source) || !items.has(target)) {
      continue;
    }
    const key = edgeKey(edge.from, edge.kind, edge.index);
    const isAlone = source === edge.from && target === edge.to;
    const id = isAlone ? key : `${source}|${target}|${guardOf(edge)}`;
    const link = links.get(id);
    if (link) {
      link.keys.push(key);
    } else {
      links.set(id, { id, edge, source, target, keys: [key] });
    }
  }
  return { entry: idOf(graph.entry), items: [...items.values()], links: [...links.values()] };
}
