import { useMemo } from "react";
import { Link } from "react-router";
import type { Graph, GraphStep } from "../../../api/types";
import { to } from "../../../app/paths";
import type { History, StepHistory } from "../../../history/model";
import { KeptValue } from "../KeptValue";
import { Section } from "./Section";
import styles from "./Step.module.css";
import { takenOver } from "./takenOver";
import { Ways } from "./Ways";
import { waysIn, waysOut } from "./ways";

/** A step that has no visit in this execution, and why. */
export function Unvisited({
  name,
  step,
  known,
  history,
  graph,
}: {
  name: string;
  step: GraphStep | undefined;
  known: StepHistory | undefined;
  history: History;
  graph: Graph | undefined;
}) {
  const into = useMemo(() => waysIn(name, history, graph), [name, history, graph]);
  const out = useMemo(() => waysOut(name, undefined, graph), [name, graph]);
  const result = useMemo(() => takenOver(name, history), [name, history]);
  const isOver = history.end !== null;
  const isEntry = name === graph?.entry;
  return (
    <>
      <p>
        {known?.isTakenOver ? (
          <TakenOver known={known} history={history} />
        ) : (
          reason(
            step,
            isEntry,
            isOver,
            into.some((way) => way.taken > 0),
          )
        )}
      </p>
      {result && (
        <Section title="Result" aside="taken over">
          <div className={styles.json}>
            <KeptValue kept={result} />
          </div>
        </Section>
      )}
      <Section title="Comes from" aside={into.length || undefined}>
        <Ways
          ways={into}
          isOver={isOver}
          none={isEntry ? "Here the execution begins." : "No edge leads here."}
        />
      </Section>
      <Section title="Leads to" aside={out.length || undefined} isOpen={false}>
        <Ways ways={out} isOver={isOver} none="Nothing follows this step." />
      </Section>
    </>
  );
}

function TakenOver({ known, history }: { known: StepHistory; history: History }) {
  return (
    <>
      It {known.status === "COMPLETED" ? "completed" : "failed, and was handled,"} in the execution{" "}
      {history.retryOf ? (
        <Link to={to.execution(history.retryOf, `?step=${encodeURIComponent(known.name)}`)}>
          {history.retryOf}
        </Link>
      ) : (
        "before"
      )}
      , which this one does again; its result was taken over.
    </>
  );
}

function reason(
  step: GraphStep | undefined,
  isEntry: boolean,
  isOver: boolean,
  isReached: boolean,
): string {
  if (!step) {
    return "This playbook has no such step.";
  }
  if (isEntry && step.kind === "router") {
    return "A router: it was passed at once, and has no events of its own.";
  }
  if (step.kind === "end" && isReached) {
    return "The end: it closes the execution, and has no events of its own.";
  }
  if (isReached) {
    return isOver
      ? "An edge led here, but the execution ended before the step could begin."
      : "An edge has led here; the step waits for the other branches that can still reach it.";
  }
  return isOver ? "It did not run: no edge that leads here was taken." : "It was not reached yet.";
}
