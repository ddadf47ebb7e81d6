import { useQuery } from "@tanstack/react-query";
import { get } from "../../../api/client";
import type { LogEntry } from "../../../api/types";
import { ErrorNote } from "../../../parts/Notes";
import { useAddress } from "../address";
import { Section } from "./Section";
import styles from "./Step.module.css";

const ENTRIES = 200;
const BEAT = 2_000;
const TEXT_MAX = 20_000;

interface Page {
  entries: LogEntry[];
  next_cursor: string | null;
}

/** What a visit of a step printed: the beginning of it, all of it stands among the logs. */
export function StepLogs({
  id,
  step,
  visit,
  isRunning,
}: {
  id: string;
  step: string;
  visit: number;
  isRunning: boolean;
}) {
  const { change } = useAddress();
  const { data, error, refetch } = useQuery({
    queryKey: ["logs", id, step, isRunning],
    queryFn: ({ signal }) =>
      get<Page>(`/api/executions/${id}/logs`, { step, limit: ENTRIES }, signal),
    refetchInterval: isRunning ? BEAT : false,
    staleTime: isRunning ? 0 : Number.POSITIVE_INFINITY,
    placeholderData: (before) => before,
  });
  const entries = (data?.entries ?? []).filter((it) => it.visit === visit && it.step === step);
  if (error) {
    return <ErrorNote error={error} onRetry={() => void refetch()} />;
  }
  if (entries.length === 0) {
    return null;
  }
  const text = entries.map((it) => it.text).join("");
  return (
    <Section title="Printed">
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard. */}
      <pre className={styles.log} tabIndex={0}>
        {text.slice(-TEXT_MAX)}
      </pre>
      <button
        type="button"
        className={styles.link}
        onClick={() => change({ tab: "logs", step }, true)}
      >
        All logs
      </button>
    </Section>
  );
}
