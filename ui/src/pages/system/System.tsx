import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { Link } from "react-router";
import { get } from "../../api/client";
import type { JsonMap, Stats } from "../../api/types";
import { Facts, Sparkline } from "../../parts/Figures";
import { ErrorNote, Loading } from "../../parts/Notes";
import { Card, Page } from "../../parts/Page";
import { StatusBadge } from "../../parts/StatusBadge";
import { Time } from "../../parts/Time";
import { span } from "../../parts/time";
import { quantiles, rates, type Sample, total } from "./metrics";
import styles from "./System.module.css";
import { useSamples } from "./samples";

const LOOK = 5_000;

/** Workers that ask for jobs are held until there is one: that says nothing about the server. */
const HELD = 'route="/api/worker/lease"';

/** How the server is: store, versions, throughput and latency of the last minutes. */
export default function System() {
  const health = useLook<JsonMap>("/health");
  const status = useLook<JsonMap>("/api/status");
  const stats = useLook<Stats>("/api/dashboard/stats");
  const samples = useSamples();
  const error = health.error ?? status.error ?? stats.error;
  return (
    <Page title="System">
      {error && <ErrorNote error={error} onRetry={() => void health.refetch()} />}
      {!health.data && !error && <Loading />}
      {health.data && status.data && (
        <div className={styles.cards}>
          <Card title="Server" aside={<Well status={text(health.data.status)} />}>
            <Facts facts={serverFacts(health.data, status.data)} />
          </Card>
          <Card title="Store" aside={<Well status={text(map(health.data.store).status)} />}>
            <Facts facts={storeFacts(map(status.data.store))} />
          </Card>
        </div>
      )}
      <Charts samples={samples} />
      {stats.data && (
        <Card title="All executions">
          <Facts facts={totals(stats.data)} />
        </Card>
      )}
      <p className="soft">
        The same figures for Prometheus: <a href="/metrics">/metrics</a>. The API:{" "}
        <a href="/api/openapi.json">/api/openapi.json</a>.
      </p>
    </Page>
  );
}

function useLook<T>(path: string) {
  return useQuery({
    queryKey: [path],
    queryFn: ({ signal }) => get<T>(path, {}, signal),
    refetchInterval: LOOK,
  });
}

function Well({ status }: { status: string }) {
  return status === "ok" ? (
    <StatusBadge status="COMPLETED" label="Well" />
  ) : (
    <StatusBadge status="FAILED" label={status || "unknown"} />
  );
}

const map = (value: unknown): JsonMap =>
  value !== null && typeof value === "object" ? (value as JsonMap) : {};
const text = (value: unknown): string =>
  typeof value === "string" || typeof value === "number" ? String(value) : "";

function serverFacts(health: JsonMap, status: JsonMap): [string, ReactNode][] {
  const process = map(status.process);
  const system = map(status.system);
  return present([
    ["Version", text(status.version ?? health.version)],
    ["Engine", <code key="engine">{text(status.engine)}</code>],
    ["Java", text(status.java_version)],
    ["Worker protocol", text(status.protocol_version)],
    ["Up for", span(Number(process.uptime_ms ?? 0) / 1000)],
    ["Memory", `${text(process.memory_used_mb)} of ${text(process.memory_max_mb)} MiB`],
    ["Threads", text(process.num_threads)],
    ["Load", Number(system.load_average ?? 0).toFixed(2)],
    ["Processors", text(system.processors)],
  ]);
}

function storeFacts(store: JsonMap): [string, ReactNode][] {
  return present([
    ["Kind", KINDS[text(store.kind)] ?? text(store.kind)],
    ["Version", text(store.version)],
    ["Schema", text(store.schema_version)],
    ["Shared by servers", store.shared === true ? "yes" : "no"],
    ["Place", text(store.place) && <code key="place">{text(store.place)}</code>],
  ]);
}

const KINDS: Record<string, string> = {
  sqlite: "SQLite",
  postgres: "PostgreSQL",
  memory: "memory",
};

function present(facts: [string, ReactNode][]): [string, ReactNode][] {
  return facts.filter(([, value]) => value !== "");
}

function totals(stats: Stats): [string, ReactNode][] {
  const link = (status: string, count: number) => (
    <Link to={`/executions?status=${status}`} className="numbers">
      {count.toLocaleString("en")}
    </Link>
  );
  return [
    ["All", link("", stats.total_executions)],
    ["Completed", link("COMPLETED", stats.successful_executions)],
    ["Failed", link("FAILED", stats.failed_executions)],
    ["Cancelled", link("CANCELLED", stats.cancelled_executions)],
    ["Going on", link("RUNNING,PAUSED,CANCELLING", stats.active_workflows)],
    [
      "Playbooks",
      <Link key="p" to="/playbooks">
        {stats.total_playbooks.toLocaleString("en")}
      </Link>,
    ],
  ];
}

function Charts({ samples }: { samples: Sample[] }) {
  const last = samples.at(-1);
  const since = samples[0];
  const started = last?.values.get("noetl_process_start_time_seconds");
  return (
    <section aria-label="The last minutes">
      <div className={styles.charts}>
        <Chart
          title="Executions ended"
          values={rates(samples, "noetl_executions_ended_total")}
          unit={perSecond}
        />
        <Chart title="Events" values={rates(samples, "noetl_events_total")} unit={perSecond} />
        <Chart
          title="Decision, median"
          values={quantiles(samples, "noetl_decision_seconds", 0.5)}
          unit={span}
        />
        <Chart
          title="Decision, p99"
          values={quantiles(samples, "noetl_decision_seconds", 0.99)}
          unit={span}
        />
        <Chart
          title="Requests"
          values={rates(samples, "noetl_http_requests_total")}
          unit={perSecond}
        />
        <Chart
          title="Request, p99"
          values={quantiles(samples, "noetl_http_request_seconds", 0.99, HELD)}
          unit={span}
        />
        <Chart
          title="Jobs waiting"
          values={samples.map((it) => total(it, "noetl_queue_waiting"))}
          unit={(value) => value.toLocaleString("en")}
        />
        <Chart
          title="Jobs at work"
          values={samples.map((it) => total(it, "noetl_queue_running"))}
          unit={(value) => value.toLocaleString("en")}
        />
      </div>
      {since && last && (
        <p className="soft">
          This server alone, {span((last.at - since.at) / 1000)} so far
          {started && (
            <>
              ; it began <Time at={new Date(started * 1000).toISOString()} />
            </>
          )}
          .
        </p>
      )}
    </section>
  );
}

const perSecond = (value: number) =>
  `${value.toLocaleString("en", { maximumFractionDigits: value < 10 ? 1 : 0 })} / s`;

function Chart({
  title,
  values,
  unit,
}: {
  title: string;
  values: (number | null)[];
  unit: (value: number) => string;
}) {
  const now = values.at(-1);
  const known = values.filter((it) => it !== null);
  const top = Math.max(0, ...known);
  const words = now === undefined || now === null ? "-" : unit(now);
  return (
    <div className={styles.chart}>
      <h3>{title}</h3>
      <div className={styles.figures}>
        <strong>{words}</strong>
        <span className="soft">{known.length > 0 && `most ${unit(top)}`}</span>
      </div>
      <Sparkline
        values={values.map((it) => it ?? 0)}
        label={`${title}: now ${words}, at most ${unit(top)}`}
      />
    </div>
  );
}
