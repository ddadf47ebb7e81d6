import { useVirtualizer } from "@tanstack/react-virtual";
import {
  type KeyboardEvent,
  type ReactNode,
  useCallback,
  useEffect,
  useMemo,
  useRef,
  useState,
} from "react";
import type { History } from "../../../history/model";
import { useAddress } from "../address";
import { useRowKeys } from "../useRowKeys";
import { Axis } from "./Axis";
import { Backdrop } from "./Backdrop";
import type { Bar } from "./draw";
import { LineRow } from "./LineRow";
import type { Row } from "./rows";
import { ticks, type View } from "./scale";
import styles from "./Timeline.module.css";
import { type Pointed, Tip } from "./Tip";
import { useSize } from "./useSize";
import { useView } from "./useView";
import { wordsOfBar, wordsOfRow } from "./words";

const ROW = 28;
/** Width of the names, in px. */
const NAME_MAX = 240;
const NAME_MIN = 124;
const NAME_SHARE = 0.28;
const FACTOR = 0.6;

interface Tools {
  zoom: (factor: number) => void;
  fit: () => void;
  isWhole: boolean;
  factor: number;
}

interface Props {
  rows: Row[];
  history: History;
  bounds: View;
  /** When what waits is due, by step. */
  dues: ReadonlyMap<string, number>;
  start: number;
  now: number;
  isLive: boolean;
  onToggle: (key: string) => void;
  tools: (tools: Tools) => ReactNode;
}

export function Chart(props: Props) {
  const { rows, bounds, start, now, isLive, onToggle } = props;
  const { step, choose } = useAddress();
  const scroller = useRef<HTMLElement>(null);
  const size = useSize(scroller);
  const left = Math.round(Math.max(NAME_MIN, Math.min(NAME_MAX, size * NAME_SHARE)));
  const width = Math.max(0, size - left);
  const { view, isWhole, zoom, fit, become, onKeyDown, drag } = useView(
    bounds,
    scroller,
    left,
    width,
  );
  const [pointed, setPointed] = useState<Pointed | null>(null);
  const keys = useRowKeys(scroller, rows.length, (index) =>
    list.scrollToIndex(index, { align: "auto" }),
  );
  const list = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW,
    getItemKey: (index) => rows[index]?.key ?? index,
    overscan: 8,
    rangeExtractor: keys.rangeExtractor,
  });
  useShowChosen(rows, step, (index) => list.scrollToIndex(index, { align: "auto" }));
  const marks = useMemo(() => ticks(view, width, start), [view, width, start]);
  const latest = useRef({ rows, start, now, dues: props.dues });
  latest.current = { rows, start, now, dues: props.dues };
  const point = useCallback((row: Row, bar: Bar | null, x: number, y: number) => {
    const { start: first, now: at, dues } = latest.current;
    const due = dues.get(row.step) ?? null;
    setPointed(bar ? { words: wordsOfBar(row, bar, first, at, due), x, y } : null);
  }, []);
  const unpoint = useCallback(() => setPointed(null), []);
  const { setActive } = keys;
  const focused = useCallback(
    (index: number, name: HTMLElement) => {
      setActive(index);
      const { rows: all, start: first, now: at } = latest.current;
      const row = all[index];
      // Who moves by the keyboard sees the times beside the name.
      if (row && name.matches(":focus-visible")) {
        const { right, bottom } = name.getBoundingClientRect();
        setPointed({ words: wordsOfRow(row, first, row.end ?? at), x: right, y: bottom });
      }
    },
    [setActive],
  );
  const toggleStep = useCallback(
    (name: string) => choose(name === step ? null : name),
    [choose, step],
  );
  const pressed = (event: KeyboardEvent) => {
    const row = rows[keys.active];
    const isOpening =
      row?.canOpen &&
      !event.shiftKey &&
      ((event.key === "ArrowRight" && !row.isOpen) || (event.key === "ArrowLeft" && row.isOpen));
    if (onKeyDown(event)) {
      return;
    }
    if (row && isOpening) {
      event.preventDefault();
      onToggle(row.key);
    } else {
      keys.onKeyDown(event);
    }
  };
  return (
    <div className={styles.tab} style={{ "--name": `${left}px` } as React.CSSProperties}>
      {props.tools({ zoom, fit, isWhole, factor: FACTOR })}
      <div className={styles.frame}>
        <Axis
          marks={marks}
          view={view}
          width={width}
          count={`${rows.length.toLocaleString("en")} ${rows.length === 1 ? "line" : "lines"}`}
          onSelect={become}
        />
        <div className={styles.body}>
          <Backdrop
            marks={marks}
            pauses={props.history.pauses}
            view={view}
            width={width}
            left={left}
            now={now}
            isLive={isLive}
          />
          <section
            ref={scroller}
            className={styles.scroller}
            aria-label="Timeline: arrows move, right and left open and close, plus and minus zoom"
            // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is scrolled by the keyboard too.
            tabIndex={0}
            onKeyDown={pressed}
            {...drag}
          >
            <ul className={styles.sizer} style={{ height: list.getTotalSize() }}>
              {list.getVirtualItems().map((it) => {
                const row = rows[it.index];
                return row ? (
                  <li
                    key={it.key}
                    className={styles.place}
                    aria-posinset={it.index + 1}
                    aria-setsize={rows.length}
                    style={{ transform: `translateY(${it.start}px)` }}
                  >
                    <LineRow
                      row={row}
                      index={it.index}
                      view={view}
                      width={width}
                      now={row.end === null ? now : 0}
                      due={row.end === null ? (props.dues.get(row.step) ?? null) : null}
                      label={spoken(row, start, now)}
                      isChosen={row.step === step}
                      onChoose={toggleStep}
                      onToggle={onToggle}
                      onFocus={focused}
                      onBlur={unpoint}
                      onPoint={point}
                    />
                  </li>
                ) : null;
              })}
            </ul>
          </section>
        </div>
      </div>
      {pointed && <Tip {...pointed} />}
    </div>
  );
}

function spoken(row: Row, start: number, now: number): string {
  const { head, lines } = wordsOfRow(row, start, row.end ?? now);
  return `${head}. ${lines.join(". ")}`;
}

/** Brings the chosen step's line into sight when the tab is opened. */
function useShowChosen(rows: Row[], step: string | null, show: (index: number) => void): void {
  const shown = useRef<string | null>(null);
  useEffect(() => {
    if (step && shown.current !== step) {
      shown.current = step;
      const index = rows.findIndex((it) => it.step === step);
      if (index >= 0) {
        show(index);
      }
    }
  });
}
