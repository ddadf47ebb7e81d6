import { ViewportPortal } from "@xyflow/react";
import { memo } from "react";
import edges from "./Edges.module.css";
import styles from "./Graph.module.css";
import type { Route } from "./layout";
import { headOf, pathOf } from "./route";

/** Edges drawn once more, to stand out. */
export const Traced = memo(function Traced({ routes }: { routes: Route[] }) {
  return (
    <ViewportPortal>
      <svg className={styles.backdrop} aria-hidden>
        <g className={edges.pointed}>
          <path d={routes.map(({ points }) => pathOf(points)).join("")} className={edges.line} />
          <path d={routes.map(({ points }) => headOf(points)).join("")} className={edges.arrow} />
        </g>
      </svg>
    </ViewportPortal>
  );
});
