import { useEffect, useMemo, useState } from "react";
import { layoutKey, layoutOf } from "./elk";
import type { Folded } from "./fold";
import type { Direction, Layout } from "./layout";

interface State {
  layout: Layout | null;
  error: unknown;
}

/** The layout of a graph; while a new one is made, the one before stays. */
export function useLayout(folded: Folded, direction: Direction): State {
  const key = useMemo(() => layoutKey(folded, direction), [folded, direction]);
  const [state, setState] = useState<State>({ layout: null, error: null });
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key stands for the graph and its direction.
  useEffect(() => {
    let isWanted = true;
    layoutOf(folded, direction, key).then(
      (layout) => isWanted && setState({ layout, error: null }),
      (error: unknown) => isWanted && setState((before) => ({ ...before, error })),
    );
    return () => {
      isWanted = false;
    };
  }, [key]);
  return state;
}
