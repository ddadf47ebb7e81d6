import { Link } from "react-router";
import { type Execution, isOver } from "../../api/types";
import { to } from "../../app/paths";
import { Hint } from "../../parts/Hint";
import { exact, span } from "../../parts/time";
import styles from "./Durations.module.css";
import { heights } from "./durations";

/** How long the newest runs took, the newest at the right. */
export function Durations({ executions }: { executions: Execution[] }) {
  const shown = [...executions].reverse();
  const { bars, top } = heights(
    shown.map(({ duration, status }) => ({ duration, isOver: isOver(status) })),
  );
  return (
    <figure className={styles.chart}>
      <figcaption>
        Duration of the newest {shown.length === 1 ? "run" : `${shown.length} runs`}, up to{" "}
        {span(top)}
      </figcaption>
      <div className={styles.bars}>
        {shown.map(({ execution_id: id, status, start_time: start, duration }, index) => {
          const word = `${status.charAt(0)}${status.slice(1).toLowerCase()}`;
          return (
            <Hint key={id} text={`${word}, ${span(duration)}\n${exact(start)}`}>
              <Link
                to={to.execution(id)}
                tabIndex={-1}
                aria-label={`${word} after ${span(duration)}, run of ${exact(start)}`}
                className={styles.bar}
              >
                <span
                  className={styles[status.toLowerCase()] ?? styles.active}
                  style={{ height: `${bars[index]}%` }}
                />
              </Link>
            </Hint>
          );
        })}
      </div>
    </figure>
  );
}
