import { X } from "lucide-react";
import { useEffect, useState } from "react";
import type { ExecutionDetail, Graph } from "../../api/types";
import { visitState } from "../../graph/states";
import type { History, Visit } from "../../history/model";
import { IconButton } from "../../parts/Button";
import { Head } from "./step/Head";
import { Place } from "./step/place";
import { Splitter } from "./step/Splitter";
import styles from "./step/Step.module.css";
import { Unvisited } from "./step/Unvisited";
import { VisitView } from "./step/VisitView";

export interface StepPanelProps {
  id: string;
  step: string;
  detail: ExecutionDetail | undefined;
  history: History;
  graph: Graph | undefined;
  onClose: () => void;
}

/** All that is known of one step of an execution. */
export function StepPanel(props: StepPanelProps) {
  const { id, step, detail, history, graph, onClose } = props;
  const inGraph = graph?.steps.find((it) => it.name === step);
  const known = history.steps.get(step);
  const [visit, choose] = useVisit(step, known?.visits ?? []);
  const state = visit && visitState(step, visit, history, detail);
  const place = {
    path: detail?.path,
    version: detail?.version,
    codeLine: inGraph?.code_line ?? null,
  };
  return (
    <Place value={place}>
      <Splitter>
        <aside
          className={styles.panel}
          aria-label={`Step ${step}`}
          onKeyDown={(event) => event.key === "Escape" && onClose()}
        >
          <Head
            name={step}
            step={inGraph}
            state={state}
            visits={known?.visits.length ?? 0}
            visit={visit?.visit ?? 0}
            onVisit={choose}
            close={<IconButton icon={X} label="Close (Esc)" onClick={onClose} />}
          />
          <div className={styles.body}>
            {visit && state ? (
              <VisitView
                key={`${step} ${visit.visit}`}
                id={id}
                step={step}
                visit={visit}
                state={state}
                history={history}
                graph={graph}
              />
            ) : (
              <Unvisited name={step} step={inGraph} known={known} history={history} graph={graph} />
            )}
          </div>
        </aside>
      </Splitter>
    </Place>
  );
}

/** The visit that is shown: the newest, until another is chosen. */
function useVisit(step: string, visits: Visit[]): [Visit | undefined, (visit: number) => void] {
  const [chosen, setChosen] = useState<number | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: each step begins with its newest visit.
  useEffect(() => setChosen(null), [step]);
  const visit = visits.find((it) => it.visit === chosen) ?? visits.at(-1);
  return [visit, (number) => setChosen(number === visits.at(-1)?.visit ? null : number)];
}
