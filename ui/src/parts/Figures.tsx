import type { ReactNode } from "react";
import styles from "./Figures.module.css";

/** Part of a hundred, as a bar. */
export function Meter({
  value,
  tone = "running",
  label,
}: {
  value: number;
  tone?: string;
  label: string;
}) {
  const percent = Math.max(0, Math.min(100, value));
  return (
    <div
      className={styles.meter}
      role="progressbar"
      aria-label={label}
      aria-valuenow={Math.round(percent)}
      aria-valuemin={0}
      aria-valuemax={100}
    >
      <div style={{ width: `${percent}%`, background: `var(--${tone})` }} />
    </div>
  );
}

/** A line of the last values, newest at the right. */
export function Sparkline({
  values,
  label,
  max,
}: {
  values: number[];
  label: string;
  max?: number;
}) {
  const WIDTH = 240;
  const HEIGHT = 48;
  const top = Math.max(max ?? 0, ...values, 1e-9);
  const step = WIDTH / Math.max(1, values.length - 1);
  const points = values.map((value, index) => {
    const x = index * step;
    const y = HEIGHT - 2 - (value / top) * (HEIGHT - 4);
    return `${x.toFixed(1)},${y.toFixed(1)}`;
  });
  return (
    <svg
      className={styles.sparkline}
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      preserveAspectRatio="none"
      role="img"
      aria-label={label}
    >
      {points.length > 1 && (
        <>
          <polygon points={`0,${HEIGHT} ${points.join(" ")} ${WIDTH},${HEIGHT}`} />
          <polyline points={points.join(" ")} />
        </>
      )}
    </svg>
  );
}

/** A name and its value, as in the head of a page. */
export function Facts({ facts }: { facts: [string, ReactNode][] }) {
  return (
    <dl className={styles.facts}>
      {facts.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
