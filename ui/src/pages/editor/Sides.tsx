import { type ReactNode, useSyncExternalStore } from "react";
import styles from "./Sides.module.css";
import { Split } from "./Split";

export type Side = "text" | "graph";

const NARROW = matchMedia("(max-width: 900px)");

function useNarrow(): boolean {
  return useSyncExternalStore(
    (changed) => {
      NARROW.addEventListener("change", changed);
      return () => NARROW.removeEventListener("change", changed);
    },
    () => NARROW.matches,
  );
}

/** Text and graph: beside each other or, where there is little room, one of them. */
export function Sides({
  side,
  onSide,
  text,
  graph,
}: {
  side: Side;
  onSide: (side: Side) => void;
  text: ReactNode;
  graph: ReactNode;
}) {
  const isNarrow = useNarrow();
  if (!isNarrow) {
    return <Split left={text} right={graph} label="Width of the text" />;
  }
  return (
    <>
      <fieldset className={styles.switch}>
        <legend className="hidden">What to show</legend>
        {(["text", "graph"] as const).map((it) => (
          <button
            key={it}
            type="button"
            aria-pressed={side === it}
            className={styles.choice}
            onClick={() => onSide(it)}
          >
            {it === "text" ? "Text" : "Graph"}
          </button>
        ))}
      </fieldset>
      {/* The text stays, with its cursor and what can be undone. */}
      <div className={styles.side} hidden={side !== "text"}>
        {text}
      </div>
      {side === "graph" && <div className={styles.side}>{graph}</div>}
    </>
  );
}
