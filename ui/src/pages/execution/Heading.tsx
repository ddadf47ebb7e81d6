import { Link } from "react-router";
import type { ExecutionDetail } from "../../api/types";
import { to } from "../../app/paths";
import { Copy } from "../../parts/Copy";
import { StatusBadge } from "../../parts/StatusBadge";
import styles from "./Execution.module.css";

/** What it is: the playbook, its version, how it stands, its id. */
export function Heading({ detail }: { detail: ExecutionDetail }) {
  const { execution_id: id, path, version, status } = detail;
  return (
    <div className={styles.heading}>
      <h1>
        <Link to={to.playbook(path, version)}>{path}</Link>
        <span className={styles.version}>v{version}</span>
      </h1>
      <StatusBadge status={status} />
      <span className={styles.id}>
        <span className="mono soft">{id}</span>
        <Copy text={id} label="Copy the id" />
      </span>
    </div>
  );
}
