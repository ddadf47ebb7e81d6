import { EdgeLabelRenderer } from "@xyflow/react";
import { memo } from "react";
import { Hint } from "../parts/Hint";
import styles from "./Edges.module.css";
import { pointedWords, routeWords } from "./edgeText";
import type { Route } from "./layout";
import { useLive } from "./live";
import { takenOf, wayOf } from "./way";

/** The text on an edge, which is its condition in short; the whole of it, and what came of it, while one points at it. */
export const EdgeLabel = memo(function EdgeLabel({
  route,
  text,
  x,
  y,
}: {
  route: Route;
  text: string;
  x: number;
  y: number;
}) {
  const { edge, keys, source, target } = route.link;
  const way = useLive(({ states }) => wayOf(states, keys));
  const taken = useLive(({ states }) => (keys.length > 1 ? 0 : takenOf(states, keys)));
  const words = useLive(({ states }) => routeWords(route, states));
  const hint = useLive(({ states }) => pointedWords([route], states));
  // Labels around the step that the keyboard is at can be reached from it by Tab.
  const isNear = useLive(({ current }) => current === source || current === target);
  const shown = [text, taken > 1 ? `×${taken}` : ""].filter(Boolean).join(" ");
  if (!shown) {
    return null;
  }
  return (
    <EdgeLabelRenderer>
      <Hint text={hint}>
        <button
          type="button"
          tabIndex={isNear ? 0 : -1}
          className={`nopan nodrag ${styles.label}`}
          data-way={way}
          data-error={edge.kind === "error" || undefined}
          aria-label={`From ${edge.from} to ${edge.to}. ${words}`}
          style={{ transform: `translate(-50%, -50%) translate(${x}px, ${y}px)` }}
        >
          {shown}
        </button>
      </Hint>
    </EdgeLabelRenderer>
  );
});
