import { useCallback, useMemo } from "react";
import { useSearchParams } from "react-router";
import { type Filters, filtersOf, NO_FILTERS, withFilters } from "./filters";

/** The filters in the page's address. What is typed letter by letter replaces its entry in the history. */
export function useFilters() {
  const [parameters, setParameters] = useSearchParams();
  const text = parameters.toString();
  const filters = useMemo(() => filtersOf(new URLSearchParams(text)), [text]);
  const narrow = useCallback(
    (change: Partial<Filters>) => {
      const isTyped = "text" in change;
      setParameters((before) => withFilters(before, { ...filtersOf(before), ...change }), {
        replace: isTyped,
      });
    },
    [setParameters],
  );
  const clear = useCallback(() => narrow({ ...NO_FILTERS }), [narrow]);
  return { filters, narrow, clear };
}
