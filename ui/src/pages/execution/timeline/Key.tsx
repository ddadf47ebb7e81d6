import bars from "./Lane.module.css";
import styles from "./Timeline.module.css";

const KINDS = [
  ["queue", "in the queue"],
  ["attempt", "at work"],
  ["retry", "until the next attempt"],
  ["wait", "a wait"],
] as const;

/** What the looks of the bars mean. */
export function Key() {
  return (
    <ul className={styles.key} aria-label="What the bars mean">
      {KINDS.map(([kind, words]) => (
        <li key={kind}>
          <span className={`${bars.sample} ${bars[kind]}`} data-status="COMPLETED" aria-hidden />
          {words}
        </li>
      ))}
    </ul>
  );
}
