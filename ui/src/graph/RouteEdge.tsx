import type { Edge, EdgeProps } from "@xyflow/react";
import { memo } from "react";
import { EdgeLabel } from "./EdgeLabel";
import styles from "./Edges.module.css";
import type { Route } from "./layout";
import { useLive } from "./live";
import { headOf, middleOf, pathOf } from "./route";
import { wayOf } from "./way";

export type RouteData = { route: Route; hasLabel: boolean };
export type RouteEdgeType = Edge<RouteData, "route">;

/** An edge as the layout led it: solid if it was taken, dashed if not, faint if it was never judged. */
export const RouteEdge = memo(function RouteEdge({ data }: EdgeProps<RouteEdgeType>) {
  const route = data?.route;
  const keys = route?.link.keys ?? [];
  const way = useLive(({ states }) => wayOf(states, keys));
  if (!route) {
    return null;
  }
  const isError = route.link.edge.kind === "error";
  return (
    <>
      <g className={styles.route} data-way={way} data-error={isError || undefined}>
        <path d={pathOf(route.points)} className={styles.line} />
        <path d={headOf(route.points)} className={styles.arrow} />
      </g>
      {data.hasLabel && <EdgeLabel route={route} {...labelOf(route)} />}
    </>
  );
});

function labelOf({ label, points }: Route) {
  return label
    ? { text: label.text, x: label.x + label.width / 2, y: label.y + label.height / 2 }
    : { text: "", ...middleOf(points) };
}
