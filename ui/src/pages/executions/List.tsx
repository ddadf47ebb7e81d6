import { useVirtualizer } from "@tanstack/react-virtual";
import { ArrowUp } from "lucide-react";
import { type ReactNode, useCallback, useEffect, useRef, useState } from "react";
import { useNavigate } from "react-router";
import { to } from "../../app/paths";
import { Button } from "../../parts/Button";
import { useNarrow } from "../../parts/useNarrow";
import { useReading } from "../../parts/useReading";
import { Foot, Head } from "./Ends";
import type { Feed, FeedState } from "./feed";
import type { Kept } from "./kept";
import { Line } from "./Line";
import styles from "./List.module.css";
import { indexOf } from "./rows";
import { all, extended, NOTHING, type Selection, toggled } from "./selection";
import { useKeys } from "./useKeys";
import { useBegin, useLeave, useRefresh } from "./useLife";

const HEIGHT = 42;
const HEIGHT_NARROW = 68;
const HEAD = 34;
/** Below this there is too little room for columns side by side. */
const NARROW = 760;
const OVERSCAN = 8;
const TOP = 4;
const AHEAD = 60;

interface ListProps {
  feed: Feed;
  state: FeedState;
  selection: Selection;
  onSelect: (selection: Selection) => void;
  canChoose: boolean;
  empty: ReactNode;
  /** Nothing has ever run: there is nothing to head. */
  hasNothing: boolean;
  /** The list as it was left, to go on with. */
  before: Kept | null;
  onLeave: (list: Kept) => void;
  /** What lies over the foot of the list. */
  children: ReactNode;
}

/** The rows, of which only those in sight are drawn. It has the focus itself, and one row is the current one. */
export function List(props: ListProps) {
  const { feed, state, selection, onSelect, canChoose, empty, hasNothing, children } = props;
  const { rows, next, fresh, held } = state;
  const frame = useRef<HTMLDivElement>(null);
  const grid = useRef<HTMLTableElement>(null);
  const isNarrow = useNarrow(frame, NARROW);
  const height = isNarrow ? HEIGHT_NARROW : HEIGHT;
  const head = isNarrow ? 0 : HEAD;
  const [current, setCurrent] = useState<string | null>(props.before?.current ?? null);
  const navigate = useNavigate();
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => frame.current,
    estimateSize: () => height,
    overscan: OVERSCAN,
    scrollPaddingStart: head,
    scrollMargin: head,
    initialOffset: props.before?.top ?? 0,
  });
  useBegin(frame, feed, props.before, () => setCurrent(null));
  useLeave(props.onLeave, () => ({
    rows,
    next,
    current,
    top: virtual.scrollOffset ?? 0,
  }));
  // biome-ignore lint/correctness/useExhaustiveDependencies: other heights are other places for all rows.
  useEffect(() => virtual.measure(), [height, virtual]);

  const items = virtual.getVirtualItems();
  const last = items.at(-1)?.index ?? 0;
  const first = items[0]?.index ?? 0;
  // biome-ignore lint/correctness/useExhaustiveDependencies: each page that has come may ask for another.
  useEffect(() => {
    if (last >= rows.length - AHEAD) {
      void feed.more();
    }
  }, [feed, last, rows.length, next]);
  useReading(frame, feed, selection.ids.size > 0 || (virtual.scrollOffset ?? 0) > TOP);
  useRefresh(feed, first === 0 ? null : (rows[first - 1]?.id ?? null), last - first + 1 + OVERSCAN);

  // What the handlers need, without a new handler for each change: the rows that stay are not drawn again.
  const now = useRef({ rows, selection, onSelect });
  now.current = { rows, selection, onSelect };
  const choose = useCallback((id: string, isRange: boolean) => {
    const { rows, selection, onSelect } = now.current;
    setCurrent(id);
    onSelect(
      isRange ? extended(selection, id, rows, (it) => indexOf(rows, it)) : toggled(selection, id),
    );
    grid.current?.focus({ preventScroll: true });
  }, []);
  const open = useCallback((id: string) => void navigate(to.execution(id)), [navigate]);
  const keyed = useKeys({
    rows,
    current,
    page: () => Math.max(1, Math.floor(((frame.current?.clientHeight ?? 0) - head) / height) - 1),
    go: (index) => {
      setCurrent(rows[index]?.id ?? null);
      virtual.scrollToIndex(index);
    },
    open,
    choose: canChoose ? choose : null,
    chooseAll: () => canChoose && onSelect(all(rows)),
    clear: () => onSelect(NOTHING),
  });

  const show = () => {
    feed.show();
    frame.current?.scrollTo({ top: 0 });
  };
  // Of the rows that are drawn, the first ones may be above what one sees.
  const firstSeen = Math.ceil((virtual.scrollOffset ?? 0) / height);
  const isCurrentShown = items.some(({ index }) => rows[index]?.id === current);
  return (
    <div className={styles.around}>
      {held > 0 && (
        <Button look="primary" icon={ArrowUp} className={styles.pill ?? ""} onClick={show}>
          {held}
          {state.isHeldMore && " or more"} new
        </Button>
      )}
      <div ref={frame} className={`${styles.frame} ${isNarrow ? styles.narrow : ""}`}>
        <table
          ref={grid}
          // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: its rows are gone over by keys.
          role="grid"
          tabIndex={0}
          aria-label="Executions"
          aria-rowcount={next === null ? rows.length + 1 : -1}
          aria-multiselectable={canChoose}
          aria-activedescendant={isCurrentShown ? `row-${current}` : undefined}
          aria-busy={state.isLoading}
          className={styles.table}
          onKeyDown={keyed}
          onFocus={() => current === null && setCurrent(rows[firstSeen]?.id ?? null)}
        >
          {!hasNothing && (
            <Head
              rows={rows.length}
              chosen={selection.ids.size}
              canChoose={canChoose}
              onAll={(isOn) => onSelect(isOn ? all(rows) : NOTHING)}
            />
          )}
          <tbody className={styles.body} style={{ height: virtual.getTotalSize() }}>
            {items.map(({ index, start }) => {
              const row = rows[index];
              return (
                row && (
                  <Line
                    key={row.id}
                    row={row}
                    index={index}
                    top={start - head}
                    height={height}
                    isNarrow={isNarrow}
                    isCurrent={row.id === current}
                    isChosen={selection.ids.has(row.id)}
                    isFresh={fresh.has(row.id)}
                    canChoose={canChoose}
                    onChoose={choose}
                    onOpen={open}
                  />
                )
              );
            })}
          </tbody>
        </table>
        {rows.length === 0 && !state.isLoading && !state.error && empty}
        <Foot feed={feed} state={state} />
      </div>
      {children}
    </div>
  );
}
