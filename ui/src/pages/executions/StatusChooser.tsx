import { STATUSES, type Status } from "../../api/types";
import { StatusBadge } from "../../parts/StatusBadge";
import styles from "./Filters.module.css";

export function StatusChooser({
  chosen,
  onChoose,
}: {
  chosen: Status[];
  onChoose: (statuses: Status[]) => void;
}) {
  return (
    <fieldset className={styles.options}>
      <legend className="hidden">Statuses to show</legend>
      {STATUSES.map((status) => (
        <label key={status} className={styles.option}>
          <input
            type="checkbox"
            checked={chosen.includes(status)}
            onChange={({ target }) =>
              onChoose(
                STATUSES.filter((it) => (it === status ? target.checked : chosen.includes(it))),
              )
            }
          />
          <StatusBadge status={status} />
        </label>
      ))}
    </fieldset>
  );
}
