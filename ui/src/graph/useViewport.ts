import { useReactFlow, useStoreApi } from "@xyflow/react";
import { useCallback, useContext, useEffect, useRef } from "react";
import type { Layout, Placed } from "./layout";
import { LiveContext, useLive } from "./live";

/** Smaller than this nothing can be read: a large graph is shown from its entry instead of whole. */
const READABLE = 0.6;
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
      const { width, height, transform } = store.getState();
      const [x, y, zoom] = transform;
      const left = it.x * zoom + x;
      const top = it.y * zoom + y;
      const isSeen =
        left >= MARGIN &&
        top >= MARGIN &&
        left + it.width * zoom <= width - MARGIN &&
        top + it.height * zoom <= height - MARGIN;
      if (!isSeen) {
        const to = { zoom: Math.max(zoom, READABLE), duration: isCalm() ? 0 : MOVE };
        void flow.setCenter(it.x + it.width / 2, it.y + it.height / 2, to);
      }
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
      x: isDown ? width / 2 - (first.x + first.width / 2) * READABLE : MARGIN - first.x * READABLE,
      y: isDown
        ? MARGIN - first.y * READABLE
        : height / 2 - (first.y + first.height / 2) * READABLE,
      zoom: READABLE,
    });
  }, [layout, flow, store, live]);

  // Another direction is another picture; a playbook that is being written moves as little as it can.
  const direction = useRef(layout.direction);
  useEffect(() => {
    if (hasBegun.current && direction.current !== layout.direction) {
      direction.current = layout.direction;
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

function placedAs(layout: Layout, name: string): Placed | undefined {
  return layout.placed.find(
    ({ item }) => item.id === name || item.members.some((step) => step.name === name),
  );
}
