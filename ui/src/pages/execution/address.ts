import { useCallback } from "react";
import { useSearchParams } from "react-router";

export const TABS = ["graph", "timeline", "events", "logs", "why"] as const;
export type TabName = (typeof TABS)[number];

/** The key that goes to a tab. */
export const KEYS: Record<string, TabName> = {
  g: "graph",
  t: "timeline",
  e: "events",
  l: "logs",
  w: "why",
};

export function tabOf(text: string | null): TabName {
  return TABS.find((it) => it === text) ?? "graph";
}

/** What stands in the address of the page: the tab, the chosen step, and what the tabs keep there. */
export function useAddress() {
  const [parameters, setParameters] = useSearchParams();
  const change = useCallback(
    (changes: Record<string, string | null>, isStep = false) =>
      setParameters(
        (before) => {
          const after = new URLSearchParams(before);
          for (const [name, value] of Object.entries(changes)) {
            if (value) {
              after.set(name, value);
            } else {
              after.delete(name);
            }
          }
          return after;
        },
        // What is only typed or filtered leaves no trail behind the back button.
        { replace: !isStep, preventScrollReset: true },
      ),
    [setParameters],
  );
  const setTab = useCallback((tab: string) => change({ tab }, true), [change]);
  const choose = useCallback((step: string | null) => change({ step }), [change]);
  return {
    tab: tabOf(parameters.get("tab")),
    step: parameters.get("step"),
    parameters,
    setTab,
    choose,
    change,
  };
}
