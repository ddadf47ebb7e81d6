import { ChevronRight } from "lucide-react";
import { useMemo, useState } from "react";
import type { ExecutionDetail, Json } from "../../api/types";
import type { History } from "../../history/model";
import { JsonView } from "../../parts/JsonView";
import { preview } from "./preview";
import styles from "./Values.module.css";

/** What it was given and what it gave: a line each, that opens. */
export function Values({ detail, history }: { detail: ExecutionDetail; history: History }) {
  const workload = detail.workload === undefined ? history.workload : detail.workload;
  return (
    <div className={styles.values}>
      <Value name="Workload" value={workload} />
      {detail.status === "COMPLETED" && <Value name="Result" value={detail.result} />}
    </div>
  );
}

function Value({ name, value }: { name: string; value: Json }) {
  const [isOpen, setOpen] = useState(false);
  const { text, isAll } = useMemo(() => preview(value), [value]);
  return (
    <section className={styles.value} aria-label={name}>
      <button
        type="button"
        className={styles.toggle}
        aria-expanded={isOpen}
        onClick={() => setOpen(!isOpen)}
      >
        <ChevronRight size={14} aria-hidden className={isOpen ? styles.open : ""} />
        <span className={styles.name}>{name}</span>
        {!isOpen && (
          <code className={styles.preview}>
            {text}
            {!isAll && " ..."}
          </code>
        )}
      </button>
      {isOpen && (
        <div className={styles.tree}>
          <JsonView value={value} />
        </div>
      )}
    </section>
  );
}
