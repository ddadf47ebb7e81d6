import { type RefObject, useEffect } from "react";

/** Whoever has just moved the pointer over the rows aims at one. */
const AIM = 1_500;

/** Something whose rows stay where they are while somebody reads them. */
export interface Read {
  setReading(isReading: boolean): void;
}

/** Tells while someone is busy with the rows, aims at one, or is at one by keys or its menu: then none should come or go. */
export function useReading(frame: RefObject<HTMLElement | null>, read: Read, isBusy: boolean) {
  useEffect(() => {
    const it = frame.current;
    if (!it) {
      return;
    }
    let aim: ReturnType<typeof setTimeout> | undefined;
    const tell = () =>
      read.setReading(
        isBusy || aim !== undefined || it.contains(document.activeElement) || hasOpen(it),
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
    it.addEventListener("pointermove", moved, { passive: true });
    it.addEventListener("focusin", tell);
    it.addEventListener("focusout", tell);
    return () => {
      clearTimeout(aim);
      it.removeEventListener("pointermove", moved);
      it.removeEventListener("focusin", tell);
      it.removeEventListener("focusout", tell);
    };
  }, [frame, read, isBusy]);
}

/** What opens stands elsewhere in the page, and the focus with it. */
const hasOpen = (it: HTMLElement) => it.querySelector('[aria-expanded="true"]') !== null;
