import { CircleHelp } from "lucide-react";
import { Popover } from "radix-ui";
import { StatusIcon } from "../parts/StatusBadge";
import lines from "./Edges.module.css";
import type { StepStatus } from "./states";
import styles from "./Tools.module.css";
import { STATUS_WORDS } from "./words";

const EDGES = [
  { way: "taken", words: "taken; ×3: three times" },
  { way: "refused", words: "judged, and not taken" },
  { way: "never", words: "not judged" },
];

/** What the colours and lines mean. */
export function Legend({ hasStates }: { hasStates: boolean }) {
  return (
    <Popover.Root>
      <Popover.Trigger className={styles.legendButton}>
        <CircleHelp size={14} aria-hidden />
        Legend
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content
          aria-label="Legend"
          className={styles.legend}
          side="top"
          align="start"
          sideOffset={6}
        >
          {hasStates && (
            <ul>
              {(Object.keys(STATUS_WORDS) as StepStatus[]).map((status) => (
                <li key={status}>
                  <StatusIcon status={status} /> {STATUS_WORDS[status]}
                </li>
              ))}
            </ul>
          )}
          <ul>
            {hasStates &&
              EDGES.map(({ way, words }) => (
                <li key={way}>
                  <Line way={way} /> {words}
                </li>
              ))}
            {!hasStates && (
              <li>
                <Line way="none" /> leads on
              </li>
            )}
            <li>
              <Line way={hasStates ? "taken" : "none"} isError /> when the step has failed
            </li>
          </ul>
          <p className="soft">
            A text on an edge is its condition. Point at an edge for the whole of it
            {hasStates && ", and for what it saw"}. Keys: arrows, Enter, + and -, 0.
          </p>
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}

function Line({ way, isError }: { way: string; isError?: boolean }) {
  return (
    <svg width="34" height="10" aria-hidden>
      <g className={lines.route} data-way={way} data-error={isError || undefined}>
        <path d="M1 5H28" className={lines.line} />
        <path d="M34 5L26 1.5L26 8.5Z" className={lines.arrow} />
      </g>
    </svg>
  );
}
