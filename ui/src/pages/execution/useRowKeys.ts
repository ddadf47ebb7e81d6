import { defaultRangeExtractor, type Range } from "@tanstack/react-virtual";
import {
  type KeyboardEvent,
  type RefObject,
  useCallback,
  useEffect,
  useRef,
  useState,
} from "react";

const PAGE = 15;

/**
 * Moves among the rows of a virtual list by the keyboard. The list is one stop of the tab key; rows are found by their
 * `data-row`. The row that has the focus stays in the page when it is scrolled out of sight.
 */
export function useRowKeys(
  scroller: RefObject<HTMLElement | null>,
  count: number,
  toRow: (index: number) => void,
) {
  const [active, setActive] = useState(0);
  const wanted = useRef<number | null>(null);

  // Rows that were scrolled to appear a moment later: whoever draws next gives them the focus.
  useEffect(() => {
    if (wanted.current !== null) {
      const row = scroller.current?.querySelector<HTMLElement>(`[data-row="${wanted.current}"]`);
      if (row) {
        wanted.current = null;
        row.focus({ preventScroll: true });
      }
    }
  });

  const focus = (index: number) => {
    const next = Math.max(0, Math.min(count - 1, index));
    wanted.current = next;
    setActive(next);
    toRow(next);
    // The same row again draws nothing.
    scroller.current
      ?.querySelector<HTMLElement>(`[data-row="${next}"]`)
      ?.focus({ preventScroll: true });
  };

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey || count === 0) {
      return;
    }
    const target = event.target as HTMLElement;
    const isRow = target.dataset.row !== undefined;
    if (!isRow && target !== scroller.current) {
      return;
    }
    const moves: Record<string, number> = {
      ArrowDown: isRow ? active + 1 : active,
      ArrowUp: isRow ? active - 1 : active,
      PageDown: active + PAGE,
      PageUp: active - PAGE,
      Home: 0,
      End: count - 1,
    };
    const next = moves[event.key];
    if (next !== undefined) {
      event.preventDefault();
      focus(next);
    }
  };

  const rangeExtractor = useCallback(
    (range: Range) => {
      const shown = defaultRangeExtractor(range);
      return active < range.count && !shown.includes(active)
        ? [...shown, active].sort((a, b) => a - b)
        : shown;
    },
    [active],
  );

  return { active, setActive, focus, onKeyDown, rangeExtractor };
}
