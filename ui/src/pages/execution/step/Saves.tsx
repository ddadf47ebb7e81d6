import type { Save } from "../../../history/model";
import { StatusIcon } from "../../../parts/StatusBadge";
import { span } from "../../../parts/time";
import { JsonOf } from "./JsonOf";
import styles from "./Step.module.css";
import { Failed } from "./Trace";

const SHOWN = 20;

/** What was saved, and what the storage answered; failures first where there are many. */
export function Saves({ saves }: { saves: Save[] }) {
  const sorted = [...saves].sort((a, b) => rank(a) - rank(b)).slice(0, SHOWN);
  return (
    <ul className={styles.attempts}>
      {sorted.map((save) => (
        <li key={`${save.index ?? ""} ${save.start}`}>
          <div className={styles.line}>
            <StatusIcon status={save.status} />
            <strong>{save.storage}</strong>
            {save.index !== null && <span>iteration {save.index}</span>}
            {save.end !== null && (
              <span className="numbers soft">{span((save.end - save.start) / 1000)}</span>
            )}
          </div>
          {save.error && <Failed text={save.error} />}
          {save.answer !== null && <JsonOf value={save.answer} depth={1} />}
        </li>
      ))}
      {saves.length > SHOWN && (
        <li className="soft">and {(saves.length - SHOWN).toLocaleString("en")} more</li>
      )}
    </ul>
  );
}

const rank = ({ status }: Save) => ["FAILED", "RUNNING", "COMPLETED"].indexOf(status);
