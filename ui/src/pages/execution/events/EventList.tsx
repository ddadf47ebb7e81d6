import { useVirtualizer } from "@tanstack/react-virtual";
import { useCallback, useEffect, useRef, useState } from "react";
import type { Event } from "../../../api/types";
import { Button } from "../../../parts/Button";
import { Empty } from "../../../parts/Notes";
import type { Of } from "../Linked";
import { useFollow } from "../useFollow";
import { useRowKeys } from "../useRowKeys";
import { EventDetail } from "./EventDetail";
import { EventRow } from "./EventRow";
import styles from "./Events.module.css";

const ROW = 30;

interface Props {
  events: readonly Event[];
  of: Of;
  /** Places of those to show; null for all. */
  found: readonly number[] | null;
  count: number;
  start: number;
  isLive: boolean;
  isFollowing: boolean;
  onFollow: (isFollowing: boolean) => void;
  /** The event to go to and open. */
  wish: { number: number } | null;
  onJump: (number: number) => void;
  isFiltered: boolean;
  onClear: () => void;
}

export function EventList(props: Props) {
  const { events, found, count, start, wish } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set());
  const at = useCallback(
    (index: number) => events[found ? (found[index] ?? -1) : index],
    [events, found],
  );
  /** As little as need be; of what is higher than the list, the row itself and not the end of its detail. */
  const bring = (index: number) => {
    const isHigher =
      (list.measurementsCache[index]?.size ?? 0) > (scroller.current?.clientHeight ?? 0);
    list.scrollToIndex(index, { align: isHigher ? "start" : "auto" });
  };
  const rows = useRowKeys(scroller, count, bring);
  const list = useVirtualizer({
    count,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW,
    getItemKey: (index) => at(index)?.event_id ?? index,
    overscan: 12,
    rangeExtractor: rows.rangeExtractor,
  });
  const { onScroll } = useFollow(
    scroller,
    count,
    props.isLive,
    props.isFollowing,
    props.onFollow,
    () => list.scrollToIndex(count - 1, { align: "end" }),
  );
  const show = useRef(bring);
  show.current = bring;
  const toggle = useCallback((id: string, index: number) => {
    setOpen((before) => {
      const after = new Set(before);
      if (!after.delete(id)) {
        after.add(id);
      }
      return after;
    });
    // What opens below the edge comes into sight once it has its height.
    requestAnimationFrame(() => requestAnimationFrame(() => show.current(index)));
  }, []);

  const done = useRef<Props["wish"]>(null);
  useEffect(() => {
    const last = at(count - 1);
    if (!wish || wish === done.current || !last) {
      return;
    }
    if (Number(last.event_id) < wish.number && props.isLive) {
      return;
    }
    done.current = wish;
    const index = firstFrom(wish.number, count, at);
    const event = at(index);
    if (event) {
      setOpen((before) => new Set(before).add(event.event_id));
      rows.focus(index);
      requestAnimationFrame(() => list.scrollToIndex(index, { align: "start" }));
    }
  });

  if (count === 0) {
    return (
      <Empty title={props.isFiltered ? "No event is like that" : "No events yet"}>
        {props.isFiltered && <Button onClick={props.onClear}>Show all</Button>}
      </Empty>
    );
  }
  return (
    <section
      ref={scroller}
      className={styles.scroller}
      onScroll={onScroll}
      onKeyDown={rows.onKeyDown}
      aria-label="Events"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is scrolled by the keyboard too.
      tabIndex={0}
    >
      <ul className={styles.sizer} style={{ height: list.getTotalSize() }}>
        {list.getVirtualItems().map((it) => {
          const event = at(it.index);
          if (!event) {
            return null;
          }
          const isOpen = open.has(event.event_id);
          return (
            <li
              key={it.key}
              ref={list.measureElement}
              data-index={it.index}
              aria-posinset={it.index + 1}
              aria-setsize={count}
              className={styles.place}
              style={{ transform: `translateY(${it.start}px)` }}
            >
              <EventRow
                event={event}
                index={it.index}
                start={start}
                isOpen={isOpen}
                onToggle={toggle}
                onFocus={rows.setActive}
              />
              {isOpen && <EventDetail event={event} of={props.of} onJump={props.onJump} />}
            </li>
          );
        })}
      </ul>
    </section>
  );
}

/** The place of the first event with this number or a higher one. */
function firstFrom(
  number: number,
  count: number,
  at: (index: number) => Event | undefined,
): number {
  let low = 0;
  let high = count - 1;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (Number(at(middle)?.event_id) < number) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}
