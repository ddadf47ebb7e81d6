import { type MouseEvent, memo } from "react";
import { useNavigate } from "react-router";
import type { Runs } from "../api/types";
import { to } from "../app/paths";
import { exact, span } from "../parts/time";
import { summary } from "./figures";
import styles from "./RunStrip.module.css";

const WORDS: Record<string, string> = {
  COMPLETED: "completed",
  FAILED: "failed",
  CANCELLED: "cancelled",
};

/**
 * The last runs as a row of marks, the newest at the right; tall ones failed, short ones were cancelled. There are a dozen
 * in each row of a list: they are plain links without hints of ours, so that lists scroll smoothly.
 */
export const RunStrip = memo(function RunStrip({ last }: { last: Runs["last"] }) {
  const navigate = useNavigate();
  if (last.length === 0) {
    return <span className="soft">Never run</span>;
  }
  const clicked = (event: MouseEvent<HTMLElement>) => {
    const link = (event.target as Element).closest("a");
    if (link && event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey) {
      event.preventDefault();
      navigate(link.pathname);
    }
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for inputs.
    // biome-ignore lint/a11y/useKeyWithClickEvents: the links in it are clicked, by keys as well.
    <div role="group" className={styles.strip} aria-label={summary(last)} onClick={clicked}>
      {[...last].reverse().map(({ execution_id: id, status, start_time: start, duration }) => {
        const words = `${status.charAt(0)}${status.slice(1).toLowerCase()}, ${span(duration)}, ${exact(start)}`;
        return (
          <a
            key={id}
            href={to.execution(id)}
            tabIndex={-1}
            className={styles.mark}
            title={words}
            aria-label={words}
          >
            <span className={styles[WORDS[status] ?? "active"]} />
          </a>
        );
      })}
    </div>
  );
});
