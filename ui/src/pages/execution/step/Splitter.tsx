import { type KeyboardEvent, type PointerEvent, type ReactNode, useState } from "react";
import styles from "./Step.module.css";

const WIDTH = 420;
const LEAST = 300;
const MOST = 900;
const STEP = 24;

// The width stays while one goes from step to step.
let kept = WIDTH;

/** Makes what is inside as wide as one likes, by its left edge; on a narrow screen it is a sheet at the bottom. */
export function Splitter({ children }: { children: ReactNode }) {
  const [width, setWidth] = useState(kept);
  const become = (wanted: number) => {
    kept = Math.max(LEAST, Math.min(MOST, innerWidth * 0.7, wanted));
    setWidth(kept);
  };
  const dragged = (event: PointerEvent<HTMLElement>) => {
    const { currentTarget: edge, pointerId } = event;
    const from = event.clientX + width;
    edge.setPointerCapture(pointerId);
    const moved = (move: globalThis.PointerEvent) => become(from - move.clientX);
    edge.addEventListener("pointermove", moved);
    edge.addEventListener(
      "lostpointercapture",
      () => edge.removeEventListener("pointermove", moved),
      { once: true },
    );
  };
  const pressed = (event: KeyboardEvent) => {
    if (event.key === "ArrowLeft" || event.key === "ArrowRight") {
      become(width + (event.key === "ArrowLeft" ? STEP : -STEP));
      event.preventDefault();
    }
  };
  return (
    <div className={styles.beside} data-sheet style={{ width }}>
      {/* biome-ignore lint/a11y/useSemanticElements: a rule cannot be moved. */}
      <div
        role="separator"
        tabIndex={0}
        aria-orientation="vertical"
        aria-label="Width of the panel"
        aria-valuenow={Math.round(width)}
        aria-valuemin={LEAST}
        aria-valuemax={MOST}
        className={styles.edge}
        onPointerDown={dragged}
        onKeyDown={pressed}
      />
      {children}
    </div>
  );
}
