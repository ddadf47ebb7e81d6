-- Finding what does an execution again: its first event says so. Only the few events that do are in
-- this index, so that others cost no more than before.
CREATE INDEX event_retry ON event (meta ->> '$.retry_of')
  WHERE event_id = 1 AND meta ->> '$.retry_of' IS NOT NULL;
