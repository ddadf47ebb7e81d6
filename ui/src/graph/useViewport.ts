import { useReactFlow, useStoreApi } from "@xyflow/react";
import { useCallback, useContext, useEffect, useRef } from "react";
import type { Layout, Placed } from "./layout";
import { LiveContext, useLive } from "./live";

/** Smaller than this nothing can be read: a large graph is shown from its entry instead of whole. */
const READABLE = 0.6;
const START = 0.85;
const MARGIN = 24;
const MOVE = 250;

const isCalm = () => matchMedia("(prefers-reduced-motion: reduce)").matches;

/** What part of the graph is seen: all at first, or its beginning; then whatever the user wants. */
export function useViewport(layout: Layout) {
  const flow = useReactFlow();
  const store = useStoreApi();
  const live = useContext(LiveContext);
  const chosen = useLive((values) => values.chosen);
  const hasBegun = useRef(false);

  const reveal = useCallback(
    (id: string) => {
      const it = placedAs(layout, id);
      if (!it) {
        return;
      }
      const { width, transform, domNode } = store.getState();
      const height = uncovered(domNode);
      const [x, y, zoom] = transform;
      const nearer = Math.max(zoom, READABLE);
      const isNear = nearer === zoom;
      const to = {
        x: isNear ? x + shift(it.x * zoom + x, it.width * zoom, width) : null,
        y: isNear ? y + shift(it.y * zoom + y, it.height * zoom, height) : null,
      };
      if (to.x === x && to.y === y) {
        return;
      }
      void flow.setViewport(
        {
          x: to.x ?? width / 2 - (it.x + it.width / 2) * nearer,
          y: to.y ?? height / 2 - (it.y + it.height / 2) * nearer,
          zoom: nearer,
        },
        { duration: isCalm() ? 0 : MOVE },
      );
    },
    [layout, flow, store],
  );

  const begin = useCallback(() => {
    const { width, height } = store.getState();
    hasBegun.current = true;
    const right = Math.max(...layout.placed.map((it) => it.x + it.width), 1);
    const bottom = Math.max(...layout.placed.map((it) => it.y + it.height), 1);
    const zoom = Math.min((width - 2 * MARGIN) / right, (height - 2 * MARGIN) / bottom, 1);
    const entry = layout.placed.find((it) => it.isEntry) ?? layout.placed[0];
    if (zoom >= READABLE || !entry) {
      const [x, y] = [(width - right * zoom) / 2, (height - bottom * zoom) / 2];
      void flow.setViewport({ x, y, zoom });
      return;
    }
    const chosenId = live.values.chosen;
    const first = (chosenId && placedAs(layout, chosenId)) || entry;
    const isDown = layout.direction === "DOWN";
    void flow.setViewport({
      x: isDown ? width / 2 - (first.x + first.width / 2) * START : MARGIN - first.x * START,
      y: isDown ? MARGIN - first.y * START : height / 2 - (first.y + first.height / 2) * START,
      zoom: START,
    });
  }, [layout, flow, store, live]);

  // Another way to draw it is another picture; a playbook that is being written moves as little as it can.
  const look = useRef(lookOf(layout));
  useEffect(() => {
    if (look.current !== lookOf(layout)) {
      look.current = lookOf(layout);
      begin();
    }
  }, [layout, begin]);

  // Whoever opens a panel beside the graph still wants to see the step that it is about.
  useEffect(() => {
    if (!chosen || !hasBegun.current) {
      return;
    }
    const timer = setTimeout(() => reveal(chosen), 60);
    return () => clearTimeout(timer);
  }, [chosen, reveal]);

  return { reveal, begin };
}

/** How far something must move to be seen, with a margin: not at all, a little, or to the middle if it is far away. */
function shift(start: number, length: number, room: number): number {
  const before = MARGIN - start;
  const behind = room - MARGIN - (start + length);
  const needed = before > 0 ? before : behind < 0 ? behind : 0;
  return Math.abs(needed) > room / 2 ? room / 2 - (start + length / 2) : needed;
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

function placedAs(layout: Layout, name: string): Placed | undefined {
  return layout.placed.find(
    ({ item }) => item.id === name || item.members.some((step) => step.name === name),
  );
}
