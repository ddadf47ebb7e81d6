import { ErrorNote } from "../../parts/Notes";
import { type Feed, type FeedState, LOADED_MAX } from "./feed";
import styles from "./List.module.css";
import row from "./Row.module.css";

const COLUMNS = ["Status", "Playbook", "Execution", "Started", "Duration", "Progress", "Trigger"];

/** The names of the columns, and the box that chooses all rows. */
export function Head({
  rows,
  chosen,
  canChoose,
  onAll,
}: {
  rows: number;
  chosen: number;
  canChoose: boolean;
  onAll: (isOn: boolean) => void;
}) {
  const isAll = rows > 0 && chosen >= rows;
  return (
    <thead className={styles.headGroup}>
      <tr aria-rowindex={1} className={`${row.row} ${row.head}`}>
        <th scope="col" className={row.check}>
          {canChoose ? (
            <label>
              <input
                type="checkbox"
                aria-label="Select all shown"
                disabled={rows === 0}
                checked={isAll}
                ref={(box) => {
                  if (box) {
                    box.indeterminate = chosen > 0 && !isAll;
                  }
                }}
                onChange={(event) => onAll(event.target.checked)}
              />
            </label>
          ) : (
            <span className="hidden">Selection</span>
          )}
        </th>
        {COLUMNS.map((title) => (
          <th key={title} scope="col" className={row[title.toLowerCase()]}>
            {title}
          </th>
        ))}
      </tr>
    </thead>
  );
}

/** What comes after the last row: more, nothing more, or what went wrong. */
export function Foot({ feed, state }: { feed: Feed; state: FeedState }) {
  const { rows, next, isLoading, isLoadingMore, error } = state;
  if (error) {
    return (
      <div className={styles.wrong}>
        <ErrorNote error={error} onRetry={feed.again} />
      </div>
    );
  }
  if (rows.length === 0 && isLoading) {
    return (
      <div className={styles.skeleton} role="status">
        <span className="hidden">Loading</span>
      </div>
    );
  }
  if (rows.length >= LOADED_MAX && next !== null) {
    return (
      <p className={styles.foot}>
        {LOADED_MAX.toLocaleString("en")} executions are shown. Narrow the time to see older ones.
      </p>
    );
  }
  if (rows.length > 0) {
    return (
      <p className={styles.foot} role="status">
        {next !== null || isLoadingMore
          ? "Loading more ..."
          : `That is all: ${rows.length.toLocaleString("en")} ${rows.length === 1 ? "execution" : "executions"}.`}
      </p>
    );
  }
  return null;
}
