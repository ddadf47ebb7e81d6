import { useVirtualizer } from "@tanstack/react-virtual";
import { useRef } from "react";
import { StatusIcon } from "../../../parts/StatusBadge";
import { useAddress } from "../address";
import styles from "../Why.module.css";
import type { Explanation } from "./explain";
import step from "./Step.module.css";
import { Ways } from "./Ways";

const HEAD = 42;
const WAY = 23;
const WAYS_MAX = 13;

export function Explanations({ shown, isOver }: { shown: Explanation[]; isOver: boolean }) {
  const frame = useRef<HTMLDivElement>(null);
  const rows = useVirtualizer({
    count: shown.length,
    getScrollElement: () => frame.current,
    // As near as can be: each row that differs moves all below it.
    estimateSize: (index) => HEAD + WAY * Math.min(shown[index]?.ways.length ?? 0, WAYS_MAX),
    getItemKey: (index) => shown[index]?.step ?? index,
    overscan: 6,
  });
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard.
    <section ref={frame} className={styles.list} tabIndex={0} aria-label="Steps and their reasons">
      <ul style={{ height: rows.getTotalSize() }}>
        {rows.getVirtualItems().map((row) => {
          const it = shown[row.index];
          return (
            it && (
              <li
                key={row.key}
                ref={rows.measureElement}
                data-index={row.index}
                style={{ transform: `translateY(${row.start}px)` }}
              >
                <One it={it} isOver={isOver} />
              </li>
            )
          );
        })}
      </ul>
    </section>
  );
}

function One({ it, isOver }: { it: Explanation; isOver: boolean }) {
  const { change } = useAddress();
  return (
    <>
      <div className={styles.head}>
        <StatusIcon status={statusOf(it, isOver)} />
        <button
          type="button"
          className={step.link}
          title="Show it in the graph"
          onClick={() => change({ tab: "graph", step: it.step }, true)}
        >
          {it.step}
        </button>
        <span>{it.words}</span>
      </div>
      {it.ways.length > 0 && (
        <div className={styles.ways}>
          <Ways ways={it.ways} isOver={isOver} none="" />
        </div>
      )}
    </>
  );
}

function statusOf({ verdict, end }: Explanation, isOver: boolean): string {
  if (verdict === "ran" || verdict === "before") {
    return end ?? "RUNNING";
  }
  if (verdict === "reached") {
    return isOver ? "SKIPPED" : "WAITING";
  }
  return isOver ? "SKIPPED" : "PENDING";
}
