import { type RefObject, useLayoutEffect, useState } from "react";

const NARROW = 640;

/** Whether an element has too little room for columns side by side. */
export function useNarrow(element: RefObject<HTMLElement | null>): boolean {
  const [isNarrow, setNarrow] = useState(false);
  useLayoutEffect(() => {
    const it = element.current;
    if (!it) {
      return;
    }
    const measure = () => setNarrow(it.clientWidth > 0 && it.clientWidth < NARROW);
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(it);
    return () => observer.disconnect();
  }, [element]);
  return isNarrow;
}
