import { type RefObject, useLayoutEffect, useState } from "react";

/** Whether an element is narrower than so many pixels, now and when it changes. */
export function useNarrow(element: RefObject<HTMLElement | null>, width: number): boolean {
  const [isNarrow, setNarrow] = useState(false);
  useLayoutEffect(() => {
    const it = element.current;
    if (!it) {
      return;
    }
    const measure = () => setNarrow(it.clientWidth > 0 && it.clientWidth < width);
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(it);
    return () => observer.disconnect();
  }, [element, width]);
  return isNarrow;
}
