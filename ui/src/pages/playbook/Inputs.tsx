import type { Json, PlaybookDetail } from "../../api/types";
import { DataTable } from "../../parts/DataTable";
import { JsonView } from "../../parts/JsonView";
import { Empty } from "../../parts/Notes";
import { takesOthers } from "../../run/schema";
import { type InputRow, rowsOf } from "./inputs";
import styles from "./Playbook.module.css";

/** What a caller may give: the declared inputs as a table, and the values that the workload has of itself. */
export function Inputs({ playbook }: { playbook: PlaybookDetail }) {
  const workload = playbook.payload?.workload ?? {};
  const rows = rowsOf(playbook.inputs, workload);
  const others = Object.fromEntries(
    Object.entries(workload).filter(([name]) => !rows.some(({ path }) => path === name)),
  );
  const hasOthers = Object.keys(others).length > 0;
  if (rows.length === 0 && !hasOthers) {
    return (
      <Empty title="It asks for nothing">
        <p>
          This playbook has neither <code>inputs</code> nor a <code>workload</code>.
        </p>
      </Empty>
    );
  }
  return (
    <div className={styles.scroll}>
      {rows.length > 0 && (
        <DataTable
          label="Inputs"
          rows={rows}
          rowKey={({ path }) => path}
          columns={[
            { title: "Name", cell: Name },
            { title: "Type", cell: ({ type }) => <span className={styles.type}>{type}</span> },
            { title: "Default", cell: ({ preset }) => <Preset value={preset} /> },
            { title: "What fits", cell: ({ bounds }) => bounds.join(", ") },
            { title: "Description", cell: ({ description }) => description },
          ]}
        />
      )}
      {rows.length > 0 && (
        <p className="soft">
          {takesOthers({ ...playbook.inputs })
            ? "Other names are let through."
            : "Other names are refused."}
        </p>
      )}
      {hasOthers && (
        <section className={styles.workload}>
          <h2>{rows.length > 0 ? "Other values of the workload" : "Workload"}</h2>
          {rows.length === 0 && (
            <p className="soft">
              No types are declared: a caller may give anything, laid over these values. Typed{" "}
              <code>inputs</code> would be checked before a run starts.
            </p>
          )}
          <JsonView value={others} />
        </section>
      )}
    </div>
  );
}

function Name({ path, isNeeded }: InputRow) {
  const depth = path.split(".").length - 1;
  return (
    <span className={styles.inputName}>
      <code className={depth > 0 ? styles.inner : undefined}>{path}</code>
      {isNeeded && <span className={styles.needed}>needed</span>}
    </span>
  );
}

function Preset({ value }: { value: Json | undefined }) {
  return value === undefined ? null : (
    <code className={styles.preset}>
      {typeof value === "string" ? value : JSON.stringify(value)}
    </code>
  );
}
