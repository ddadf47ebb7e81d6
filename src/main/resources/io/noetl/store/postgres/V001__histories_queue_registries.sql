-- The tables of the shared store. A table that belongs to executions begins its key with
-- execution_id. docs/events.md says what stands in them. Key texts compare byte by byte.

-- An execution's line in lists: a projection of its events, written with them. Room is left in each
-- page, so that an advance finds its new version a place beside the old one.
CREATE TABLE noetl.execution (
  execution_id        BIGINT PRIMARY KEY,
  path                TEXT COLLATE "C" NOT NULL,
  version             INTEGER NOT NULL,
  status              TEXT COLLATE "C" NOT NULL,
  parent_execution_id BIGINT,
  started_at          TIMESTAMPTZ NOT NULL,
  ended_at            TIMESTAMPTZ,
  last_event_id       BIGINT NOT NULL,
  progress            SMALLINT NOT NULL,
  owner               TEXT COLLATE "C" NOT NULL
) WITH (fillfactor = 70);

CREATE INDEX execution_children ON noetl.execution (parent_execution_id, started_at)
  WHERE parent_execution_id IS NOT NULL;

CREATE INDEX execution_unfinished ON noetl.execution (execution_id) WHERE ended_at IS NULL;

CREATE INDEX execution_started ON noetl.execution (started_at);

CREATE INDEX execution_path ON noetl.execution (path, execution_id);

-- The histories: the truth that all else follows from. Rows are never changed.
CREATE TABLE noetl.event (
  execution_id        BIGINT NOT NULL,
  event_id            BIGINT NOT NULL,
  catalog_id          BIGINT,
  parent_event_id     BIGINT,
  parent_execution_id BIGINT,
  created_at          TIMESTAMPTZ NOT NULL,
  event_type          TEXT NOT NULL,
  node_name           TEXT,
  node_type           TEXT NOT NULL,
  status              TEXT NOT NULL,
  context             TEXT,
  result              TEXT,
  meta                JSONB,
  error               TEXT,
  current_index       INTEGER,
  current_item        TEXT,
  worker_id           TEXT,
  stack_trace         TEXT,
  node_id             TEXT GENERATED ALWAYS AS (
    execution_id::text || ':' || node_name || coalesce('#' || (meta ->> 'visit'), '')) STORED,
  PRIMARY KEY (execution_id, event_id)
);

-- Outstanding work; what is done is deleted. queue_id is the order of birth in the execution.
-- available_at is when a job that waits began to, and of no other job. Most rows live for
-- milliseconds, so the table is swept by how many died and not by its size.
CREATE TABLE noetl.queue (
  execution_id BIGINT NOT NULL,
  job          TEXT COLLATE "C" NOT NULL,
  queue_id     BIGINT NOT NULL,
  node_name    TEXT NOT NULL,
  visit        INTEGER NOT NULL,
  action       TEXT NOT NULL,
  context      TEXT,
  status       TEXT COLLATE "C" NOT NULL
    CHECK (status IN ('queued', 'leased', 'held', 'stopping')),
  priority     INTEGER NOT NULL,
  pool         TEXT COLLATE "C" NOT NULL,
  attempts     INTEGER NOT NULL,
  max_attempts INTEGER NOT NULL,
  available_at TIMESTAMPTZ,
  lease_until  TIMESTAMPTZ,
  worker_id    TEXT COLLATE "C",
  fence        BIGINT NOT NULL,
  deliveries   INTEGER NOT NULL,
  checkpointed BOOLEAN NOT NULL DEFAULT FALSE,
  node_id      TEXT GENERATED ALWAYS AS (execution_id::text || ':' || job) STORED,
  PRIMARY KEY (execution_id, job)
) WITH (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 20000);

-- For those who take work. A job that is born leased is not in it.
CREATE INDEX queue_waiting ON noetl.queue (pool, priority DESC, available_at, execution_id, queue_id)
  WHERE available_at IS NOT NULL;

CREATE TABLE noetl.timer (
  execution_id BIGINT NOT NULL,
  name         TEXT COLLATE "C" NOT NULL,
  due_at       TIMESTAMPTZ NOT NULL,
  purpose      TEXT NOT NULL,
  detail       TEXT NOT NULL,
  PRIMARY KEY (execution_id, name)
);

