import { type RefObject, useEffect, useLayoutEffect, useRef } from "react";
import type { Feed } from "./feed";
import type { Kept } from "./kept";

const LOOK = 20_000;

/** Begins where the list was left; another list begins at its top. */
export function useBegin(
  frame: RefObject<HTMLElement | null>,
  feed: Feed,
  before: Kept | null,
  onOther: () => void,
) {
  const begun = useRef<Feed>(null);
  const forget = useRef(onOther);
  forget.current = onOther;
  useLayoutEffect(() => {
    const isOther = begun.current !== null && begun.current !== feed;
    begun.current = feed;
    frame.current?.scrollTo({ top: isOther ? 0 : (before?.top ?? 0) });
    if (isOther) {
      forget.current();
    }
  }, [frame, feed, before]);
}

/** Hands over how the list is left. */
export function useLeave(onLeave: (list: Kept) => void, list: () => Kept) {
  const now = useRef({ onLeave, list });
  now.current = { onLeave, list };
  useEffect(() => () => now.current.onLeave(now.current.list()), []);
}

/** Looks again now and then at the rows in sight: with very much going on the stream may leave something out. */
export function useRefresh(feed: Feed, above: string | null, count: number) {
  const sight = useRef({ above, count });
  sight.current = { above, count };
  useEffect(() => {
    const timer = setInterval(() => {
      if (document.visibilityState === "visible") {
        void feed.refresh(sight.current.above, sight.current.count);
      }
    }, LOOK);
    return () => clearInterval(timer);
  }, [feed]);
}
