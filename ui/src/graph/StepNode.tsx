import type { Node, NodeProps } from "@xyflow/react";
import { memo } from "react";
import { StatusIcon } from "../parts/StatusBadge";
import { useNow } from "../parts/time";
import { Ends } from "./Ends";
import type { Direction, Placed } from "./layout";
import { statusIn, useLive, useStepState } from "./live";
import styles from "./Nodes.module.css";
import type { StepState } from "./states";
import { shortKind, stepIcon, stepKind } from "./tools";
import { useChanges, useFocus } from "./useNode";
import { iterationWords, stepWords, tookWords, waitWords } from "./words";

export type ItemData = { placed: Placed; direction: Direction; onChoose: (step: string) => void };
export type StepNodeType = Node<ItemData, "step">;

/** One step: what it is, and how it stands. */
export const StepNode = memo(function StepNode({ data }: NodeProps<StepNodeType>) {
  const { item, isEntry } = data.placed;
  const { step } = item;
  const state = useStepState(step.name);
  const status = useLive(({ states }) => statusIn(states, step.name));
  const isChosen = useLive(({ chosen }) => chosen === step.name);
  const changes = useChanges(status);
  const focus = useFocus(item.id);
  const Icon = stepIcon(step, isEntry);
  const isTool = step.kind === "tool";
  return (
    <>
      <Ends direction={data.direction} />
      <button
        type="button"
        {...focus}
        className={`nopan ${styles.step} ${isTool ? "" : styles.router}`}
        data-status={status ?? "NONE"}
        data-step={step.name}
        aria-pressed={isChosen}
        aria-label={stepWords(step, isEntry, status, state)}
        title={[step.name, stepKind(step), step.description].filter(Boolean).join("\n")}
        onClick={() => data.onChoose(step.name)}
      >
        {changes > 0 && <span key={changes} className={styles.flash} aria-hidden />}
        <span className={styles.head}>
          <Icon size={14} aria-hidden className={styles.tool} />
          <span className={styles.name}>{step.name}</span>
          {state && state.visits > 1 && <span className={styles.visits}>×{state.visits}</span>}
          {status && <StatusIcon status={status} size={15} />}
        </span>
        {isTool && (
          <span className={styles.second}>
            <span className="cut">{isEntry ? `entry · ${shortKind(step)}` : shortKind(step)}</span>
            {state && <Facts state={state} />}
          </span>
        )}
        {isTool && step.iterator && !state?.isTakenOver && <Bar state={state} />}
      </button>
    </>
  );
});

function Facts({ state }: { state: StepState }) {
  const attempt = state.maxAttempts > 1 && (state.attempt > 1 || state.end === null);
  return (
    <span className={styles.facts}>
      {state.iterations && <span>{iterationWords(state.iterations)}</span>}
      {attempt && (
        <span title={`attempt ${state.attempt} of at most ${state.maxAttempts}`}>
          {state.attempt}/{state.maxAttempts}
        </span>
      )}
      {state.isTakenOver && (
        <span title="Done by the execution that this one does again">taken over</span>
      )}
      {state.start !== null &&
        (state.end === null ? (
          <Ticking state={state} />
        ) : (
          <span>{tookWords(state, state.end)}</span>
        ))}
    </span>
  );
}

function Ticking({ state }: { state: StepState }) {
  const now = useNow();
  return <span>{waitWords(state, now) ?? tookWords(state, now)}</span>;
}

/** How far an iterator is: done, failed, of all. */
function Bar({ state }: { state: StepState | undefined }) {
  const { total, done, failed } = state?.iterations ?? { total: 0, done: 0, failed: 0 };
  const share = (count: number) => `${total > 0 ? (100 * count) / total : 0}%`;
  return (
    <span className={styles.bar} aria-hidden>
      <span className={styles.barDone} style={{ width: share(done - failed) }} />
      <span className={styles.barFailed} style={{ width: share(failed) }} />
    </span>
  );
}
