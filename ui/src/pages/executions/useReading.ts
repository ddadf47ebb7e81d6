import { type RefObject, useEffect } from "react";
import type { Feed } from "./feed";

/** Whoever has just moved the pointer over the rows aims at one. */
const AIM = 1_500;

/** Tells the feed while someone is busy with the rows, aims at one, or goes over them by keys: then none come or go. */
export function useReading(frame: RefObject<HTMLElement | null>, feed: Feed, isBusy: boolean) {
  useEffect(() => {
    const it = frame.current;
    if (!it) {
      return;
    }
    let aim: ReturnType<typeof setTimeout> | undefined;
    const tell = () =>
      feed.setReading(isBusy || aim !== undefined || it.contains(document.activeElement));
    const moved = () => {
      clearTimeout(aim);
      aim = setTimeout(() => {
        aim = undefined;
        tell();
      }, AIM);
      tell();
    };
    tell();
    it.addEventListener("pointermove", moved, { passive: true });
    it.addEventListener("focusin", tell);
    it.addEventListener("focusout", tell);
    return () => {
      clearTimeout(aim);
      it.removeEventListener("pointermove", moved);
      it.removeEventListener("focusin", tell);
      it.removeEventListener("focusout", tell);
    };
  }, [frame, feed, isBusy]);
}
