import type { ReactNode } from "react";
import type { ExecutionDetail, Graph } from "../../api/types";
import type { History } from "../../history/model";
import { useAddress } from "./address";
import styles from "./Execution.module.css";
import { StepPanel } from "./StepPanel";

interface Props {
  detail: ExecutionDetail;
  history: History;
  graph: Graph | undefined;
  children: ReactNode;
}

/** A view with the chosen step's panel beside it. */
export function Beside({ detail, history, graph, children }: Props) {
  const { step, choose } = useAddress();
  return (
    <div className={styles.beside}>
      <div className={styles.view}>{children}</div>
      {step && (
        <StepPanel
          id={detail.execution_id}
          step={step}
          detail={detail}
          history={history}
          graph={graph}
          onClose={() => choose(null)}
        />
      )}
    </div>
  );
}
