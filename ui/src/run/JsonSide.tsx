import { lazy, Suspense } from "react";
import { Loading } from "../parts/Notes";
import type { Flaw } from "./check";
import styles from "./RunForm.module.css";

const Code = lazy(() => import("../editor/Code"));

/** All values as one map of JSON. */
export function JsonSide({
  text,
  onChange,
  flaws,
}: {
  text: string;
  onChange: (text: string) => void;
  flaws: Flaw[];
}) {
  return (
    <div className={styles.json}>
      <div className={styles.editor}>
        <Suspense fallback={<Loading label="Loading the editor" />}>
          <Code value={text} onChange={onChange} language="json" label="Values as JSON" />
        </Suspense>
      </div>
      <p className="soft">What is left out keeps the playbook's own value.</p>
      {flaws.length > 0 && (
        <ul className={styles.flaws} aria-live="polite">
          {flaws.map(({ path, text: words }) => (
            <li key={path + words}>
              {path && <code>{path}</code>} {words}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
