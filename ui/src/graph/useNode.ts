import { useContext, useEffect, useRef, useState } from "react";
import { LiveContext, useLive } from "./live";

/** The focus that the keyboard moves: one node of the graph can be reached by Tab, arrows lead on from it. */
export function useFocus(id: string) {
  const live = useContext(LiveContext);
  const isCurrent = useLive(({ current }) => current === id);
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (isCurrent && live.takesFocus) {
      live.takesFocus = false;
      button.current?.focus({ preventScroll: true });
    }
  }, [isCurrent, live]);
  return {
    ref: button,
    tabIndex: isCurrent ? 0 : -1,
    onFocus: () => !isCurrent && live.become({ current: id }),
  };
}

/** How often a value has changed since it was first seen. */
export function useChanges(value: unknown): number {
  const [seen, setSeen] = useState({ value, changes: 0 });
  if (seen.value !== value) {
    setSeen({ value, changes: seen.changes + 1 });
  }
  return seen.changes;
}
