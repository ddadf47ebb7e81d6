-- What it takes to delete executions that ended long ago.

-- Executions that were taken off the list and whose rows have still to go; `events` is how many
-- events are left. Their rows go in small pieces, event 1 with this row: so an id is free again only
-- when nothing is left of it.
CREATE TABLE noetl.pruned (
  execution_id BIGINT PRIMARY KEY,
  events       BIGINT NOT NULL
);

-- A key goes with its execution.
CREATE INDEX request_key_execution ON noetl.request_key (execution_id);

-- These only grow, until much is deleted at once: the room is to be had again after a twentieth has
-- gone and not after a fifth.
ALTER TABLE noetl.event SET (autovacuum_vacuum_scale_factor = 0.05);
ALTER TABLE noetl.payload SET (autovacuum_vacuum_scale_factor = 0.05);
ALTER TABLE noetl.log SET (autovacuum_vacuum_scale_factor = 0.05);
