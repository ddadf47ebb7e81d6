import type { ExecutionDetail, Graph } from "../../api/types";
import type { History } from "../../history/model";

export interface StepPanelProps {
  id: string;
  step: string;
  detail: ExecutionDetail | undefined;
  history: History;
  graph: Graph | undefined;
  onClose: () => void;
}

/** All that is known of one step of an execution. */
export function StepPanel({ step }: StepPanelProps) {
  return <aside aria-label={`Step ${step}`}>{step}</aside>;
}
