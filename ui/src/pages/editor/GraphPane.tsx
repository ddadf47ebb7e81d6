import { CircleAlert } from "lucide-react";
import { lazy, Suspense } from "react";
import { Empty, Loading } from "../../parts/Notes";
import styles from "./GraphPane.module.css";
import type { Check } from "./useCheck";

const GraphView = lazy(() => import("../../graph/GraphView"));

/** The text as a graph; while the text is broken the last one that was whole stays, and says so. */
export function GraphPane({
  check,
  chosen,
  onChoose,
}: {
  check: Check;
  chosen: string | null;
  onChoose: (step: string | null) => void;
}) {
  const { graph, checked } = check;
  const isOld = graph !== null && checked !== null && !checked.isValid;
  return (
    <section className={styles.pane} aria-label="Graph of the text">
      {isOld && (
        <p className={styles.old}>
          <CircleAlert size={15} aria-hidden />
          The text has errors: this is the graph from before them.
        </p>
      )}
      <div className={styles.graph}>
        {graph ? (
          <Suspense fallback={<Loading label="Loading the graph" />}>
            <GraphView
              graph={graph}
              chosen={chosen}
              onChoose={onChoose}
              label={`Graph of ${graph.name}`}
            />
          </Suspense>
        ) : checked && !checked.isValid ? (
          <Empty title="No graph yet">
            <p>It is drawn as soon as the text has no errors.</p>
          </Empty>
        ) : (
          <Loading label="Drawing the graph" />
        )}
      </div>
    </section>
  );
}
