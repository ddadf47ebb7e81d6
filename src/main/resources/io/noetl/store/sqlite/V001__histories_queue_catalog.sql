-- The tables of the embedded store. Instants are microseconds since 1970 (UTC). A table that belongs
-- to executions begins its key with execution_id. docs/events.md says what stands in them.

-- An execution's line in lists: a projection of its events, written with them.
CREATE TABLE execution (
  execution_id        INTEGER PRIMARY KEY,
  path                TEXT NOT NULL,
  version             INTEGER NOT NULL,
  status              TEXT NOT NULL,
  parent_execution_id INTEGER,
  started_at          INTEGER NOT NULL,
  ended_at            INTEGER,
  last_event_id       INTEGER NOT NULL,
  owner               TEXT NOT NULL
) STRICT;

CREATE INDEX execution_children ON execution (parent_execution_id, started_at)
  WHERE parent_execution_id IS NOT NULL;

CREATE INDEX execution_unfinished ON execution (owner) WHERE ended_at IS NULL;

-- The histories: the truth that all else follows from. Rows are never changed.
CREATE TABLE event (
  execution_id        INTEGER NOT NULL,
  event_id            INTEGER NOT NULL,
  catalog_id          INTEGER,
  parent_event_id     INTEGER,
  parent_execution_id INTEGER,
  created_at          INTEGER NOT NULL,
  event_type          TEXT NOT NULL,
  node_name           TEXT,
  node_type           TEXT NOT NULL,
  status              TEXT NOT NULL,
  context             TEXT,
  result              TEXT,
  meta                TEXT,
  error               TEXT,
  current_index       INTEGER,
  current_item        TEXT,
  worker_id           TEXT,
  stack_trace         TEXT,
  node_id             TEXT GENERATED ALWAYS AS (
    execution_id || ':' || node_name || coalesce('#' || json_extract(meta, '$.visit'), '')) VIRTUAL,
  PRIMARY KEY (execution_id, event_id)
) STRICT, WITHOUT ROWID;

-- Outstanding work; what is done is deleted. queue_id is the order of birth in the execution.
CREATE TABLE queue (
  execution_id INTEGER NOT NULL,
  job          TEXT NOT NULL,
  queue_id     INTEGER NOT NULL,
  node_name    TEXT NOT NULL,
  visit        INTEGER NOT NULL,
  action       TEXT NOT NULL,
  context      TEXT,
  status       TEXT NOT NULL CHECK (status IN ('queued', 'leased', 'held', 'stopping')),
  priority     INTEGER NOT NULL,
  pool         TEXT NOT NULL,
  attempts     INTEGER NOT NULL,
  max_attempts INTEGER NOT NULL,
  available_at INTEGER,
  lease_until  INTEGER,
  worker_id    TEXT,
  fence        INTEGER NOT NULL,
  deliveries   INTEGER NOT NULL,
  checkpointed INTEGER NOT NULL DEFAULT 0,
  node_id      TEXT GENERATED ALWAYS AS (execution_id || ':' || job) VIRTUAL,
  PRIMARY KEY (execution_id, job)
) STRICT, WITHOUT ROWID;

CREATE TABLE timer (
  execution_id INTEGER NOT NULL,
  name         TEXT NOT NULL,
  due_at       INTEGER NOT NULL,
  purpose      TEXT NOT NULL,
  detail       TEXT NOT NULL,
  PRIMARY KEY (execution_id, name)
) STRICT, WITHOUT ROWID;

-- Values too large for an event, as JSON, and what an iterator has finished so far.
CREATE TABLE payload (
  execution_id INTEGER NOT NULL,
  name         TEXT NOT NULL,
  bytes        INTEGER NOT NULL,
  value        BLOB NOT NULL,
  PRIMARY KEY (execution_id, name)
) STRICT;

