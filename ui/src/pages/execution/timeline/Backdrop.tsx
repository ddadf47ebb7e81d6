import type { History } from "../../../history/model";
import { type Tick, type View, xOf } from "./scale";
import styles from "./Timeline.module.css";

interface Props {
  marks: Tick[];
  pauses: History["pauses"];
  view: View;
  width: number;
  left: number;
  /** The present, while it runs. */
  now: number;
  isLive: boolean;
}

/** What lies behind all lanes: round times, pauses, the present. */
export function Backdrop({ marks, pauses, view, width, left, now, isLive }: Props) {
  const x = (at: number) => Math.max(0, Math.min(width, xOf(at, view, width)));
  return (
    <div className={styles.backdrop} style={{ left, width }} aria-hidden>
      {pauses.map(({ start, end }) => (
        <span
          key={start}
          className={styles.pause}
          style={{ left: x(start), width: x(end ?? now) - x(start) }}
        />
      ))}
      {marks.map(({ at }) => (
        <span key={at} className={styles.grid} style={{ left: xOf(at, view, width) }} />
      ))}
      {isLive && now >= view.from && now <= view.to && (
        <span className={styles.now} style={{ left: xOf(now, view, width) }} />
      )}
    </div>
  );
}
