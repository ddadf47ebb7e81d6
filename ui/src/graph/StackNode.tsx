import type { Node, NodeProps } from "@xyflow/react";
import { Layers } from "lucide-react";
import { memo } from "react";
import { Ends } from "./Ends";
import { CELL, stackColumns } from "./layout";
import { statusIn, useLive } from "./live";
import styles from "./Nodes.module.css";
import type { ItemData } from "./StepNode";
import type { StepStatus } from "./states";
import { useFocus } from "./useNode";
import { STATUS_WORDS } from "./words";

export type StackNodeType = Node<ItemData, "stack">;

/** Many steps alike: a cell for each. */
export const StackNode = memo(function StackNode({ data }: NodeProps<StackNodeType>) {
  const { id, members } = data.placed.item;
  const states = useLive((values) => values.states);
  const chosen = useLive((values) => members.find((it) => it.name === values.chosen)?.name);
  const focus = useFocus(id);
  const summary = summaryOf(members.map((step) => statusIn(states, step.name)));
  const title = `${members.length} steps: ${members[0]?.name} … ${members.at(-1)?.name}`;
  return (
    <>
      <Ends direction={data.direction} />
      <div className={styles.stack} data-chosen={chosen !== undefined || undefined}>
        <button
          type="button"
          {...focus}
          className={`nopan ${styles.stackHead}`}
          aria-label={`${title}. ${summary}. Enter opens the one that needs attention first.`}
          onClick={() => data.onChoose(chosen ?? urgent(data.placed, states))}
        >
          <span className={styles.head}>
            <Layers size={14} aria-hidden className={styles.tool} />
            <span className={styles.name}>{title}</span>
          </span>
          <span className={styles.second}>{summary || data.placed.item.step.tool}</span>
        </button>
        <div
          className={styles.cells}
          style={{ gridTemplateColumns: `repeat(${stackColumns(members.length)}, ${CELL}px)` }}
        >
          {members.map((step) => {
            const status = statusIn(states, step.name);
            return (
              <Cell
                key={step.name}
                name={step.name}
                status={status}
                isChosen={chosen === step.name}
                onChoose={data.onChoose}
              />
            );
          })}
        </div>
      </div>
    </>
  );
});

const Cell = memo(function Cell({
  name,
  status,
  isChosen,
  onChoose,
}: {
  name: string;
  status: StepStatus | null;
  isChosen: boolean;
  onChoose: (step: string) => void;
}) {
  return (
    <button
      type="button"
      tabIndex={-1}
      className={`nopan ${styles.cell}`}
      data-status={status ?? "NONE"}
      aria-pressed={isChosen}
      aria-label={status ? `${name}, ${STATUS_WORDS[status]}` : name}
      title={status ? `${name}: ${STATUS_WORDS[status]}` : name}
      onClick={() => onChoose(name)}
    />
  );
});

function summaryOf(statuses: (StepStatus | null)[]): string {
  const counts = new Map<StepStatus, number>();
  for (const status of statuses) {
    if (status) {
      counts.set(status, (counts.get(status) ?? 0) + 1);
    }
  }
  return [...counts].map(([status, count]) => `${count} ${STATUS_WORDS[status]}`).join(", ");
}

const URGENT: StepStatus[] = ["FAILED", "HANDLED", "RUNNING", "WAITING", "PAUSED"];

function urgent({ item }: ItemData["placed"], states: Parameters<typeof statusIn>[0]): string {
  for (const status of URGENT) {
    const found = item.members.find((step) => statusIn(states, step.name) === status);
    if (found) {
      return found.name;
    }
  }
  return item.step.name;
}
