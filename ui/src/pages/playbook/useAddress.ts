import { useCallback } from "react";
import { useSearchParams } from "react-router";

const whole = (text: string | null): number | undefined => {
  const number = Number(text);
  return text && Number.isInteger(number) && number > 0 ? number : undefined;
};

export type Change = Record<string, string | number | null>;

/** What is shown of a playbook, as it stands in the address. */
export function useAddress() {
  const [search, setSearch] = useSearchParams();
  /** Null takes a word out. */
  const change = useCallback(
    (changes: Change, isStep = false) =>
      setSearch(
        (before) => {
          const next = new URLSearchParams(before);
          for (const [name, value] of Object.entries(changes)) {
            if (value === null || value === "") {
              next.delete(name);
            } else {
              next.set(name, String(value));
            }
          }
          return next;
        },
        { replace: !isStep },
      ),
    [setSearch],
  );
  return {
    version: whole(search.get("version")),
    tab: search.get("tab") ?? "source",
    step: search.get("step"),
    line: whole(search.get("line")),
    before: whole(search.get("before")),
    after: whole(search.get("after")),
    isRunning: search.get("run") === "1",
    change,
  };
}
