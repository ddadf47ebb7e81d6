import { useStoreApi } from "@xyflow/react";
import { useContext, useEffect, useRef, useState } from "react";
import type { Layout, Point, Route } from "./layout";
import { LiveContext } from "./live";
import { routesAt } from "./near";

/** So close, in pixels, a pointer is at an edge. */
const REACH = 7;
/** So long, in ms, it rests there before it is told something, and may leave before that goes. */
const REST = 200;
const LEAVE = 120;

export interface Pointed {
  routes: Route[];
  /** Where in the picture, in pixels. */
  at: Point;
}

/**
 * The edges under the pointer. They are looked for by their places: a thousand edges that listen for themselves would cost
 * too much.
 */
export function useEdgesPointedAt(layout: Layout) {
  const store = useStoreApi();
  const live = useContext(LiveContext);
  const [pointed, setPointed] = useState<Pointed | null>(null);
  const [isTold, setTold] = useState(false);
  const leaving = useRef<ReturnType<typeof setTimeout>>(undefined);

  useEffect(() => {
    const pane = store.getState().domNode;
    if (!pane) {
      return;
    }
    let frame = 0;
    let rest: ReturnType<typeof setTimeout> | undefined;
    let before: Route[] = [];
    let last: Point = { x: 0, y: 0 };

    const become = (routes: Route[], at: Point, isAtOnce: boolean) => {
      last = at;
      if (isSame(routes, before) && !isAtOnce) {
        return;
      }
      before = routes;
      clearTimeout(rest);
      clearTimeout(leaving.current);
      if (routes.length === 0) {
        leaving.current = setTimeout(() => setPointed(null), LEAVE);
        return;
      }
      setTold(isAtOnce);
      setPointed({ routes, at });
      if (!isAtOnce) {
        rest = setTimeout(() => {
          // Meanwhile it may have gone on along the same edge.
          setPointed((now) => now && { ...now, at: last });
          setTold(true);
        }, REST);
      }
    };
    const look = (event: PointerEvent | MouseEvent, isAtOnce: boolean) => {
      const target = event.target as Element;
      const step = target.closest(".react-flow__node")?.getAttribute("data-id") ?? null;
      if (live.values.pointed !== step) {
        live.become({ pointed: step });
      }
      const box = pane.getBoundingClientRect();
      const at = { x: event.clientX - box.left, y: event.clientY - box.top };
      const [x, y, zoom] = store.getState().transform;
      const isFree = event.buttons === 0 && isGround(target);
      const point = { x: (at.x - x) / zoom, y: (at.y - y) / zoom };
      become(isFree ? routesAt(layout.routes, point, REACH / zoom) : [], at, isAtOnce && isFree);
    };
    const moved = (event: PointerEvent) => {
      cancelAnimationFrame(frame);
      frame = requestAnimationFrame(() => look(event, false));
    };
    // Fingers do not hover: they tap.
    const clicked = (event: MouseEvent) => look(event, true);
    const left = () => {
      cancelAnimationFrame(frame);
      become([], { x: 0, y: 0 }, false);
      live.become({ pointed: null });
    };
    // The pointer rests, and the picture moves away under it: by the wheel, by keys, or on its own.
    const stop = store.subscribe(({ transform }, { transform: was }) => {
      if (transform.some((it, index) => it !== was[index])) {
        before = [];
        clearTimeout(rest);
        setPointed(null);
      }
    });
    pane.addEventListener("pointermove", moved);
    pane.addEventListener("click", clicked);
    pane.addEventListener("pointerleave", left);
    return () => {
      stop();
      cancelAnimationFrame(frame);
      clearTimeout(rest);
      clearTimeout(leaving.current);
      pane.removeEventListener("pointermove", moved);
      pane.removeEventListener("click", clicked);
      pane.removeEventListener("pointerleave", left);
      setPointed(null);
    };
  }, [layout, store, live]);

  return {
    pointed,
    isTold,
    /** The pointer is at what it was told: that stays. */
    keep: () => clearTimeout(leaving.current),
    drop: () => setPointed(null),
  };
}

const isSame = (a: Route[], b: Route[]) =>
  a.length === b.length && a.every((route, index) => route === b[index]);

/** Steps, labels and tools speak for themselves. */
const isGround = (target: Element) =>
  !target.closest(".react-flow__node, .react-flow__panel, button, [data-step]");
