import { type Edge, EdgeLabelRenderer, type EdgeProps } from "@xyflow/react";
import { memo } from "react";
import type { EdgeHistory } from "../history/model";
import { Hint } from "../parts/Hint";
import styles from "./Edges.module.css";
import type { Route } from "./layout";
import { useLive } from "./live";
import { headOf, middleOf, pathOf } from "./route";
import type { GraphStates } from "./states";
import { takenOf, type Way, wayOf } from "./way";
import { edgeWords } from "./words";

export type RouteData = { route: Route };
export type RouteEdgeType = Edge<RouteData, "route">;

/** An edge as the layout led it: solid if it was taken, dashed if not, faint if it was never judged. */
export const RouteEdge = memo(function RouteEdge({ data }: EdgeProps<RouteEdgeType>) {
  const route = data?.route;
  const keys = route?.link.keys ?? [];
  const way = useLive(({ states }) => wayOf(states, keys));
  const taken = useLive(({ states }) => (keys.length > 1 ? 0 : takenOf(states, keys)));
  if (!route) {
    return null;
  }
  const isError = route.link.edge.kind === "error";
  const label = labelOf(route, way, taken);
  return (
    <>
      <g className={styles.route} data-way={way} data-error={isError || undefined}>
        <path d={pathOf(route.points)} className={styles.line} />
        <path d={headOf(route.points)} className={styles.arrow} />
      </g>
      {label && (
        <EdgeLabelRenderer>
          <Label route={route} way={way} {...label} />
        </EdgeLabelRenderer>
      )}
    </>
  );
});

function Label({
  route,
  way,
  text,
  x,
  y,
}: {
  route: Route;
  way: Way;
  text: string;
  x: number;
  y: number;
}) {
  const { edge, keys } = route.link;
  const state = useLive(({ states }) => states?.edges.get(keys[0] ?? ""));
  const words = useLive(({ states }) => wordsOf(route, state, states));
  // Labels around the step that the keyboard is at can be reached from it by Tab.
  const isNear = useLive(({ current }) => current === edge.from || current === edge.to);
  return (
    <Hint text={words}>
      <button
        type="button"
        tabIndex={isNear ? 0 : -1}
        className={`nopan nodrag ${styles.label}`}
        data-way={way}
        data-error={edge.kind === "error" || undefined}
        aria-label={`From ${edge.from} to ${edge.to}. ${words}`}
        style={{ transform: `translate(-50%, -50%) translate(${x}px, ${y}px)` }}
      >
        {text}
      </button>
    </Hint>
  );
}

function labelOf(route: Route, way: Way, taken: number) {
  const { label } = route;
  const times = taken > 1 ? `×${taken}` : "";
  if (label) {
    const at = { x: label.x + label.width / 2, y: label.y + label.height / 2 };
    return { ...at, text: times ? `${label.text} ${times}` : label.text };
  }
  return times && way === "taken" ? { ...middleOf(route.points), text: times } : null;
}

function wordsOf(route: Route, state: EdgeHistory | undefined, states: GraphStates | null): string {
  const { when, guard } = route.link.edge;
  const condition = guard === "when" ? when : guard === "else" ? "else" : null;
  return states
    ? edgeWords(condition, state, {
        isOver: states.isOver,
        isBefore: states.steps.get(route.link.edge.from)?.isTakenOver ?? false,
      })
    : (condition ?? "Taken when the step has failed");
}
