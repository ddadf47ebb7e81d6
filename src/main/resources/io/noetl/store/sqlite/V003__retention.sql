-- What it takes to delete executions that ended long ago.

-- Executions that were taken off the list and whose rows have still to go; `events` is how many
-- events are left. Their rows go in small pieces, event 1 with this row: so an id is free again only
-- when nothing is left of it.
CREATE TABLE pruned (
  execution_id INTEGER PRIMARY KEY,
  events       INTEGER NOT NULL
) STRICT;

-- A key goes with its execution.
CREATE INDEX request_key_execution ON request_key (execution_id);
