-- Counting what came of executions by indexes alone: those that completed are the rest. An execution
-- that goes on or completes never touches this index.
CREATE INDEX execution_bad ON execution (started_at, status) WHERE status IN ('FAILED', 'CANCELLED');
