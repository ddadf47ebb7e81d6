import { useQuery } from "@tanstack/react-query";
import { Link, useSearchParams } from "react-router";
import { get } from "../../api/client";
import type { Part } from "../../api/types";
import { type Column, DataTable } from "../../parts/DataTable";
import { Meter } from "../../parts/Figures";
import { Empty, ErrorNote, Loading } from "../../parts/Notes";
import { Page } from "../../parts/Page";
import { StatusBadge } from "../../parts/StatusBadge";
import { Time } from "../../parts/Time";
import styles from "./Workers.module.css";

const LOOK = 5_000;

/** Who does the work: pools, slots, how busy they are, when they were heard of last. */
export default function Workers() {
  const [search, setSearch] = useSearchParams();
  const withGone = search.get("offline") === "1";
  const { data, error, refetch } = useQuery({
    queryKey: ["runtimes"],
    queryFn: ({ signal }) => get<{ items: Part[] }>("/api/runtimes", {}, signal),
    refetchInterval: LOOK,
  });
  const parts = data?.items ?? [];
  const gone = parts.filter((it) => it.status === "offline").length;
  const shown = withGone ? parts : parts.filter((it) => it.status !== "offline");
  const workers = shown.filter((it) => it.kind === "worker_pool");
  const servers = shown.filter((it) => it.kind !== "worker_pool");
  return (
    <Page
      title="Workers"
      actions={
        gone > 0 && (
          <label className={styles.switch}>
            <input
              type="checkbox"
              checked={withGone}
              onChange={(event) =>
                setSearch(event.target.checked ? { offline: "1" } : {}, { replace: true })
              }
            />
            Show {gone} offline
          </label>
        )
      }
    >
      {error && <ErrorNote error={error} onRetry={() => void refetch()} />}
      {!data && !error && <Loading />}
      {data && (
        <>
          <h2>Worker processes</h2>
          {workers.length > 0 ? (
            <DataTable
              rows={workers}
              columns={COLUMNS}
              rowKey={(it) => it.runtime_id}
              label="Workers"
            />
          ) : (
            <Empty
              title="No worker elsewhere"
              command={`noetl worker start --server ${location.origin} --slots 8`}
            >
              The server below runs steps in its own slots. More hands, on this machine or another:
            </Empty>
          )}
          <h2>Servers</h2>
          <DataTable
            rows={servers}
            columns={COLUMNS}
            rowKey={(it) => it.runtime_id}
            label="Servers"
          />
        </>
      )}
    </Page>
  );
}

const COLUMNS: Column<Part>[] = [
  { title: "Name", cell: (it) => <strong className={styles.name}>{it.name}</strong> },
  { title: "Status", cell: (it) => <PartStatus part={it} /> },
  { title: "Pool", cell: (it) => it.pool ?? <span className="soft">-</span> },
  { title: "Slots", cell: (it) => <Slots part={it} /> },
  { title: "Last heartbeat", cell: (it) => <Time at={it.heartbeat} /> },
  { title: "Version", cell: (it) => it.version ?? text(it.detail.version) },
  { title: "Where", cell: (it) => <span className={styles.name}>{where(it)}</span> },
];

function PartStatus({ part }: { part: Part }) {
  switch (part.status) {
    case "ready":
      return <StatusBadge status="COMPLETED" label="Ready" />;
    case "busy":
      return <StatusBadge status="RUNNING" label="Busy" />;
    default:
      return <StatusBadge status="CANCELLED" label="Offline" />;
  }
}

function Slots({ part }: { part: Part }) {
  if (part.capacity === 0) {
    return <span className="soft">none</span>;
  }
  const busy = part.busy;
  if (busy === undefined) {
    return <span className="numbers">{part.capacity}</span>;
  }
  const words = `${busy} of ${part.capacity} busy`;
  return (
    <div className={styles.slots}>
      <Meter value={(100 * busy) / part.capacity} label={words} />
      <Link to="/queue?status=leased" className="numbers">
        {words}
      </Link>
    </div>
  );
}

function where(part: Part): string {
  const host = text(part.detail.hostname);
  const pid = part.detail.pid;
  const process = typeof pid === "number" || typeof pid === "string" ? `process ${pid}` : "";
  return [part.uri ?? "", host, process].filter(Boolean).join(", ") || "-";
}

function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}
