import { useQuery } from "@tanstack/react-query";
import { Link, useSearchParams } from "react-router";
import { get } from "../../api/client";
import type { Job, PoolDepth, QueueSize } from "../../api/types";
import { to } from "../../app/paths";
import { type Column, DataTable } from "../../parts/DataTable";
import { Select } from "../../parts/Inputs";
import { Empty, ErrorNote, Loading } from "../../parts/Notes";
import { Page } from "../../parts/Page";
import { StatusBadge } from "../../parts/StatusBadge";
import { Span, Time } from "../../parts/Time";
import styles from "./Queue.module.css";

const LOOK = 2_000;
const JOBS = 200;

/** What waits for a worker and what is at work: depth and age by pool, and the jobs themselves. */
export default function Queue() {
  const [search, setSearch] = useSearchParams();
  const pool = search.get("pool") ?? "";
  const status = search.get("status") ?? "";
  const sizes = useQuery({
    queryKey: ["queue", "size"],
    queryFn: ({ signal }) => get<QueueSize>("/api/queue/size", {}, signal),
    refetchInterval: LOOK,
  });
  const jobs = useQuery({
    queryKey: ["queue", "jobs", pool, status],
    queryFn: ({ signal }) =>
      get<{ items: Job[] }>("/api/queue", { pool, status, limit: JOBS }, signal),
    refetchInterval: LOOK,
  });
  const choose = (name: string, value: string) =>
    setSearch(
      (before) => {
        if (value) {
          before.set(name, value);
        } else {
          before.delete(name);
        }
        return before;
      },
      { replace: true },
    );
  const pools = sizes.data?.pools ?? [];
  const error = sizes.error ?? jobs.error;
  return (
    <Page title="Queue">
      {error && <ErrorNote error={error} onRetry={() => void sizes.refetch()} />}
      {!sizes.data && !error && <Loading />}
      {sizes.data && pools.length > 0 && (
        <DataTable
          rows={pools}
          columns={POOL_COLUMNS}
          rowKey={(it) => it.pool}
          label="Depth by pool"
        />
      )}
      {jobs.data && (
        <>
          <div className={styles.head}>
            <h2>Jobs</h2>
            <Select
              aria-label="Pool"
              value={pool}
              onChange={(event) => choose("pool", event.target.value)}
            >
              <option value="">all pools</option>
              {names(pools, pool).map((name) => (
                <option key={name}>{name}</option>
              ))}
            </Select>
            <Select
              aria-label="Status"
              value={status}
              onChange={(event) => choose("status", event.target.value)}
            >
              <option value="">all statuses</option>
              <option value="queued">waiting for a worker</option>
              <option value="leased">at work</option>
              <option value="retry">waiting for the next attempt</option>
              <option value="stopping">stopping</option>
            </Select>
          </div>
          <Jobs jobs={jobs.data.items} isFiltered={Boolean(pool || status)} />
        </>
      )}
    </Page>
  );
}

function names(pools: PoolDepth[], chosen: string): string[] {
  return [...new Set([...pools.map((it) => it.pool), chosen])].filter(Boolean);
}

function Jobs({ jobs, isFiltered }: { jobs: Job[]; isFiltered: boolean }) {
  if (jobs.length === 0) {
    return isFiltered ? (
      <Empty title="No such job">Nothing in the queue is like that at the moment.</Empty>
    ) : (
      <Empty title="Nothing waits, nothing is at work" command="noetl execute PATH">
        A job is in the queue from the moment that its step is due until its outcome is written.
      </Empty>
    );
  }
  return (
    <>
      <DataTable
        rows={jobs}
        columns={JOB_COLUMNS}
        rowKey={(it) => `${it.execution_id} ${it.job}`}
        label="Jobs"
      />
      {jobs.length === JOBS && <p className="soft">The first {JOBS}; there are more.</p>}
    </>
  );
}

const POOL_COLUMNS: Column<PoolDepth>[] = [
  {
    title: "Pool",
    cell: (it) => <Link to={`/queue?pool=${encodeURIComponent(it.pool)}`}>{it.pool}</Link>,
  },
  { title: "Waiting", cell: (it) => it.waiting, isNumber: true },
  { title: "At work", cell: (it) => it.running, isNumber: true },
  {
    title: "Oldest has waited",
    cell: (it) => (it.oldest ? <Span from={it.oldest} until={null} /> : "-"),
    isNumber: true,
  },
];

const WORDS: Record<Job["status"], { status: string; label: string }> = {
  queued: { status: "WAITING", label: "Waiting" },
  leased: { status: "RUNNING", label: "At work" },
  retry: { status: "WAITING", label: "Next attempt" },
  stopping: { status: "CANCELLING", label: "Stopping" },
};

const JOB_COLUMNS: Column<Job>[] = [
  {
    title: "Status",
    cell: (it) => <StatusBadge status={WORDS[it.status].status} label={WORDS[it.status].label} />,
  },
  {
    title: "Step",
    cell: (it) => (
      <Link to={to.execution(it.execution_id, `?step=${encodeURIComponent(it.node_name)}`)}>
        {it.node_name}
      </Link>
    ),
  },
  {
    title: "Execution",
    cell: (it) => (
      <Link to={to.execution(it.execution_id)} className="mono">
        {it.execution_id}
      </Link>
    ),
  },
  { title: "Tool", cell: (it) => it.action },
  { title: "Pool", cell: (it) => it.pool },
  { title: "Priority", cell: (it) => it.priority, isNumber: true },
  { title: "Attempt", cell: (it) => `${it.attempts} of ${it.max_attempts}`, isNumber: true },
  { title: "Worker", cell: (it) => it.worker_id ?? <span className="soft">-</span> },
  { title: "Until", cell: (it) => (it.lease_until ? <Time at={it.lease_until} /> : "-") },
];
