import { useReactFlow, useStoreApi } from "@xyflow/react";
import { useCallback, useContext } from "react";
import type { Layout } from "./layout";
import { LiveContext } from "./live";
import { allOf } from "./viewport";

/** Shows all of the graph; a large one is first told, so that it does not draw a thousand steps just to drop them. */
export function useFit(layout: Layout | null): () => void {
  const flow = useReactFlow();
  const store = useStoreApi();
  const live = useContext(LiveContext);
  return useCallback(() => {
    if (!layout) {
      return;
    }
    live.become({ goesFar: true });
    requestAnimationFrame(() =>
      requestAnimationFrame(() => {
        void flow.setViewport(allOf(layout, store.getState()));
        live.become({ goesFar: false });
      }),
    );
  }, [layout, flow, store, live]);
}
