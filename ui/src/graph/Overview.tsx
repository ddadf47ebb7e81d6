import { MiniMap } from "@xyflow/react";
import { useCallback } from "react";
import styles from "./Graph.module.css";
import { statusIn, useLive } from "./live";
import type { StackNodeType } from "./StackNode";
import type { StepNodeType } from "./StepNode";

/** The whole graph, small, with what is seen of it. */
export function Overview() {
  const states = useLive((values) => values.states);
  const look = useCallback(
    ({ data }: StepNodeType | StackNodeType) =>
      styles[`tone${statusIn(states, data.placed.item.step.name) ?? "NONE"}`] ?? "",
    [states],
  );
  return (
    <MiniMap<StepNodeType | StackNodeType>
      className={styles.overview ?? ""}
      nodeClassName={look}
      nodeBorderRadius={8}
      ariaLabel="The whole graph, small"
      pannable
      zoomable
    />
  );
}
