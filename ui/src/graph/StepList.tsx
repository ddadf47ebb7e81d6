import { useVirtualizer } from "@tanstack/react-virtual";
import { useRef } from "react";
import type { Graph, GraphStep } from "../api/types";
import { StatusIcon } from "../parts/StatusBadge";
import { useNow } from "../parts/time";
import { statusIn, useLive, useStepState } from "./live";
import type { StepState } from "./states";
import styles from "./Tools.module.css";
import { stepKind } from "./tools";
import { iterationWords, STATUS_WORDS, tookWords, waitWords } from "./words";

const ROW = 36;
const NEXT_MAX = 6;

/** The same as the graph, in words: every step with its state and what follows it. */
export function StepList({
  graph,
  onChoose,
  label,
}: {
  graph: Graph;
  onChoose: (step: string) => void;
  label: string;
}) {
  const frame = useRef<HTMLDivElement>(null);
  const rows = useVirtualizer({
    count: graph.steps.length,
    getScrollElement: () => frame.current,
    estimateSize: () => ROW,
    overscan: 12,
  });
  return (
    <div ref={frame} className={styles.list}>
      <ul aria-label={label} style={{ height: rows.getTotalSize() }}>
        {rows.getVirtualItems().map(({ index, start }) => {
          const step = graph.steps[index];
          return (
            step && (
              <li
                key={step.name}
                aria-setsize={graph.steps.length}
                aria-posinset={index + 1}
                style={{ transform: `translateY(${start}px)` }}
              >
                <Row step={step} graph={graph} onChoose={onChoose} />
              </li>
            )
          );
        })}
      </ul>
    </div>
  );
}

function Row({
  step,
  graph,
  onChoose,
}: {
  step: GraphStep;
  graph: Graph;
  onChoose: (step: string) => void;
}) {
  const state = useStepState(step.name);
  const status = useLive(({ states }) => statusIn(states, step.name));
  const isChosen = useLive(({ chosen }) => chosen === step.name);
  const next = new Set(
    graph.edges.filter((edge) => edge.from === step.name).map((edge) => edge.to),
  );
  return (
    <button
      type="button"
      className={styles.row}
      aria-pressed={isChosen}
      onClick={() => onChoose(step.name)}
    >
      <StatusIcon status={status ?? ""} />
      <span className={styles.rowName}>{step.name}</span>
      <span className={`soft cut ${styles.rowKind}`}>{stepKind(step)}</span>
      <span className={styles.rowState}>{status && STATUS_WORDS[status]}</span>
      {state ? <RowFacts state={state} /> : <span />}
      <span className={`soft cut ${styles.rowNext}`}>
        {next.size > 0 &&
          `then ${[...next].slice(0, NEXT_MAX).join(", ")}${next.size > NEXT_MAX ? ` and ${next.size - NEXT_MAX} more` : ""}`}
      </span>
    </button>
  );
}

function RowFacts({ state }: { state: StepState }) {
  const now = useNow();
  const facts = [
    waitWords(state, now) ?? tookWords(state, now),
    state.visits > 1 ? `${state.visits} visits` : null,
    state.iterations ? iterationWords(state.iterations) : null,
  ];
  return <span className="soft numbers cut">{facts.filter(Boolean).join(" · ")}</span>;
}
