import { memo } from "react";
import { Link } from "react-router";
import type { Runs } from "../api/types";
import { to } from "../app/paths";
import { Hint } from "../parts/Hint";
import { exact, span } from "../parts/time";
import { summary } from "./figures";
import styles from "./RunStrip.module.css";

const WORDS: Record<string, string> = {
  COMPLETED: "completed",
  FAILED: "failed",
  CANCELLED: "cancelled",
};

/** The last runs as a row of marks, the newest at the right; tall ones failed, short ones were cancelled. */
export const RunStrip = memo(function RunStrip({ last }: { last: Runs["last"] }) {
  if (last.length === 0) {
    return <span className="soft">Never run</span>;
  }
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for inputs.
    <div role="group" className={styles.strip} aria-label={summary(last)}>
      {[...last].reverse().map(({ execution_id: id, status, start_time: start, duration }) => {
        const word = `${status.charAt(0)}${status.slice(1).toLowerCase()}`;
        return (
          <Hint key={id} text={`${word}, ${span(duration)}\n${exact(start)}`}>
            <Link
              to={to.execution(id)}
              tabIndex={-1}
              className={styles.mark}
              aria-label={`${word} run of ${exact(start)}`}
            >
              <span className={styles[WORDS[status] ?? "active"]} />
            </Link>
          </Hint>
        );
      })}
    </div>
  );
});
