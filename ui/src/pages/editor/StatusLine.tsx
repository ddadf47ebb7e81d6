import { CircleCheck, CircleX, LoaderCircle, TriangleAlert, Unplug } from "lucide-react";
import styles from "./StatusLine.module.css";
import { summary } from "./summary";
import type { Check } from "./useCheck";

export interface Cursor {
  line: number;
  column: number;
}

/** Below the text: whether it is valid, where the cursor is, how the keyboard leaves. */
export function StatusLine({
  check,
  cursor,
  isOpen,
  onToggle,
}: {
  check: Check;
  cursor: Cursor;
  isOpen: boolean;
  onToggle: () => void;
}) {
  const hasProblems = (check.checked?.problems.length ?? 0) > 0;
  return (
    <div className={styles.frame}>
      <div className={styles.line}>
        <div role="status" className={styles.verdict}>
          {hasProblems ? (
            <button
              type="button"
              aria-expanded={isOpen}
              onClick={onToggle}
              className={styles.toggle}
            >
              <Verdict check={check} />
            </button>
          ) : (
            <span className={styles.toggle}>
              <Verdict check={check} />
            </span>
          )}
        </div>
        <span className={styles.keys}>
          <kbd>Ctrl Space</kbd> completes, <kbd>Esc</kbd> then <kbd>Tab</kbd> leaves the text
        </span>
        <span className="numbers">
          Line {cursor.line}, column {cursor.column}
        </span>
      </div>
    </div>
  );
}

function Verdict({ check: { checked, error, isBehind } }: { check: Check }) {
  if (error) {
    return (
      <>
        <Unplug size={15} className={styles.warning} aria-hidden />
        Not checked: {error.message}
      </>
    );
  }
  if (!checked) {
    return (
      <>
        <LoaderCircle size={15} aria-hidden />
        Checking
      </>
    );
  }
  const [Icon, look] = checked.isValid
    ? checked.problems.length > 0
      ? [TriangleAlert, styles.warning]
      : [CircleCheck, styles.valid]
    : [CircleX, styles.error];
  return (
    <span className={isBehind ? styles.behind : styles.now}>
      <Icon size={15} className={look} aria-hidden />
      {summary(checked.isValid, checked.problems)}
    </span>
  );
}
