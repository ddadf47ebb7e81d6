import { useReactFlow, useStore, useStoreApi } from "@xyflow/react";
import { useCallback, useContext, useEffect, useRef } from "react";
import type { Layout } from "./layout";
import { LiveContext, useLive } from "./live";
import { placeOf, type View, viewFrom, viewOf, wholeView } from "./viewport";

const MOVE = 250;
/** A panel that opens beside the graph needs a moment until it has its width. */
const SETTLED = 60;

const isCalm = () => matchMedia("(prefers-reduced-motion: reduce)").matches;

/** What part of the graph is seen: all at first, or its beginning; then whatever the user wants. */
export function useViewport(layout: Layout) {
  const flow = useReactFlow();
  const store = useStoreApi();
  const live = useContext(LiveContext);
  const chosen = useLive((values) => values.chosen);
  /** The view that nobody has asked for; while it is the one that is seen, another may take its place. */
  const given = useRef<View>(undefined);

  const give = useCallback(
    (view: View) => {
      given.current = view;
      void flow.setViewport(view);
    },
    [flow],
  );

  const reveal = useCallback(
    (name: string) => {
      const it = placeOf(layout, name);
      const { width, transform, domNode } = store.getState();
      const [x, y, zoom] = transform;
      const view = it && viewOf(it, { x, y, zoom }, { width, height: uncovered(domNode) });
      if (view) {
        void flow.setViewport(view, { duration: isCalm() ? 0 : MOVE });
      }
    },
    [layout, flow, store],
  );

  const begin = useCallback(() => {
    const size = store.getState();
    const first =
      placeOf(layout, live.values.chosen ?? "") ??
      layout.placed.find((it) => it.isEntry) ??
      layout.placed[0];
    const view = wholeView(layout, size) ?? (first && viewFrom(first, layout, size));
    if (view) {
      give(view);
    }
  }, [layout, store, live, give]);

  // Another way to draw it is another picture; a playbook that is being written moves as little as it can.
  const look = useRef(lookOf(layout));
  useEffect(() => {
    if (look.current !== lookOf(layout)) {
      look.current = lookOf(layout);
      begin();
    }
  }, [layout, begin]);

  // A graph that was seen whole stays so when its frame changes, unless somebody has moved it.
  const width = useStore((state) => state.width);
  const height = useStore((state) => state.height);
  useEffect(() => {
    const [x, y, zoom] = store.getState().transform;
    const before = given.current;
    const isUntouched = before?.x === x && before.y === y && before.zoom === zoom;
    const view = isUntouched && width > 0 ? wholeView(layout, { width, height }) : null;
    if (view) {
      give(view);
    }
  }, [width, height, layout, store, give]);

  // Whoever opens a panel beside the graph still wants to see the step that it is about.
  useEffect(() => {
    if (chosen && given.current) {
      const timer = setTimeout(() => reveal(chosen), SETTLED);
      return () => clearTimeout(timer);
    }
  }, [chosen, reveal]);

  return { reveal, begin };
}

/** How much of its height is seen: on narrow screens a sheet lies over the lower part. */
function uncovered(canvas: HTMLElement | null): number {
  const own = canvas?.getBoundingClientRect();
  if (!own) {
    return 0;
  }
  const sheet = document.querySelector("[data-sheet]");
  if (!sheet || getComputedStyle(sheet).position !== "fixed") {
    return own.height;
  }
  return Math.max(0, Math.min(own.bottom, sheet.getBoundingClientRect().top) - own.top);
}

const lookOf = ({ direction, isRough, placed }: Layout) =>
  `${direction} ${isRough} ${placed.some(({ item }) => item.members.length > 0)}`;
