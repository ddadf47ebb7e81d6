import { ReactFlowProvider } from "@xyflow/react";
import { useCallback, useEffect, useMemo, useState } from "react";
import { asProblem } from "../api/problem";
import type { Graph } from "../api/types";
import { Empty, Loading } from "../parts/Notes";
import { Canvas } from "./Canvas";
import { canFold, fold } from "./fold";
import styles from "./Graph.module.css";
import { Legend } from "./Legend";
import type { Direction } from "./layout";
import { Live, LiveContext } from "./live";
import { StepList } from "./StepList";
import type { GraphStates } from "./states";
import { Toolbar } from "./Toolbar";
import { useLayout } from "./useLayout";

interface GraphViewProps {
  graph: Graph;
  /** How its steps stand, where something runs. */
  states?: GraphStates | undefined;
  chosen?: string | null;
  onChoose?: ((step: string | null) => void) | undefined;
  label: string;
}

/** The steps of a playbook and what leads from one to the other; fills what it is in. */
export default function GraphView(props: GraphViewProps) {
  const { graph, label } = props;
  const [direction, setDirection] = useState<Direction>("DOWN");
  const [isFolded, setFolded] = useState(true);
  const [isList, setList] = useState(false);
  const foldable = useMemo(() => canFold(graph), [graph]);
  const folded = useMemo(() => fold(graph, isFolded), [graph, isFolded]);
  const { layout, error } = useLayout(folded, direction);
  const live = useLiveOf(props, folded.entry);
  const choose = useChoice(props, live);
  if (graph.steps.length === 0) {
    return <Empty title="No steps yet">Steps appear here as soon as the playbook has some.</Empty>;
  }
  return (
    <LiveContext value={live}>
      <ReactFlowProvider>
        <div className={styles.view}>
          <Toolbar
            graph={graph}
            layout={layout}
            onChoose={choose}
            direction={direction}
            onDirection={setDirection}
            isList={isList}
            onList={setList}
            isFolded={foldable ? isFolded : null}
            onFolded={setFolded}
            note={error === null ? null : `Drawn plainly: ${asProblem(error).message}`}
          />
          {isList ? (
            <StepList graph={graph} onChoose={choose} label={label} />
          ) : (
            <div className={styles.picture}>
              {layout ? (
                <>
                  <Canvas layout={layout} onChoose={choose} label={label} />
                  <Legend hasStates={props.states !== undefined} />
                </>
              ) : (
                <Loading label="Placing the steps" />
              )}
            </div>
          )}
        </div>
      </ReactFlowProvider>
    </LiveContext>
  );
}

function useLiveOf({ states, chosen }: GraphViewProps, entry: string): Live {
  const [live] = useState(() => {
    const it = new Live();
    it.values = {
      ...it.values,
      states: states ?? null,
      chosen: chosen ?? null,
      current: chosen ?? entry,
    };
    return it;
  });
  useEffect(() => live.become({ states: states ?? null }), [live, states]);
  useEffect(
    () => live.become(chosen ? { chosen, current: chosen } : { chosen: null }),
    [live, chosen],
  );
  return live;
}

/** Choosing what is chosen already lets it go. */
function useChoice({ onChoose }: GraphViewProps, live: Live) {
  return useCallback(
    (step: string) => onChoose?.(live.values.chosen === step ? null : step),
    [onChoose, live],
  );
}
