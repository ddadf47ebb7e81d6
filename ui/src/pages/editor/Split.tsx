import { type KeyboardEvent, type PointerEvent, type ReactNode, useRef, useState } from "react";
import styles from "./Split.module.css";

const MIN = 25;
const MAX = 80;
const STEP = 3;
const KEY = "noetl.editor.split";

/** Two panes side by side with a bar between them that can be moved, by keyboard too. */
export function Split({
  left,
  right,
  label,
}: {
  left: ReactNode;
  right: ReactNode;
  label: string;
}) {
  const frame = useRef<HTMLDivElement>(null);
  const [percent, setPercent] = useState(stored);
  const become = (next: number) => {
    const kept = Math.round(Math.max(MIN, Math.min(MAX, next)) * 10) / 10;
    setPercent(kept);
    store(kept);
  };
  const moved = (event: PointerEvent) => {
    const box = frame.current?.getBoundingClientRect();
    if (box && event.currentTarget.hasPointerCapture(event.pointerId)) {
      become(((event.clientX - box.left) / box.width) * 100);
    }
  };
  const pressed = (event: KeyboardEvent) => {
    const next = {
      ArrowLeft: percent - STEP,
      ArrowRight: percent + STEP,
      Home: MIN,
      End: MAX,
    }[event.key];
    if (next !== undefined) {
      event.preventDefault();
      become(next);
    }
  };
  return (
    <div
      ref={frame}
      className={styles.split}
      style={{ gridTemplateColumns: `minmax(0, ${percent}fr) 9px minmax(0, ${100 - percent}fr)` }}
    >
      <div className={styles.pane}>{left}</div>
      {/* biome-ignore lint/a11y/useSemanticElements: a rule that is moved is no <hr>. */}
      <div
        className={styles.bar}
        role="separator"
        tabIndex={0}
        aria-label={label}
        aria-orientation="vertical"
        aria-valuenow={Math.round(percent)}
        aria-valuemin={MIN}
        aria-valuemax={MAX}
        onKeyDown={pressed}
        onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
        onPointerMove={moved}
        onDoubleClick={() => become(55)}
      />
      <div className={styles.pane}>{right}</div>
    </div>
  );
}

function stored(): number {
  try {
    const kept = Number(localStorage.getItem(KEY));
    return kept >= MIN && kept <= MAX ? kept : 55;
  } catch {
    return 55;
  }
}

function store(percent: number): void {
  try {
    localStorage.setItem(KEY, String(percent));
  } catch {
    // Storage is forbidden: it holds until the page is left.
  }
}
