import { type ReactNode, useMemo } from "react";
import { Link } from "react-router";
import { type ExecutionDetail, isOver } from "../../api/types";
import { to } from "../../app/paths";
import type { History } from "../../history/model";
import { Facts as FactList, Meter } from "../../parts/Figures";
import { Time } from "../../parts/Time";
import { span } from "../../parts/time";
import { useServerNow } from "./clock";
import { Doings } from "./Doings";
import styles from "./Execution.module.css";
import { children } from "./now";

/** The newest are named; the rest is counted, as far as the server names them. */
const RETRIES = 4;
const RETRIES_MAX = 100;

/** The figures of an execution, and those it is related to. */
export function Facts({ detail, history }: { detail: ExecutionDetail; history: History }) {
  const again = detail.retried_by ?? [];
  const childCount = useMemo(() => children(history), [history]);
  const facts: [string, ReactNode][] = [
    ["Started", <Time key="started" at={detail.start_time} />],
    ["Duration", <Duration key="duration" detail={detail} />],
    ["Progress", <Progress key="progress" detail={detail} />],
  ];
  if (detail.parent_execution_id) {
    facts.push([
      "Started by",
      <Link
        key="parent"
        to={to.execution(
          detail.parent_execution_id,
          detail.parent_step ? `?step=${encodeURIComponent(detail.parent_step)}` : "",
        )}
      >
        {detail.parent_step ? `step ${detail.parent_step} of its parent` : "its parent"}
      </Link>,
    ]);
  }
  if (childCount > 0) {
    facts.push([
      "Children",
      <Link key="children" to={`/executions?parent=${detail.execution_id}`}>
        {childCount.toLocaleString("en")} {childCount === 1 ? "execution" : "executions"}
      </Link>,
    ]);
  }
  const retryOf = detail.retry_of ?? history.retryOf;
  if (retryOf) {
    facts.push(["Retry of", <Id key="retryOf" id={retryOf} />]);
  }

  if (again.length > 0) {
    facts.push([
      "Retried by",
      <span key="again" className={styles.ids}>
        {again.slice(-RETRIES).map((id) => (
          <Id key={id} id={id} />
        ))}
        {again.length > RETRIES && (
          <span className="soft">
            and {again.length - RETRIES}
            {again.length >= RETRIES_MAX && " or more"} before
          </span>
        )}
      </span>,
    ]);
  }
  const labels = Object.entries(detail.labels ?? {});
  if (labels.length > 0) {
    facts.push([
      "Labels",
      <span key="labels" className={styles.ids}>
        {labels.map(([name, value]) => (
          <Link
            key={name}
            className={styles.chip}
            to={`/executions?label=${encodeURIComponent(`${name}=${String(value)}`)}`}
          >
            {name}={String(value)}
          </Link>
        ))}
      </span>,
    ]);
  }
  return (
    <div className={styles.facts}>
      <FactList facts={facts} />
      {!isOver(detail.status) && <Doings detail={detail} history={history} />}
    </div>
  );
}

function Id({ id }: { id: string }) {
  return (
    <Link to={to.execution(id)} className="mono">
      {id}
    </Link>
  );
}

function Duration({ detail }: { detail: ExecutionDetail }) {
  const now = useServerNow(detail);
  const seconds = isOver(detail.status)
    ? detail.duration
    : Math.max(0, Math.floor((now - Date.parse(detail.start_time)) / 1000));
  return <span className="numbers">{span(seconds)}</span>;
}

const TONES: Record<string, string> = {
  COMPLETED: "completed",
  FAILED: "failed",
  CANCELLED: "cancelled",
  CANCELLING: "waiting",
  PAUSED: "paused",
};

function Progress({ detail: { progress, status } }: { detail: ExecutionDetail }) {
  return (
    <span className={styles.progress}>
      <Meter value={progress} tone={TONES[status] ?? "running"} label="Progress" />
      <span className="numbers">{progress} %</span>
    </span>
  );
}
