/** What the server's API gives and takes; /api/openapi.json describes it in full. */
import type { Exact } from "./exact";
import type { PlaybookProblem } from "./problem";

export type Json = null | boolean | number | string | Exact | Json[] | { [key: string]: Json };
export type JsonMap = { [key: string]: Json };

export type Status = "RUNNING" | "PAUSED" | "CANCELLING" | "COMPLETED" | "FAILED" | "CANCELLED";
export const STATUSES: Status[] = [
  "RUNNING",
  "PAUSED",
  "CANCELLING",
  "COMPLETED",
  "FAILED",
  "CANCELLED",
];
export const isOver = (status: Status) =>
  status === "COMPLETED" || status === "FAILED" || status === "CANCELLED";

export interface Page<T> {
  items: T[];
  next_cursor: string | null;
}

export interface Execution {
  execution_id: string;
  path: string;
  playbook_name: string;
  version: number;
  status: Status;
  /** Of a hundred. */
  progress: number;
  start_time: string;
  end_time: string | null;
  /** Seconds, so far. */
  duration: number;
  events_count: number;
  parent_execution_id: string | null;
  retry_of: string | null;
  error: string | null;
}

export interface Job {
  execution_id: string;
  job: string;
  node_name: string;
  action: string;
  status: "queued" | "leased" | "retry" | "stopping";
  pool: string;
  priority: number;
  attempts: number;
  max_attempts: number;
  deliveries: number;
  worker_id: string | null;
  lease_until: string | null;
}

export interface Wait {
  job: string;
  kind: "wait" | "retry";
  attempt: number;
  due: string;
}

export interface ExecutionDetail extends Execution {
  labels: JsonMap;
  /** The newest of the executions that do this one again, oldest first. */
  retried_by?: string[];
  workload?: Json;
  parent_step?: string | null;
  result: Json;
  failed_step: string | null;
  jobs: Job[];
  waits: Wait[];
  events: Event[];
  events_next_cursor: string | null;
}

export interface Transition {
  step: string;
  when: string | null;
  value: Json;
  taken: boolean;
  swallowed?: boolean;
  why?: string;
}

/** A line of the event table: docs/events.md says what each type holds. */
export interface Event {
  execution_id: string;
  event_id: string;
  event_type: string;
  node_id: string | null;
  node_name: string | null;
  node_type: string | null;
  status: string;
  created_at: string;
  parent_event_id: string | null;
  parent_execution_id: string | null;
  context: JsonMap | null;
  result: Json;
  meta: (JsonMap & { transitions?: unknown; visit?: number; kind?: string; code?: string }) | null;
  error: string | null;
  current_index: number | null;
  current_item: Json;
  worker_id: string | null;
  stack_trace: string | null;
}

export interface EventPage {
  events: Event[];
  next_cursor: string | null;
}

export interface LogEntry {
  step: string;
  visit: number;
  attempt: number;
  text: string;
  /** When the attempt ended that printed it; null for what was printed before that was kept. */
  at?: string | null;
}

export interface Why {
  execution_id: string;
  step: string | null;
  visits: {
    step: string;
    visit: number;
    event_id: string;
    started_at: string;
    end: string | null;
    ended_at?: string;
  }[];
  transitions: {
    from: string;
    visit: number;
    event_id: string;
    to: string;
    when: string;
    value: Json;
    taken: boolean;
    swallowed: boolean;
    why: string;
  }[];
}

export interface GraphStep {
  name: string;
  kind: "router" | "tool" | "end";
  tool: string | null;
  iterator: boolean;
  child: string | null;
  join: string;
  description: string | null;
  line: number;
  end_line: number;
  code_line: number | null;
}

export interface GraphEdge {
  from: string;
  to: string;
  index: number;
  kind: "next" | "error";
  guard: "always" | "when" | "else";
  when: string | null;
  line: number;
}

export interface Graph {
  name: string;
  path: string;
  entry: string;
  steps: GraphStep[];
  edges: GraphEdge[];
}

export interface Bucket {
  start: string;
  completed: number;
  failed: number;
  cancelled: number;
  active: number;
}

export interface Histogram {
  from: string;
  until: string;
  bucket_seconds: number;
  buckets: Bucket[];
}

export interface Runs {
  recent: number;
  completed: number;
  failed: number;
  cancelled: number;
  active: number;
  success_rate: number | null;
  p50_seconds: number | null;
  p95_seconds: number | null;
  last: { execution_id: string; status: Status; start_time: string; duration: number }[];
}

export interface PlaybookLine {
  id: string;
  path: string;
  name: string;
  version: number;
  description: string | null;
  labels: JsonMap;
  status: string;
  tasks_count: number;
  created_at: string;
  updated_at: string;
  runs?: Runs;
}

/** The inputs that a playbook declares, as a JSON Schema of an object. */
export interface InputsSchema {
  type: "object";
  properties: Record<string, JsonMap>;
  required?: string[];
}

export interface PlaybookDetail {
  path: string;
  version: number;
  created_at: string;
  content: string;
  name?: string;
  meta?: JsonMap;
  payload?: { metadata: JsonMap; workload: JsonMap };
  inputs?: InputsSchema | null;
  problems?: PlaybookProblem[];
  runs?: Runs;
}

export interface CatalogEntry {
  path: string;
  version: number;
  created_at: string;
  content?: string;
}

export interface Verdict {
  valid: boolean;
  problems: PlaybookProblem[];
  errors: string[];
}

export interface Registered {
  path: string;
  version: number;
  message: string;
  warnings: PlaybookProblem[];
}

export interface Part {
  runtime_id: string;
  name: string;
  kind: "worker_pool" | "server_api" | "broker";
  runtime: string;
  uri: string | null;
  status: "ready" | "busy" | "offline";
  capacity: number;
  busy?: number;
  version?: string | null;
  pool?: string | null;
  labels: JsonMap;
  detail: JsonMap;
  heartbeat: string;
  created_at: string;
}

export interface PoolDepth {
  pool: string;
  waiting: number;
  running: number;
  oldest: string | null;
}

export interface QueueSize {
  count: number;
  pools: PoolDepth[];
}

export interface Credential {
  name: string;
  type: string;
  description?: string | null;
  tags?: string[];
  created_at: string;
  updated_at: string;
}

export interface Session {
  role: "viewer" | "operator" | "admin" | "worker";
  token_needed: boolean;
  permissions: ("read" | "operate" | "administer" | "work")[];
  expires_at?: string | null;
}

export interface Stats {
  total_executions: number;
  successful_executions: number;
  failed_executions: number;
  cancelled_executions: number;
  active_workflows: number;
  total_playbooks: number;
}
