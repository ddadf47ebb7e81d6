import type { Json } from "../../../api/types";
import { JsonView } from "../../../parts/JsonView";
import styles from "./Step.module.css";

/** A value; a plain text as a text. */
export function JsonOf({ value, depth = 2 }: { value: Json; depth?: number }) {
  return (
    <div className={styles.json}>
      <JsonView value={value} depth={depth} />
    </div>
  );
}
