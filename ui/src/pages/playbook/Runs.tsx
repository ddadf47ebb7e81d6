import { useQuery } from "@tanstack/react-query";
import { Activity } from "lucide-react";
import { Link } from "react-router";
import { get } from "../../api/client";
import { type Execution, isOver, type Page, type PlaybookDetail } from "../../api/types";
import { to } from "../../app/paths";
import { DataTable } from "../../parts/DataTable";
import { Facts } from "../../parts/Figures";
import { Empty, ErrorNote, Loading } from "../../parts/Notes";
import { StatusBadge } from "../../parts/StatusBadge";
import { Span, Time } from "../../parts/Time";
import { span } from "../../parts/time";
import { percent } from "../../run/figures";
import { usePlaybook } from "../../run/useStart";
import { Durations } from "./Durations";
import styles from "./Playbook.module.css";

const LIMIT = 50;
const SOON = 2_000;
const LATER = 15_000;

/** The newest executions of all versions, and how they went. */
export function Runs({ playbook }: { playbook: PlaybookDetail }) {
  const { path } = playbook;
  const { data, error, refetch } = useQuery({
    queryKey: ["executions", "of", path],
    queryFn: ({ signal }) =>
      get<Page<Execution>>("/api/executions", { path, limit: LIMIT }, signal),
    refetchInterval: ({ state }) =>
      state.data?.items.some(({ status }) => !isOver(status)) ? SOON : LATER,
  });
  if (!data) {
    return error ? <ErrorNote error={error} onRetry={() => void refetch()} /> : <Loading />;
  }
  const { items } = data;
  if (items.length === 0) {
    return (
      <Empty title="It has never run" command={`noetl execute ${path} --server ${location.origin}`}>
        <p>Press Run above, or start it from a terminal:</p>
      </Empty>
    );
  }
  return (
    <div className={styles.scroll}>
      <div className={styles.figures}>
        <Figures playbook={playbook} />
        <Durations executions={items} />
      </div>
      <DataTable
        label={`Executions of ${path}`}
        rows={items}
        rowKey={({ execution_id: id }) => id}
        columns={COLUMNS}
      />
      <p>
        <Link to={to.executionsOf(path)} className={styles.all}>
          <Activity size={15} aria-hidden />
          All executions of this playbook
        </Link>
      </p>
    </div>
  );
}

const COLUMNS = [
  { title: "Status", cell: ({ status }: Execution) => <StatusBadge status={status} /> },
  {
    title: "Execution",
    cell: ({ execution_id: id, error }: Execution) => (
      <>
        <Link to={to.execution(id)} className="mono">
          {id}
        </Link>
        {error && (
          <span className={styles.failure} title={error}>
            {error}
          </span>
        )}
      </>
    ),
  },
  { title: "Version", cell: ({ version }: Execution) => `v${version}`, isNumber: true },
  { title: "Started", cell: ({ start_time: start }: Execution) => <Time at={start} /> },
  {
    title: "Duration",
    cell: ({ start_time: start, end_time: end }: Execution) => <Span from={start} until={end} />,
    isNumber: true,
  },
];

function Figures({ playbook }: { playbook: PlaybookDetail }) {
  const { data = playbook } = usePlaybook(playbook.path, undefined, LATER);
  const { runs } = data;
  if (!runs) {
    return null;
  }
  const known = (seconds: number | null) => (seconds === null ? "-" : span(seconds));
  return (
    <Facts
      facts={[
        ["Success", runs.success_rate === null ? "-" : percent(runs.success_rate)],
        ["p50", known(runs.p50_seconds)],
        ["p95", known(runs.p95_seconds)],
        ["Completed", runs.completed],
        ["Failed", runs.failed],
        ["Cancelled", runs.cancelled],
        ["Active", runs.active],
        ["Counted", runs.recent === 1 ? "the only run" : `the newest ${runs.recent} runs`],
      ]}
    />
  );
}
