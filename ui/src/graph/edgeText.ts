import { bare, cut } from "./label";
import type { Route } from "./layout";
import type { GraphStates } from "./states";
import { takenOf, wayOf } from "./way";
import { edgeWords } from "./words";

/** So many edges that share a line are named; the rest is counted. */
const NAMED = 8;
const CONDITION_MAX = 60;

const WAYS = {
  none: "",
  taken: "taken",
  refused: "not taken",
  never: "not judged",
};

const ends = ({ link: { edge } }: Route) => `${edge.from} → ${edge.to}`;

function conditionOf({ link: { edge } }: Route): string | null {
  return edge.guard === "when" ? edge.when : edge.guard === "else" ? "else" : null;
}

/** What there is to say of an edge: its condition, and what came of it where something runs. */
export function routeWords(route: Route, states: GraphStates | null): string {
  const { edge, keys } = route.link;
  const condition = conditionOf(route);
  if (keys.length > 1) {
    return [condition, alike(keys, states)].filter(Boolean).join("\n");
  }
  if (states) {
    return edgeWords(condition, states.edges.get(keys[0] ?? ""), {
      isOver: states.isOver,
      isBefore: states.steps.get(edge.from)?.isTakenOver ?? false,
    });
  }
  return (
    condition ??
    (edge.kind === "error" ? "Taken when the step has failed" : "Taken when the step is done")
  );
}

/** What one line stands for that is drawn for many edges. */
function alike(keys: string[], states: GraphStates | null): string {
  const count = `${keys.length} edges alike`;
  if (!states) {
    return count;
  }
  const taken = keys.filter((key) => takenOf(states, [key]) > 0).length;
  return `${count}, ${taken} of them taken`;
}

/** What a pointer at edges is told: all of one, and which they are where several share a line. */
export function pointedWords(routes: Route[], states: GraphStates | null): string {
  const [first] = routes;
  if (!first) {
    return "";
  }
  if (routes.length === 1) {
    return first.link.keys.length > 1
      ? routeWords(first, states)
      : `${ends(first)}\n${routeWords(first, states)}`;
  }
  const lines = routes.slice(0, NAMED).map((route) => short(route, states));
  if (routes.length > NAMED) {
    lines.push(`and ${routes.length - NAMED} more`);
  }
  return `${routes.length} edges share this line:\n${lines.join("\n")}`;
}

function short(route: Route, states: GraphStates | null): string {
  const condition = conditionOf(route);
  const parts = [
    condition && cut(bare(condition), CONDITION_MAX),
    WAYS[wayOf(states, route.link.keys)],
  ];
  const words = parts.filter(Boolean).join(", ");
  return words ? `${ends(route)}: ${words}` : ends(route);
}
