import { useEffect, useMemo, useState } from "react";
import { layoutKey, layoutOf } from "./elk";
import type { Folded } from "./fold";
import type { Direction, Layout } from "./layout";
import { roughLayout } from "./rough";

/** So long the finer layout may take, in ms, before a plain one is shown in its place. */
const PATIENCE = 900;

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
    const instead = setTimeout(
      () =>
        setState((before) =>
          before.layout ? before : { layout: roughLayout(folded, direction), error: null },
        ),
      PATIENCE,
    );
    const show = (next: State) => {
      clearTimeout(instead);
      if (isWanted) {
        setState(next);
      }
    };
    layoutOf(folded, direction, key).then(
      (layout) => show({ layout, error: null }),
      (error: unknown) => show({ layout: roughLayout(folded, direction), error }),
    );
    return () => {
      isWanted = false;
      clearTimeout(instead);
    };
  }, [key]);
  return state;
}
