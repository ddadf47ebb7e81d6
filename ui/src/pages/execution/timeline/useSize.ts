import { type RefObject, useLayoutEffect, useState } from "react";

/** The width inside an element, without its scroll bar, in px. */
export function useSize(element: RefObject<HTMLElement | null>): number {
  const [width, setWidth] = useState(0);
  useLayoutEffect(() => {
    const it = element.current;
    if (!it) {
      return;
    }
    const measure = () => setWidth(it.clientWidth);
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(it);
    return () => observer.disconnect();
  }, [element]);
  return width;
}
