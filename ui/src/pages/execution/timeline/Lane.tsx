import { memo, useMemo } from "react";
import { type Bar, bars, density, outline } from "./draw";
import styles from "./Lane.module.css";
import type { Row } from "./rows";
import { type View, xOf } from "./scale";

/** Height of the drawing of iterations, in px. */
const HEIGHT = 14;

interface Props {
  row: Row;
  view: View;
  width: number;
  now: number;
  /** When what it waits for is due. */
  due: number | null;
  onChoose: () => void;
  onPoint: (bar: Bar | null, x: number, y: number) => void;
}

/** How one line spent its time. */
export const Lane = memo(function Lane({ row, view, width, now, due, onChoose, onPoint }: Props) {
  const made = useMemo(
    () => bars(row.segments, view, width, now),
    [row.segments, view, width, now],
  );
  const shape = useMemo(
    () => (row.iterations ? density(row.iterations, view, width, now) : null),
    [row.iterations, view, width, now],
  );
  return (
    // The line's name does and says the same for those who cannot point.
    <div
      className={styles.lane}
      aria-hidden
      onClick={onChoose}
      onPointerMove={(event) => {
        const x = event.clientX - event.currentTarget.getBoundingClientRect().left;
        onPoint(under(made, x), event.clientX, event.clientY);
      }}
      onPointerLeave={() => onPoint(null, 0, 0)}
    >
      {made.map((bar) => (
        <span
          key={`${bar.kind} ${bar.status} ${bar.segment.start}`}
          className={`${styles.bar} ${styles[bar.kind]} ${shape ? styles.under : ""}`}
          data-status={bar.status}
          style={{ left: bar.x, width: bar.width }}
        />
      ))}
      {due !== null && (
        <span
          className={styles.due}
          style={{
            left: xOf(now, view, width),
            width: Math.max(0, Math.min(width, xOf(due, view, width)) - xOf(now, view, width)),
          }}
        />
      )}
      {made.length === 0 && row.start !== null && (
        <span className={row.start < view.from ? styles.before : styles.after}>
          {row.start < view.from ? "◂" : "▸"}
        </span>
      )}
      {shape && (
        <svg className={styles.density} width={width} height={HEIGHT} role="presentation">
          <path d={outline(shape, HEIGHT)} data-status={row.status} />
          {shape.failed.map((isFailed, index) =>
            isFailed ? (
              <rect
                // biome-ignore lint/suspicious/noArrayIndexKey: its place is what it is.
                key={index}
                x={index * shape.pixels}
                width={shape.pixels}
                height={HEIGHT}
              />
            ) : null,
          )}
        </svg>
      )}
    </div>
  );
});

/** The bar at `x`, the narrowest first: small ones lie on larger ones. */
function under(made: readonly Bar[], x: number): Bar | null {
  let found: Bar | null = null;
  for (const bar of made) {
    const isHit = x >= bar.x - 2 && x <= bar.x + bar.width + 2;
    if (isHit && (!found || bar.width < found.width)) {
      found = bar;
    }
  }
  return found;
}
