import { ChevronLeft, ChevronRight } from "lucide-react";
import type { ReactNode } from "react";
import { Link } from "react-router";
import type { GraphStep } from "../../../api/types";
import { to } from "../../../app/paths";
import type { StepState } from "../../../graph/states";
import { stepIcon, stepKind } from "../../../graph/tools";
import { IconButton } from "../../../parts/Button";
import { StatusBadge } from "../../../parts/StatusBadge";
import { usePlace } from "./place";
import styles from "./Step.module.css";

interface HeadProps {
  name: string;
  step: GraphStep | undefined;
  state: StepState | undefined;
  visits: number;
  visit: number;
  onVisit: (visit: number) => void;
  close: ReactNode;
}

export function Head({ name, step, state, visits, visit, onVisit, close }: HeadProps) {
  const Icon = step ? stepIcon(step, false) : null;
  return (
    <header className={styles.panelHead}>
      <div className={styles.title}>
        {Icon && <Icon size={16} aria-hidden className={styles.icon} />}
        <h2 className="cut" title={name}>
          {name}
        </h2>
        {state && <StatusBadge status={state.status} {...labelOf(state)} />}
        {close}
      </div>
      <div className={styles.under}>
        {step && <span className="cut">{stepKind(step)}</span>}
        {step && step.join !== "all" && <span>join: {step.join}</span>}
        {step && <Lines step={step} />}
        {visits > 1 && <Visits visits={visits} visit={visit} onVisit={onVisit} />}
      </div>
      {step?.description && <p className="soft">{step.description}</p>}
    </header>
  );
}

function labelOf({ status }: StepState) {
  return status === "HANDLED" ? { label: "Failed, handled" } : {};
}

function Lines({ step }: { step: GraphStep }) {
  const { path, version } = usePlace();
  const words =
    step.line === step.end_line ? `line ${step.line}` : `lines ${step.line}-${step.end_line}`;
  return path ? (
    <Link to={to.editor(path, version, step.line)}>{words}</Link>
  ) : (
    <span>{words}</span>
  );
}

function Visits({
  visits,
  visit,
  onVisit,
}: {
  visits: number;
  visit: number;
  onVisit: (visit: number) => void;
}) {
  return (
    <span className={styles.visits}>
      <IconButton
        icon={ChevronLeft}
        label="The visit before"
        disabled={visit <= 1}
        onClick={() => onVisit(visit - 1)}
      />
      <span className="numbers">
        visit {visit} of {visits}
      </span>
      <IconButton
        icon={ChevronRight}
        label="The visit after"
        disabled={visit >= visits}
        onClick={() => onVisit(visit + 1)}
      />
    </span>
  );
}
