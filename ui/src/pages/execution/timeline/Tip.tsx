import styles from "./Timeline.module.css";
import type { Words } from "./words";

const WIDTH = 340;
const GAP = 14;

export interface Pointed {
  words: Words;
  x: number;
  y: number;
}

/** Words beside the pointer. */
export function Tip({ words, x, y }: Pointed) {
  const isLow = y > window.innerHeight - 120;
  return (
    <div
      className={styles.tip}
      style={{
        left: Math.max(8, Math.min(x + GAP, window.innerWidth - WIDTH - 8)),
        top: isLow ? undefined : y + GAP,
        bottom: isLow ? window.innerHeight - y + GAP : undefined,
        maxWidth: WIDTH,
      }}
      aria-hidden
    >
      <strong>{words.head}</strong>
      {words.lines.map((line) => (
        <span key={line}>{line}</span>
      ))}
    </div>
  );
}
