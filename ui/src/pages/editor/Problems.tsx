import { CircleX, TriangleAlert } from "lucide-react";
import type { PlaybookProblem } from "../../api/problem";
import { sentenceOf } from "../../editor/problems";
import styles from "./Problems.module.css";

/** All that is wrong with the text; choosing one goes to its place. */
export function Problems({
  problems,
  onJump,
}: {
  problems: PlaybookProblem[];
  onJump: (line: number, column: number) => void;
}) {
  return (
    <ul className={styles.list} aria-label="Problems">
      {problems.map((it, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: two problems may be the same but for their place in the list.
        <li key={index}>
          <button
            type="button"
            className={styles.problem}
            onClick={() => onJump(it.line, it.column)}
          >
            {it.severity === "error" ? (
              <CircleX size={15} className={styles.error} aria-label="Error" />
            ) : (
              <TriangleAlert size={15} className={styles.warning} aria-label="Warning" />
            )}
            <span className={`${styles.place} numbers`}>
              {it.line}:{it.column}
            </span>
            <span className={styles.text}>
              {sentenceOf(it)}
              {it.hint && <span className="soft"> ({it.hint})</span>}
            </span>
            <code className={styles.code}>{it.code}</code>
          </button>
        </li>
      ))}
    </ul>
  );
}
