import { useMemo } from "react";
import type { Graph } from "../../../api/types";
import type { StepState } from "../../../graph/states";
import { waitWords } from "../../../graph/words";
import type { History, Kept, Visit } from "../../../history/model";
import { Facts } from "../../../parts/Figures";
import { Span, Time } from "../../../parts/Time";
import { useNow } from "../../../parts/time";
import { KeptValue } from "../KeptValue";
import { Attempts } from "./Attempts";
import { Iterations } from "./Iterations";
import { JsonOf } from "./JsonOf";
import { Saves } from "./Saves";
import { Section } from "./Section";
import styles from "./Step.module.css";
import { StepLogs } from "./StepLogs";
import { Failed } from "./Trace";
import { Ways } from "./Ways";
import { waysIn, waysOut } from "./ways";

interface Props {
  id: string;
  step: string;
  visit: Visit;
  state: StepState;
  history: History;
  graph: Graph | undefined;
}

const LONG = 8;

const iso = (millis: number) => new Date(millis).toISOString();

/** One visit of a step, from what came in to what went out. */
export function VisitView({ id, step, visit, state, history, graph }: Props) {
  const last = visit.attempts.at(-1);
  const out = useMemo(() => waysOut(step, visit, graph), [step, visit, graph]);
  const into = useMemo(() => waysIn(step, history, graph), [step, history, graph]);
  const isOver = history.end !== null;
  return (
    <>
      <VisitFacts visit={visit} state={state} worker={last?.worker ?? null} />
      {visit.error && !last?.error && <Failed text={visit.error} />}
      {visit.cancelReason && <p className="soft">Cancelled: {visit.cancelReason}</p>}
      {visit.attempts.length > 0 && (isTold(visit) || last?.error) && (
        <Section title="Attempts" aside={visit.attempts.length}>
          <Attempts attempts={visit.attempts} />
        </Section>
      )}
      {visit.iterator && (
        <Section title="Iterations">
          <Iterations run={visit.iterator} />
        </Section>
      )}
      {last?.result && (
        <Section title="Result">
          <div className={styles.json}>
            <KeptValue kept={last.result} depth={depthOf(last.result)} />
          </div>
        </Section>
      )}
      {visit.inputs !== null && (
        <Section title="Inputs" aside="as rendered">
          <JsonOf value={visit.inputs} />
        </Section>
      )}
      {visit.data !== null && (
        <Section title="Carried here" aside="by the edges" isOpen={false}>
          <JsonOf value={visit.data} />
        </Section>
      )}
      {visit.vars && (
        <Section title="Variables set">
          <JsonOf value={visit.vars} />
        </Section>
      )}
      {visit.saves.length > 0 && (
        <Section title="Saved" aside={visit.saves.length}>
          <Saves saves={visit.saves} />
        </Section>
      )}
      <StepLogs id={id} step={step} visit={visit.visit} isRunning={visit.end === null} />
      <Section title="Leads to" aside={out.length || undefined}>
        <Ways ways={out} isOver={isOver} none="Nothing follows this step." />
      </Section>
      <Section title="Came from" aside={into.length || undefined} isOpen={false}>
        <Ways ways={into} isOver={isOver} none="Here the execution begins." />
      </Section>
    </>
  );
}

/** Long lists open closed. */
function depthOf(kept: Kept): number {
  return kept.kind === "value" && Array.isArray(kept.value) && kept.value.length > LONG ? 1 : 2;
}

/** Whether its attempts tell more than the facts above do. */
function isTold({ attempts }: Visit): boolean {
  return attempts.length > 1 || attempts.some((it) => it.child !== null || it.maxAttempts > 1);
}

function VisitFacts({
  visit,
  state,
  worker,
}: {
  visit: Visit;
  state: StepState;
  worker: string | null;
}) {
  const now = useNow();
  const waits = waitWords(state, now);
  return (
    <div>
      <Facts
        facts={[
          ["Started", <Time key="s" at={iso(visit.start)} />],
          [
            visit.end === null ? "So far" : "Took",
            <Span
              key="t"
              from={iso(visit.start)}
              until={visit.end === null ? null : iso(visit.end)}
            />,
          ],
          ...(waits ? [["Waits", waits] as [string, string]] : []),
          ...(state.waiting?.pool ? [["Pool", state.waiting.pool] as [string, string]] : []),
          ...(worker ? [["Worker", worker] as [string, string]] : []),
        ]}
      />
    </div>
  );
}
