import { type RefObject, useEffect, useRef } from "react";

/** So near to the end, in px, counts as being there. */
const NEAR = 32;

/** Keeps the end of a growing list in sight, until the reader scrolls away from it. */
export function useFollow(
  scroller: RefObject<HTMLElement | null>,
  count: number,
  isLive: boolean,
  isFollowing: boolean,
  onFollow: (isFollowing: boolean) => void,
  toEnd: () => void,
) {
  const last = useRef(0);
  const end = useRef(toEnd);
  end.current = toEnd;
  useEffect(() => {
    if (isFollowing && count > 0) {
      end.current();
    }
  }, [isFollowing, count]);
  // The end stays in sight when there is less room for the list.
  useEffect(() => {
    const it = scroller.current;
    if (!isFollowing || !it) {
      return;
    }
    const observer = new ResizeObserver(() => end.current());
    observer.observe(it);
    return () => observer.disconnect();
  }, [isFollowing, scroller]);
  const onScroll = () => {
    const it = scroller.current;
    if (!it) {
      return;
    }
    const isAtEnd = it.scrollHeight - it.scrollTop - it.clientHeight < NEAR;
    if (it.scrollTop < last.current && !isAtEnd) {
      onFollow(false);
    } else if (isAtEnd && isLive) {
      onFollow(true);
    }
    last.current = it.scrollTop;
  };
  return { onScroll };
}
