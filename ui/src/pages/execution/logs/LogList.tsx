import { useVirtualizer } from "@tanstack/react-virtual";
import { memo, useEffect, useRef } from "react";
import { Hint } from "../../../parts/Hint";
import { exact, span } from "../../../parts/time";
import { useAddress } from "../address";
import { clock } from "../offset";
import { useFollow } from "../useFollow";
import styles from "./Logs.module.css";
import { type Head, type Line, type LogRow, sourceWords, split } from "./lines";

const LINE = 20;
const HEAD = 30;
/** So much of a line is shown; the copy has all of it. */
const LENGTH = 5_000;

interface Props {
  rows: readonly LogRow[];
  /** When the execution began, in ms. */
  start: number;
  longest: number;
  isWrapped: boolean;
  sought: string;
  /** The row of the match one is at. */
  marked: number | null;
  isLive: boolean;
  isFollowing: boolean;
  onFollow: (isFollowing: boolean) => void;
}

export function LogList(props: Props) {
  const { rows, isWrapped, sought, marked } = props;
  const scroller = useRef<HTMLElement>(null);
  const list = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => (rows[index]?.kind === "head" ? HEAD : LINE),
    overscan: 20,
  });
  const { onScroll } = useFollow(
    scroller,
    rows.length,
    props.isLive,
    props.isFollowing,
    props.onFollow,
    () => list.scrollToIndex(rows.length - 1, { align: "end" }),
  );
  // biome-ignore lint/correctness/useExhaustiveDependencies: the list itself is another one each time.
  useEffect(() => {
    if (marked !== null) {
      list.scrollToIndex(marked, { align: "center" });
    }
  }, [marked, sought]);
  const width = isWrapped ? undefined : `calc(${Math.min(LENGTH, props.longest)}ch + 90px)`;
  return (
    <section
      ref={scroller}
      className={`${styles.scroller} ${isWrapped ? styles.wrapped : ""}`}
      onScroll={onScroll}
      aria-label="Output"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is scrolled by the keyboard too.
      tabIndex={0}
    >
      <div className={styles.sizer} style={{ height: list.getTotalSize(), minWidth: width }}>
        {list.getVirtualItems().map(({ key, index, start }) => {
          const row = rows[index];
          return (
            <div
              key={key}
              ref={isWrapped ? list.measureElement : undefined}
              data-index={index}
              className={styles.place}
              style={{ transform: `translateY(${start}px)` }}
            >
              {row?.kind === "head" && <HeadRow head={row} start={props.start} />}
              {row?.kind === "line" && (
                <LineRow line={row} sought={sought} isMarked={index === marked} />
              )}
            </div>
          );
        })}
      </div>
    </section>
  );
}

function HeadRow({ head, start }: { head: Head; start: number }) {
  const { choose } = useAddress();
  return (
    <div className={styles.head}>
      {head.at && <At at={head.at} start={start} />}
      <button type="button" className={styles.source} onClick={() => choose(head.step)}>
        {sourceWords(head)}
      </button>
    </div>
  );
}

/** What an attempt printed is kept when it ends: that is the only time there is. */
function At({ at, start }: { at: string; start: number }) {
  const millis = Date.parse(at);
  return (
    <Hint
      text={`${exact(at)}\n${at}\n${span((millis - start) / 1000)} after the beginning, when the attempt ended`}
    >
      <time dateTime={at} className={styles.time}>
        {clock(millis)}
      </time>
    </Hint>
  );
}

const LineRow = memo(function LineRow({
  line,
  sought,
  isMarked,
}: {
  line: Line;
  sought: string;
  isMarked: boolean;
}) {
  const isCut = line.text.length > LENGTH;
  return (
    <div className={`${styles.line} ${isMarked ? styles.marked : ""}`}>
      <span className={styles.number} aria-hidden>
        {line.number}
      </span>
      <span className={styles.text}>
        <Marked text={isCut ? line.text.slice(0, LENGTH) : line.text} sought={sought} />
        {isCut && (
          <span className="soft">
            {" "}
            ... {(line.text.length - LENGTH).toLocaleString("en")} characters more
          </span>
        )}
      </span>
    </div>
  );
});

function Marked({ text, sought }: { text: string; sought: string }) {
  const parts = split(text, sought);
  if (parts.length === 1) {
    return text;
  }
  return parts.map((part, index) =>
    index % 2 === 1 ? (
      // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a line have no other name.
      <mark key={index}>{part}</mark>
    ) : (
      part
    ),
  );
}
