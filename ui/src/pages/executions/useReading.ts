import { type RefObject, useEffect } from "react";
import type { Feed } from "./feed";

const TOP = 4;
/** Whoever has just moved the pointer over the rows aims at one. */
const AIM = 1_500;

/** Tells the feed while someone reads further down, chooses rows, or aims at one: then none may come or go. */
export function useReading(frame: RefObject<HTMLElement | null>, feed: Feed, isChoosing: boolean) {
  useEffect(() => {
    const it = frame.current;
    if (!it) {
      return;
    }
    let aim: ReturnType<typeof setTimeout> | undefined;
    const tell = () =>
      feed.setReading(
        isChoosing ||
          it.scrollTop > TOP ||
          aim !== undefined ||
          it.contains(document.activeElement),
      );
    const moved = () => {
      clearTimeout(aim);
      aim = setTimeout(() => {
        aim = undefined;
        tell();
      }, AIM);
      tell();
    };
    tell();
    it.addEventListener("scroll", tell, { passive: true });
    it.addEventListener("pointermove", moved, { passive: true });
    it.addEventListener("focusin", tell);
    it.addEventListener("focusout", tell);
    return () => {
      clearTimeout(aim);
      it.removeEventListener("scroll", tell);
      it.removeEventListener("pointermove", moved);
      it.removeEventListener("focusin", tell);
      it.removeEventListener("focusout", tell);
    };
  }, [frame, feed, isChoosing]);
}
