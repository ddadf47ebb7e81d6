import { useQuery } from "@tanstack/react-query";
import { SquarePen, X } from "lucide-react";
import { lazy, Suspense } from "react";
import { Link } from "react-router";
import { get } from "../../api/client";
import type { Graph, GraphStep, PlaybookDetail } from "../../api/types";
import { to } from "../../app/paths";
import { IconButton } from "../../parts/Button";
import { ErrorNote, Loading } from "../../parts/Notes";
import styles from "./Playbook.module.css";
import type { Change } from "./useAddress";

const GraphView = lazy(() => import("../../graph/GraphView"));
const Code = lazy(() => import("../../editor/Code"));

interface GraphTabProps {
  playbook: PlaybookDetail;
  step: string | null;
  change: (change: Change) => void;
}

/** The steps and what leads from one to the other; beside a chosen one stand its lines. */
export function GraphTab({ playbook, step, change }: GraphTabProps) {
  const { path, version } = playbook;
  const { data, error, refetch } = useQuery({
    queryKey: ["playbook", path, version, "graph"],
    queryFn: ({ signal }) => get<Graph>("/api/graph", { path, version, format: "json" }, signal),
    // The text of a version does not change.
    staleTime: Number.POSITIVE_INFINITY,
    // While that of a newer one comes, the one before stays as one has moved it.
    placeholderData: (before, query) => (query?.queryKey[1] === path ? before : undefined),
  });
  if (!data) {
    return (
      <div className={styles.scroll}>
        {error ? <ErrorNote error={error} onRetry={() => void refetch()} /> : <Loading />}
      </div>
    );
  }
  const chosen = data.steps.find(({ name }) => name === step);
  return (
    <div className={styles.split}>
      <div className={styles.graph}>
        <Suspense fallback={<Loading label="Loading the graph" />}>
          <GraphView
            graph={data}
            chosen={chosen?.name ?? null}
            onChoose={(name) => change({ step: name })}
            label={`Graph of ${path}`}
          />
        </Suspense>
      </div>
      {chosen && <Lines playbook={playbook} step={chosen} onClose={() => change({ step: null })} />}
    </div>
  );
}

function Lines({
  playbook,
  step,
  onClose,
}: {
  playbook: PlaybookDetail;
  step: GraphStep;
  onClose: () => void;
}) {
  const { path, version, content } = playbook;
  const { name, line, end_line: end } = step;
  return (
    <section className={styles.lines} aria-label={`Lines of ${name}`}>
      <header className={styles.linesHead}>
        <strong className="cut" title={name}>
          {name}
        </strong>
        <span className="soft">{line === end ? `line ${line}` : `lines ${line} to ${end}`}</span>
        <span className={styles.linesTools}>
          <Link
            to={`${to.editor(path, version)}&line=${line}`}
            className={styles.iconLink}
            aria-label={`Open ${name} in the editor`}
            title="Open in the editor"
          >
            <SquarePen size={16} aria-hidden />
          </Link>
          <IconButton icon={X} label="Close" onClick={onClose} />
        </span>
      </header>
      <Suspense fallback={<Loading label="Loading the text" />}>
        <Code
          value={content}
          language="yaml"
          isReadOnly
          label={`Text of ${path}, at ${name}`}
          showLine={line}
        />
      </Suspense>
    </section>
  );
}
