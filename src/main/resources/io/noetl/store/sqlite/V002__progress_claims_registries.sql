-- What a server needs: progress in lists, a queue that many take from, registries.

ALTER TABLE execution ADD COLUMN progress INTEGER NOT NULL DEFAULT 0;

CREATE INDEX execution_started ON execution (started_at);

CREATE INDEX execution_path ON execution (path, execution_id);

-- available_at is when a job that waits began to, and of no other job. What waited already did so
-- since the start, as far as is known.
UPDATE queue
SET available_at = (SELECT started_at FROM execution WHERE execution_id = queue.execution_id)
WHERE status = 'queued';

CREATE INDEX queue_waiting ON queue (pool, priority DESC, available_at)
  WHERE available_at IS NOT NULL;

CREATE INDEX timer_due ON timer (due_at);

CREATE TABLE credential (
  id             INTEGER PRIMARY KEY,
  name           TEXT NOT NULL UNIQUE,
  type           TEXT NOT NULL,
  data_encrypted TEXT NOT NULL,
  key_id         TEXT NOT NULL,
  meta           TEXT,
  tags           TEXT NOT NULL,
  description    TEXT,
  created_at     INTEGER NOT NULL,
  updated_at     INTEGER NOT NULL
) STRICT;

-- Tokens are known by their hashes alone.
CREATE TABLE token (
  id         TEXT PRIMARY KEY,
  name       TEXT NOT NULL,
  role       TEXT NOT NULL,
  hash       TEXT NOT NULL UNIQUE,
  created_at INTEGER NOT NULL,
  expires_at INTEGER,
  revoked_at INTEGER
) STRICT;

CREATE TABLE runtime (
  runtime_id INTEGER PRIMARY KEY,
  name       TEXT NOT NULL,
  kind       TEXT NOT NULL,
  uri        TEXT,
  status     TEXT NOT NULL,
  labels     TEXT,
  capacity   INTEGER NOT NULL,
  runtime    TEXT,
  heartbeat  INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  UNIQUE (kind, name)
) STRICT;

-- Which execution a caller's key stands for.
CREATE TABLE request_key (
  request_key  TEXT PRIMARY KEY,
  digest       TEXT NOT NULL,
  execution_id INTEGER NOT NULL,
  created_at   INTEGER NOT NULL
) STRICT;