-- What steps printed, up to a limit for each step; log_size counts what they printed in all.
CREATE TABLE log (
  execution_id INTEGER NOT NULL,
  log_id       INTEGER NOT NULL,
  step         TEXT NOT NULL,
  visit        INTEGER NOT NULL,
  attempt      INTEGER NOT NULL,
  text         TEXT NOT NULL,
  PRIMARY KEY (execution_id, log_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE log_size (
  execution_id INTEGER NOT NULL,
  step         TEXT NOT NULL,
  size         INTEGER NOT NULL,
  PRIMARY KEY (execution_id, step)
) STRICT, WITHOUT ROWID;

-- Wishes from other processes for the one that owns the execution.
CREATE TABLE signal (
  execution_id INTEGER NOT NULL,
  signal_id    INTEGER NOT NULL,
  kind         TEXT NOT NULL,
  detail       TEXT NOT NULL,
  PRIMARY KEY (execution_id, signal_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE catalog (
  catalog_id INTEGER PRIMARY KEY,
  path       TEXT NOT NULL,
  version    INTEGER NOT NULL,
  kind       TEXT NOT NULL DEFAULT 'Playbook',
  content    TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  UNIQUE (path, version)
) STRICT;

-- The views are a stable contract: typed, with instants as text.
CREATE VIEW v_execution AS
SELECT
  execution.execution_id,
  execution.path,
  execution.version,
  execution.status,
  execution.parent_execution_id,
  strftime('%Y-%m-%dT%H:%M:%fZ', execution.started_at / 1e6, 'unixepoch') AS started_at,
  strftime('%Y-%m-%dT%H:%M:%fZ', execution.ended_at / 1e6, 'unixepoch') AS ended_at,
  (execution.ended_at - execution.started_at) / 1e6 AS duration,
  execution.last_event_id AS events,
  json_extract(first.context, '$.workload') AS workload,
  CASE last.event_type WHEN 'execution_complete' THEN last.result END AS result,
  CASE last.event_type WHEN 'execution_failed' THEN last.result ->> '$.failed_step' END
    AS failed_step,
  last.error
FROM execution
LEFT JOIN event AS first ON first.execution_id = execution.execution_id AND first.event_id = 1
LEFT JOIN event AS last
  ON last.execution_id = execution.execution_id AND last.event_id = execution.last_event_id
  AND execution.ended_at IS NOT NULL;

CREATE VIEW v_step AS
WITH step_event AS (
  SELECT *, coalesce(json_extract(meta, '$.visit'), 1) AS visit
  FROM event
  WHERE node_name IS NOT NULL
)
SELECT
  execution_id,
  node_name AS step,
  visit,
  coalesce(
    max(CASE WHEN event_type IN ('step_completed', 'step_failed', 'step_cancelled')
      THEN status END),
    'RUNNING') AS status,
  max(CASE WHEN event_type = 'action_started' THEN node_type END) AS tool,
  max(CASE WHEN event_type = 'action_started'
    THEN CAST(json_extract(context, '$.attempt') AS INTEGER) END) AS attempts,
  strftime('%Y-%m-%dT%H:%M:%fZ',
    min(CASE WHEN event_type = 'step_started' THEN created_at END) / 1e6, 'unixepoch')
    AS started_at,
  strftime('%Y-%m-%dT%H:%M:%fZ',
    max(CASE WHEN event_type IN ('step_completed', 'step_failed', 'step_cancelled')
      THEN created_at END) / 1e6, 'unixepoch') AS ended_at,
  (max(CASE WHEN event_type IN ('step_completed', 'step_failed', 'step_cancelled')
     THEN created_at END)
    - min(CASE WHEN event_type = 'step_started' THEN created_at END)) / 1e6 AS duration,
  max(CASE WHEN event_type = 'action_completed' THEN result END) AS result,
  max(CASE WHEN event_type = 'step_failed' THEN error END) AS error
FROM step_event
GROUP BY execution_id, node_name, visit;

-- Each edge that was judged: the answers of `noetl why`. A router that is the start has no step.
CREATE VIEW v_transition AS
SELECT
  event.execution_id,
  event.event_id,
  event.node_name AS step,
  CASE WHEN event.node_name IS NOT NULL THEN coalesce(json_extract(event.meta, '$.visit'), 1) END
    AS visit,
  edge.key AS position,
  edge.value ->> '$.step' AS next_step,
  edge.value ->> '$.when' AS condition,
  edge.value -> '$.value' AS value,
  edge.value ->> '$.taken' AS taken,
  coalesce(edge.value ->> '$.swallowed', 0) AS swallowed,
  edge.value ->> '$.why' AS why
FROM event, json_each(coalesce(
  json_extract(event.meta, '$.transitions'), json_extract(event.context, '$.transitions'), '[]'))
  AS edge
WHERE event.event_type IN ('execution_start', 'step_completed', 'step_failed');
