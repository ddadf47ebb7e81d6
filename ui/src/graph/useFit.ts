import { useReactFlow } from "@xyflow/react";
import { useCallback, useContext } from "react";
import { LiveContext } from "./live";

/** Shows all of the graph; a large one is first told, so that it does not draw a thousand steps just to drop them. */
export function useFit(): () => void {
  const flow = useReactFlow();
  const live = useContext(LiveContext);
  return useCallback(() => {
    live.become({ goesFar: true });
    requestAnimationFrame(() =>
      requestAnimationFrame(() => {
        void flow.fitView();
        live.become({ goesFar: false });
      }),
    );
  }, [flow, live]);
}
