import { memo, type ReactNode, useRef, useState } from "react";
import type { Histogram as Answer, Status } from "../../api/types";
import { StatusIcon } from "../../parts/StatusBadge";
import { Bars } from "./Bars";
import { axisFormat, countOf, OUTCOMES, type Outcome, sums } from "./buckets";
import type { Filters, Period } from "./filters";
import styles from "./Histogram.module.css";

const LEGEND: { outcome: Outcome; label: string; icon: Status; statuses: Status[] }[] = [
  {
    outcome: "active",
    label: "Active",
    icon: "RUNNING",
    statuses: ["RUNNING", "PAUSED", "CANCELLING"],
  },
  { outcome: "completed", label: "Completed", icon: "COMPLETED", statuses: ["COMPLETED"] },
  { outcome: "failed", label: "Failed", icon: "FAILED", statuses: ["FAILED"] },
  { outcome: "cancelled", label: "Cancelled", icon: "CANCELLED", statuses: ["CANCELLED"] },
];

interface HistogramProps {
  histogram: Answer;
  filters: Filters;
  onNarrow: (change: Partial<Filters>) => void;
}

/** How many executions came to what, over time: numbers that narrow the list to a status, bars that narrow it to a time. */
export const Histogram = memo(function Histogram({ histogram, filters, onNarrow }: HistogramProps) {
  const total = sums(histogram.buckets);
  const isOn = (statuses: Status[]) => statuses.some((it) => filters.statuses.includes(it));
  const shown = OUTCOMES.filter(
    (outcome) =>
      filters.statuses.length === 0 ||
      LEGEND.some((it) => it.outcome === outcome && isOn(it.statuses)),
  );
  const count = histogram.buckets.reduce((sum, bucket) => sum + countOf(bucket), 0);
  const choose = ({ from, until }: Period) =>
    onNarrow({
      range: "",
      from: from === null ? "" : new Date(from).toISOString(),
      until: until === null ? "" : new Date(until).toISOString(),
    });
  return (
    <section className={styles.histogram} aria-label="Outcomes over time">
      <div className={styles.legend}>
        {LEGEND.map(({ outcome, label, icon, statuses }) => (
          <button
            key={outcome}
            type="button"
            className={styles.count}
            aria-pressed={isOn(statuses)}
            onClick={() => onNarrow({ statuses: toggled(filters.statuses, statuses) })}
          >
            <StatusIcon status={icon} size={14} />
            {label}
            <strong className="numbers">{total[outcome].toLocaleString("en")}</strong>
          </button>
        ))}
        <span className={styles.all}>
          <span className="numbers">{count.toLocaleString("en")}</span>{" "}
          {count === 1 ? "execution" : "executions"}
        </span>
      </div>
      <Bars
        buckets={histogram.buckets}
        bucketSeconds={histogram.bucket_seconds}
        shown={shown}
        onChoose={choose}
      />
      <Axis histogram={histogram} />
    </section>
  );
});

function toggled(chosen: Status[], statuses: Status[]): Status[] {
  return statuses.some((it) => chosen.includes(it))
    ? chosen.filter((it) => !statuses.includes(it))
    : [...chosen, ...statuses];
}

function Axis({ histogram }: { histogram: Answer }): ReactNode {
  const from = Date.parse(histogram.from);
  const until = Date.parse(histogram.until);
  const format = new Intl.DateTimeFormat("en-GB", axisFormat(until - from));
  const MARKS = 4;
  const marks = Array.from(
    { length: MARKS + 1 },
    (_, index) => from + ((until - from) * index) / MARKS,
  );
  return (
    <div className={styles.axis} aria-hidden>
      {marks.map((at) => (
        <span key={at}>{format.format(at)}</span>
      ))}
    </div>
  );
}

/** How many bars have room in an element: told once it is there, and when its width changes much. */
export function useRoom(): [number, (element: HTMLElement | null) => (() => void) | undefined] {
  const [bars, setBars] = useState(0);
  const ref = useRef((element: HTMLElement | null) => {
    if (!element) {
      return undefined;
    }
    const measure = () => setBars(barsFor(element.clientWidth));
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  });
  return [bars, ref.current];
}

function barsFor(width: number): number {
  if (width < 480) {
    return 40;
  }
  return width < 1400 ? 75 : 150;
}
