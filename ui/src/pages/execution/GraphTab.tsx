import { lazy, Suspense } from "react";
import type { ExecutionDetail, Graph } from "../../api/types";
import { useGraphStates } from "../../graph/useGraph";
import type { History } from "../../history/model";
import { ErrorNote, Loading } from "../../parts/Notes";
import { useAddress } from "./address";
import styles from "./Execution.module.css";

// The graph and its layout are large: only who looks at one loads them.
const GraphView = lazy(() => import("../../graph/GraphView"));

interface Props {
  detail: ExecutionDetail;
  history: History;
  graph: Graph | undefined;
  error: Error | null;
  onRetry: () => void;
}

/** The playbook's steps, and how each stands. */
export function GraphTab({ detail, history, graph, error, onRetry }: Props) {
  const { step, choose } = useAddress();
  const states = useGraphStates(graph, history, detail);
  if (error) {
    return <ErrorNote error={error} onRetry={onRetry} />;
  }
  return (
    <Suspense fallback={<Loading label="Loading the graph" />}>
      {graph ? (
        <div className={styles.graph}>
          <GraphView
            graph={graph}
            states={states}
            chosen={step}
            onChoose={choose}
            label={`Graph of ${detail.path}`}
          />
        </div>
      ) : (
        <Loading label="Loading the graph" />
      )}
    </Suspense>
  );
}
