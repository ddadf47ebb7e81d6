import {
  type KeyboardEvent,
  type PointerEvent,
  type RefObject,
  useEffect,
  useRef,
  useState,
} from "react";
import { moved, timeOf, type View, zoomed } from "./scale";

const STEP = 0.7;
/** By so much of what is in sight the arrows move it. */
const SHARE = 0.2;
/** A pointer that moved so far, in px, drags; less is a click. */
const DRAG = 4;

/** The part of time in sight: zoomed and moved by wheel, pointer, keys and buttons. Null: all of it, also while it grows. */
export function useView(
  bounds: View,
  area: RefObject<HTMLElement | null>,
  left: number,
  width: number,
) {
  const [chosen, setChosen] = useState<View | null>(null);
  const view = chosen ?? bounds;
  const isWhole = chosen === null;
  // What listens to the page needs the newest of these.
  const latest = useRef({ view, bounds, left, width });
  latest.current = { view, bounds, left, width };

  const become = (next: View) => {
    const { bounds: all } = latest.current;
    setChosen(next.from <= all.from && next.to >= all.to ? null : next);
  };
  const zoom = (factor: number, around?: number) => {
    const { view: it, bounds: all } = latest.current;
    become(zoomed(it, factor, around ?? (it.from + it.to) / 2, all));
  };
  const move = (by: number) => become(moved(latest.current.view, by, latest.current.bounds));
  const fit = () => setChosen(null);

  // biome-ignore lint/correctness/useExhaustiveDependencies: it works on the newest of all.
  useEffect(() => {
    const it = area.current;
    if (!it) {
      return;
    }
    const wheel = (event: WheelEvent) => {
      const { view: seen, width: all, left: from } = latest.current;
      const isZoom = event.ctrlKey || event.metaKey;
      const by = event.shiftKey ? event.deltaY || event.deltaX : event.deltaX;
      if (isZoom) {
        event.preventDefault();
        const x = event.clientX - it.getBoundingClientRect().left - from;
        zoom(event.deltaY > 0 ? 1 / STEP : STEP, timeOf(Math.max(0, x), seen, all));
      } else if (event.shiftKey || Math.abs(event.deltaX) > Math.abs(event.deltaY)) {
        event.preventDefault();
        move((by / Math.max(1, all)) * (seen.to - seen.from));
      }
    };
    // React listens passively, and then the browser would zoom the page.
    it.addEventListener("wheel", wheel, { passive: false });
    return () => it.removeEventListener("wheel", wheel);
  }, [area]);

  const wish = ({ key, shiftKey }: KeyboardEvent): (() => void) | undefined => {
    const share = (view.to - view.from) * SHARE;
    switch (shiftKey && key.startsWith("Arrow") ? `Shift ${key}` : key) {
      case "+":
      case "=":
        return () => zoom(STEP);
      case "-":
        return () => zoom(1 / STEP);
      case "0":
        return fit;
      case "Shift ArrowLeft":
        return () => move(-share);
      case "Shift ArrowRight":
        return () => move(share);
      default:
        return undefined;
    }
  };

  const onKeyDown = (event: KeyboardEvent): boolean => {
    if (event.ctrlKey || event.metaKey || event.altKey) {
      return false;
    }
    const act = wish(event);
    if (act) {
      event.preventDefault();
      act();
    }
    return act !== undefined;
  };

  const drag = useDrag((pixels) => {
    const { view: it, width: all } = latest.current;
    move((-pixels / Math.max(1, all)) * (it.to - it.from));
  });

  return { view, isWhole, zoom, fit, become, onKeyDown, drag };
}

/** Tells how far the pointer has been dragged, piece by piece; a click afterwards is none. */
function useDrag(onDrag: (pixels: number) => void) {
  const from = useRef<{ x: number; isDrag: boolean } | null>(null);
  return {
    onPointerDown: (event: PointerEvent) => {
      if (event.button === 0) {
        from.current = { x: event.clientX, isDrag: false };
      }
    },
    onPointerMove: (event: PointerEvent) => {
      const it = from.current;
      if (!it) {
        return;
      }
      const by = event.clientX - it.x;
      if (!it.isDrag && Math.abs(by) < DRAG) {
        return;
      }
      if (!it.isDrag) {
        it.isDrag = true;
        event.currentTarget.setPointerCapture(event.pointerId);
      }
      it.x = event.clientX;
      onDrag(by);
    },
    onPointerUp: () => {
      from.current = null;
    },
    onPointerCancel: () => {
      from.current = null;
    },
  };
}
