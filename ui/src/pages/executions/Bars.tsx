import { type KeyboardEvent, type PointerEvent, useId, useRef, useState } from "react";
import type { Bucket } from "../../api/types";
import { countOf, type Outcome, periodOfBars, segments } from "./buckets";
import type { Period } from "./filters";
import styles from "./Histogram.module.css";

const HEIGHT = 56;
const WIDE = 10;
const GAP = 2;

const WHEN = new Intl.DateTimeFormat("en-GB", {
  day: "numeric",
  month: "short",
  hour: "2-digit",
  minute: "2-digit",
  second: "2-digit",
});

interface BarsProps {
  buckets: Bucket[];
  bucketSeconds: number;
  shown: Outcome[];
  onChoose: (period: Period) => void;
}

/** Bars to point at; a click, a drag over several, or Enter chooses their time. */
export function Bars({ buckets, bucketSeconds, shown, onChoose }: BarsProps) {
  const id = useId();
  const frame = useRef<HTMLDivElement>(null);
  // The bar one is at, and the one where the choice began.
  const [at, setAt] = useState(-1);
  const [start, setStart] = useState(-1);
  const top = Math.max(
    0,
    ...buckets.map((bucket) => shown.reduce((sum, outcome) => sum + bucket[outcome], 0)),
  );
  const last = buckets.length - 1;
  const low = start < 0 ? at : Math.min(start, at);
  const high = Math.max(start, at);

  const choose = () => {
    const period = periodOfBars(buckets, bucketSeconds, low, high);
    setStart(-1);
    setAt(-1);
    if (period) {
      onChoose(period);
    }
  };
  const barUnder = ({ clientX }: PointerEvent): number => {
    const box = frame.current?.getBoundingClientRect();
    const part = box && box.width > 0 ? (clientX - box.left) / box.width : 0;
    return Math.max(0, Math.min(last, Math.floor(part * buckets.length)));
  };
  const pressed = (event: KeyboardEvent) => {
    const to: Record<string, number> = {
      ArrowRight: at + 1,
      ArrowLeft: at < 0 ? last : at - 1,
      Home: 0,
      End: last,
    };
    const target = to[event.key];
    if (target !== undefined) {
      const next = Math.max(0, Math.min(last, target));
      setStart(event.shiftKey ? (start < 0 ? at : start) : -1);
      setAt(next);
    } else if (event.key === "Enter" && at >= 0) {
      choose();
    } else if (event.key === "Escape") {
      setStart(-1);
      setAt(-1);
    } else {
      return;
    }
    event.preventDefault();
  };
  return (
    <div className={styles.chart}>
      {top > 0 && (
        <span className={styles.top} aria-hidden>
          {top.toLocaleString("en")}
        </span>
      )}
      <div
        ref={frame}
        role="listbox"
        tabIndex={0}
        aria-label="Times to narrow the list to: arrows move, Shift chooses several, Enter narrows"
        aria-multiselectable
        aria-orientation="horizontal"
        aria-activedescendant={at >= 0 ? `${id}-${at}` : undefined}
        className={styles.bars}
        onKeyDown={pressed}
        onBlur={() => {
          setStart(-1);
          setAt(-1);
        }}
        onPointerDown={(event) => {
          if (event.button === 0) {
            event.currentTarget.setPointerCapture(event.pointerId);
            setStart(barUnder(event));
            setAt(barUnder(event));
          }
        }}
        onPointerMove={(event) => setAt(barUnder(event))}
        onPointerUp={(event) => event.button === 0 && start >= 0 && choose()}
        onPointerCancel={() => setStart(-1)}
        onPointerLeave={() => start < 0 && setAt(-1)}
      >
        <svg
          viewBox={`0 0 ${buckets.length * WIDE} ${HEIGHT}`}
          preserveAspectRatio="none"
          aria-hidden
        >
          {buckets.map((bucket, index) =>
            segments(bucket, shown, top, HEIGHT).map(({ outcome, y, height }) => (
              <rect
                key={`${bucket.start} ${outcome}`}
                className={styles[outcome]}
                x={index * WIDE + GAP / 2}
                y={y}
                width={WIDE - GAP}
                height={height}
              />
            )),
          )}
        </svg>
        {buckets.map((bucket, index) => (
          <div
            key={bucket.start}
            id={`${id}-${index}`}
            role="option"
            tabIndex={-1}
            aria-selected={index >= low && index <= high && at >= 0}
            aria-label={said(bucket, bucketSeconds)}
            className={styles.bar}
          />
        ))}
      </div>
      {at >= 0 && (
        <Told
          buckets={buckets.slice(low, high + 1)}
          seconds={bucketSeconds}
          at={(at + 0.5) / (last + 1)}
        />
      )}
    </div>
  );
}

function Told({ buckets, seconds, at }: { buckets: Bucket[]; seconds: number; at: number }) {
  const first = buckets[0];
  const last = buckets.at(-1);
  if (!first || !last) {
    return null;
  }
  const sum = (outcome: Outcome) =>
    buckets.reduce((all, bucket) => all + bucket[outcome], 0).toLocaleString("en");
  return (
    <div className={styles.told} style={{ left: `clamp(118px, ${at * 100}%, calc(100% - 118px))` }}>
      <div>
        {WHEN.format(Date.parse(first.start))} –{" "}
        {WHEN.format(Date.parse(last.start) + seconds * 1_000)}
      </div>
      <div className="numbers">
        {sum("completed")} completed · {sum("failed")} failed
        <br />
        {sum("cancelled")} cancelled · {sum("active")} active
      </div>
    </div>
  );
}

function said(bucket: Bucket, seconds: number): string {
  const start = Date.parse(bucket.start);
  const when = `${WHEN.format(start)} to ${WHEN.format(start + seconds * 1_000)}`;
  return countOf(bucket) === 0
    ? `${when}: none`
    : `${when}: ${bucket.completed} completed, ${bucket.failed} failed, ${bucket.cancelled} cancelled, ${bucket.active} active`;
}