CREATE INDEX timer_due ON noetl.timer (due_at);

-- Values too large for an event, as JSON, and what an iterator has finished so far.
CREATE TABLE noetl.payload (
  execution_id BIGINT NOT NULL,
  name         TEXT COLLATE "C" NOT NULL,
  bytes        BIGINT NOT NULL,
  value        TEXT NOT NULL,
  PRIMARY KEY (execution_id, name)
);

-- What steps printed, up to a limit for each step; log_size counts what they printed in all.
CREATE TABLE noetl.log (
  execution_id BIGINT NOT NULL,
  log_id       BIGINT GENERATED ALWAYS AS IDENTITY,
  step         TEXT NOT NULL,
  visit        INTEGER NOT NULL,
  attempt      INTEGER NOT NULL,
  text         TEXT NOT NULL,
  PRIMARY KEY (execution_id, log_id)
);

CREATE TABLE noetl.log_size (
  execution_id BIGINT NOT NULL,
  step         TEXT COLLATE "C" NOT NULL,
  size         BIGINT NOT NULL,
  PRIMARY KEY (execution_id, step)
);

-- Wishes for whichever engine takes them first.
CREATE TABLE noetl.signal (
  execution_id BIGINT NOT NULL,
  signal_id    BIGINT GENERATED ALWAYS AS IDENTITY,
  kind         TEXT NOT NULL,
  detail       TEXT NOT NULL,
  PRIMARY KEY (execution_id, signal_id)
);

-- Engines at work and when each was last heard of. Who is not here is gone.
CREATE TABLE noetl.engine (
  name         TEXT COLLATE "C" PRIMARY KEY,
  entered_at   TIMESTAMPTZ NOT NULL,
  heartbeat_at TIMESTAMPTZ NOT NULL
) WITH (fillfactor = 50);

CREATE TABLE noetl.catalog (
  catalog_id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  path       TEXT COLLATE "C" NOT NULL,
  version    INTEGER NOT NULL,
  kind       TEXT NOT NULL DEFAULT 'Playbook',
  content    TEXT NOT NULL,
  created_at TIMESTAMPTZ NOT NULL,
  UNIQUE (path, version)
);

CREATE TABLE noetl.credential (
  id             BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  name           TEXT COLLATE "C" NOT NULL UNIQUE,
  type           TEXT NOT NULL,
  data_encrypted TEXT NOT NULL,
  key_id         TEXT NOT NULL,
  meta           TEXT,
  tags           TEXT[] NOT NULL,
  description    TEXT,
  created_at     TIMESTAMPTZ NOT NULL,
  updated_at     TIMESTAMPTZ NOT NULL
);

-- Tokens are known by their hashes alone.
CREATE TABLE noetl.token (
  id         TEXT COLLATE "C" PRIMARY KEY,
  name       TEXT NOT NULL,
  role       TEXT NOT NULL,
  hash       TEXT COLLATE "C" NOT NULL UNIQUE,
  created_at TIMESTAMPTZ NOT NULL,
  expires_at TIMESTAMPTZ,
  revoked_at TIMESTAMPTZ
);

CREATE TABLE noetl.runtime (
  runtime_id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  name       TEXT COLLATE "C" NOT NULL,
  kind       TEXT COLLATE "C" NOT NULL,
  uri        TEXT,
  status     TEXT NOT NULL,
  labels     TEXT,
  capacity   INTEGER NOT NULL,
  runtime    TEXT,
  heartbeat  TIMESTAMPTZ NOT NULL,
  created_at TIMESTAMPTZ NOT NULL,
  updated_at TIMESTAMPTZ NOT NULL,
  UNIQUE (kind, name)
);

-- Which execution a caller's key stands for.
CREATE TABLE noetl.request_key (
  request_key  TEXT COLLATE "C" PRIMARY KEY,
  digest       TEXT NOT NULL,
  execution_id BIGINT NOT NULL,
  created_at   TIMESTAMPTZ NOT NULL
);
