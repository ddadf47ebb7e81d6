import type { PointerEvent } from "react";
import { useRef, useState } from "react";
import { type Tick, timeOf, type View, xOf } from "./scale";
import styles from "./Timeline.module.css";

interface Props {
  marks: Tick[];
  view: View;
  width: number;
  count: string;
  /** A stretch of the axis was drawn: look at that. */
  onSelect: (view: View) => void;
}

/** The times above the lanes. Dragging along it looks at that part alone. */
export function Axis({ marks, view, width, count, onSelect }: Props) {
  const from = useRef<number | null>(null);
  const [drawn, setDrawn] = useState<{ x: number; width: number } | null>(null);
  const xIn = (event: PointerEvent) =>
    Math.max(0, Math.min(width, event.clientX - event.currentTarget.getBoundingClientRect().left));
  return (
    <div className={styles.axis}>
      <div className={styles.corner}>{count}</div>
      <div
        className={styles.marks}
        aria-hidden
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId);
          from.current = xIn(event);
        }}
        onPointerMove={(event) => {
          if (from.current !== null) {
            const x = xIn(event);
            setDrawn({ x: Math.min(x, from.current), width: Math.abs(x - from.current) });
          }
        }}
        onPointerUp={() => {
          if (drawn && drawn.width > 6) {
            onSelect({
              from: timeOf(drawn.x, view, width),
              to: timeOf(drawn.x + drawn.width, view, width),
            });
          }
          from.current = null;
          setDrawn(null);
        }}
      >
        {marks.map(({ at, label }) => (
          <span key={at} className={styles.mark} style={{ left: xOf(at, view, width) }}>
            {label}
          </span>
        ))}
        {drawn && <span className={styles.drawn} style={{ left: drawn.x, width: drawn.width }} />}
      </div>
    </div>
  );
}
