import type { KeyboardEvent } from "react";
import type { Row } from "./row";
import { indexOf } from "./rows";

interface Keys {
  rows: Row[];
  current: string | null;
  /** How many rows are in sight. */
  page: () => number;
  go: (index: number) => void;
  open: (id: string) => void;
  choose: ((id: string, isRange: boolean) => void) | null;
  chooseAll: () => void;
  clear: () => void;
}

/** Moves over the rows by keys: arrows, pages, Home and End; Enter opens, Space chooses, Escape lets go. */
export function useKeys(keys: Keys): (event: KeyboardEvent) => void {
  return (event) => {
    // Its own keys only, not those of the box in its head.
    if (event.target !== event.currentTarget || event.altKey) {
      return;
    }
    if (act(event, keys)) {
      event.preventDefault();
    }
  };
}

function act(event: KeyboardEvent, keys: Keys): boolean {
  const { rows, current, choose } = keys;
  const at = indexOf(rows, current);
  if (event.key === "Escape") {
    keys.clear();
    return true;
  }
  if ((event.ctrlKey || event.metaKey) && event.key === "a") {
    keys.chooseAll();
    return true;
  }
  if (current !== null && at >= 0 && event.key === "Enter") {
    keys.open(current);
    return true;
  }
  if (current !== null && at >= 0 && event.key === " ") {
    choose?.(current, event.shiftKey);
    return true;
  }
  const target = targetOf(event.key, at, rows.length, keys.page);
  if (target < 0) {
    return false;
  }
  keys.go(target);
  const id = rows[target]?.id;
  if (event.shiftKey && choose && id !== undefined && target !== at) {
    choose(id, true);
  }
  return true;
}

/** The index that a key leads to from `at` (-1: nowhere yet); -1 for other keys. */
export function targetOf(key: string, at: number, count: number, page: () => number): number {
  if (count === 0) {
    return -1;
  }
  const within = (index: number) => Math.max(0, Math.min(count - 1, index));
  switch (key) {
    case "ArrowDown":
      return within(at + 1);
    case "ArrowUp":
      return within(at - 1);
    case "PageDown":
      return within(at + page());
    case "PageUp":
      return within(at - page());
    case "Home":
      return 0;
    case "End":
      return count - 1;
    default:
      return -1;
  }
}
