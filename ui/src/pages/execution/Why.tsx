import { useQuery } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { get } from "../../api/client";
import {
  type EventPage,
  type ExecutionDetail,
  isOver as isEnded,
  type Why as WhyAnswer,
} from "../../api/types";
import { useGraph } from "../../graph/useGraph";
import { Button } from "../../parts/Button";
import { SearchInput } from "../../parts/Inputs";
import { Empty, ErrorNote, Loading } from "../../parts/Notes";
import { useAddress } from "./address";
import { Explanations } from "./step/Explanations";
import { type Explanation, explain, type Verdict } from "./step/explain";
import { beforeOf } from "./step/takenOver";
import styles from "./Why.module.css";

const BEAT = 3_000;
type Sieve = Verdict | "all";
const SIEVES: { value: Sieve; label: string }[] = [
  { value: "all", label: "All" },
  { value: "ran", label: "Ran" },
  { value: "before", label: "Taken over" },
  { value: "reached", label: "Reached" },
  { value: "not", label: "Did not run" },
];

/** Why steps ran or did not: the edges to them, and what their conditions saw. */
export function Why({ id, step }: { id: string; step?: string | null | undefined }) {
  const { why, graph, before, isOver, error, retry } = useWhy(id);
  const [sieve, setSieve] = useState<Sieve>("all");
  const [text, setText] = useState("");
  const { choose } = useAddress();
  const all = useMemo(
    () => (why ? explain(why, graph, isOver, before) : []),
    [why, graph, isOver, before],
  );
  const shown = useMemo(() => sifted(all, sieve, text, step), [all, sieve, text, step]);
  if (error) {
    return <ErrorNote error={error} onRetry={retry} />;
  }
  if (!why) {
    return <Loading label="Loading the reasons" />;
  }
  return (
    <section className={styles.why} aria-label="Why steps ran or did not">
      <div className={styles.bar}>
        {step ? (
          <>
            <span>
              Only <strong>{step}</strong>
            </span>
            <Button look="quiet" onClick={() => choose(null)}>
              Show all steps
            </Button>
          </>
        ) : (
          <>
            <SearchInput value={text} onChange={setText} label="Find a step" />
            <Sieves all={all} sieve={sieve} onSieve={setSieve} />
          </>
        )}
      </div>
      {shown.length > 0 ? (
        <Explanations shown={shown} isOver={isOver} />
      ) : (
        <Empty title="No such step">
          {step ? `The playbook has no step ${step}.` : "Nothing here is like what you look for."}
        </Empty>
      )}
    </section>
  );
}

function Sieves({
  all,
  sieve,
  onSieve,
}: {
  all: Explanation[];
  sieve: Sieve;
  onSieve: (sieve: Sieve) => void;
}) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: these are no fields of a form.
    <div className={styles.sieves} role="group" aria-label="Which steps">
      {SIEVES.map(({ value, label }) => {
        const count =
          value === "all" ? all.length : all.filter((it) => it.verdict === value).length;
        return (
          (count > 0 || value === "all") && (
            <button
              key={value}
              type="button"
              aria-pressed={sieve === value}
              onClick={() => onSieve(value)}
            >
              {label} <span className="numbers">{count}</span>
            </button>
          )
        );
      })}
    </div>
  );
}

function sifted(all: Explanation[], sieve: Sieve, text: string, step: string | null | undefined) {
  if (step) {
    return all.filter((it) => it.step === step);
  }
  const wanted = text.trim().toLowerCase();
  return all.filter(
    (it) =>
      (sieve === "all" || it.verdict === sieve) &&
      (!wanted || it.step.toLowerCase().includes(wanted)),
  );
}

function useWhy(id: string) {
  const detail = useQuery({
    queryKey: ["execution", id],
    queryFn: ({ signal }) => get<ExecutionDetail>(`/api/executions/${id}`, { events: 0 }, signal),
  });
  const isOver = detail.data ? isEnded(detail.data.status) : false;
  const why = useQuery({
    // What is read after the end is another answer than the last one before it.
    queryKey: ["why", id, isOver],
    queryFn: ({ signal }) => get<WhyAnswer>(`/api/executions/${id}/why`, {}, signal),
    enabled: detail.data !== undefined,
    refetchInterval: isOver ? false : BEAT,
    staleTime: isOver ? Number.POSITIVE_INFINITY : 0,
    placeholderData: (before) => before,
  });
  // What a retry took over stands in its first event.
  const first = useQuery({
    queryKey: ["first-event", id],
    queryFn: ({ signal }) => get<EventPage>(`/api/executions/${id}/events`, { limit: 1 }, signal),
    staleTime: Number.POSITIVE_INFINITY,
  });
  const before = useMemo(() => beforeOf(first.data?.events[0]), [first.data]);
  const graph = useGraph(detail.data?.path, detail.data?.version);
  return {
    why: why.data,
    graph: graph.data,
    before,
    isOver,
    error: detail.error ?? why.error ?? first.error,
    retry: () => void Promise.all([detail.refetch(), why.refetch(), first.refetch()]),
  };
}
