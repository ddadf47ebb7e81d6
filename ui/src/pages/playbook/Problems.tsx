import { CircleAlert, TriangleAlert } from "lucide-react";
import type { PlaybookProblem } from "../../api/problem";
import styles from "./Playbook.module.css";
import type { Change } from "./useAddress";

/** What is wrong or odd about the text; each leads to its line. */
export function Problems({
  problems,
  change,
}: {
  problems: PlaybookProblem[];
  change: (change: Change, isStep?: boolean) => void;
}) {
  return (
    <ul className={styles.problems} aria-label="Problems">
      {problems.map((it) => (
        <li key={`${it.line}:${it.column}:${it.code}:${it.message}`}>
          {it.severity === "error" ? (
            <CircleAlert size={16} aria-label="Error" className={styles.error} />
          ) : (
            <TriangleAlert size={16} aria-label="Warning" className={styles.warning} />
          )}
          <div>
            <p>{it.message}</p>
            {it.hint && <p className="soft">{it.hint}</p>}
          </div>
          <code className="soft">{it.code}</code>
          <button
            type="button"
            className={styles.place}
            onClick={() => change({ tab: null, line: it.line }, true)}
          >
            line {it.line}
          </button>
        </li>
      ))}
    </ul>
  );
}
