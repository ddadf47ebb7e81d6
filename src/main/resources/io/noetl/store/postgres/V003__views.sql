-- The views are a stable contract: typed, the same columns as in the embedded store.

-- A text of JSON as jsonb; what jsonb cannot hold (NaN, the character NUL) comes as text.
CREATE FUNCTION noetl.as_jsonb(written TEXT) RETURNS JSONB
LANGUAGE plpgsql STABLE STRICT PARALLEL SAFE
AS $$
BEGIN
  RETURN written::jsonb;
EXCEPTION WHEN data_exception OR invalid_text_representation THEN
  RETURN to_jsonb(written);
END
$$;

CREATE VIEW noetl.event_log AS SELECT * FROM noetl.event;

CREATE VIEW noetl.v_execution AS
SELECT
  execution.execution_id,
  execution.path,
  execution.version,
  execution.status,
  execution.parent_execution_id,
  execution.started_at,
  execution.ended_at,
  extract(epoch FROM execution.ended_at - execution.started_at)::double precision AS duration,
  execution.last_event_id AS events,
  noetl.as_jsonb(first.context) -> 'workload' AS workload,
  CASE last.event_type WHEN 'execution_complete' THEN noetl.as_jsonb(last.result) END AS result,
  CASE last.event_type WHEN 'execution_failed' THEN noetl.as_jsonb(last.result) ->> 'failed_step' END
    AS failed_step,
  last.error
FROM noetl.execution
LEFT JOIN noetl.event AS first ON first.execution_id = execution.execution_id AND first.event_id = 1
LEFT JOIN noetl.event AS last
  ON last.execution_id = execution.execution_id AND last.event_id = execution.last_event_id
  AND execution.ended_at IS NOT NULL;

CREATE VIEW noetl.v_step AS
WITH step_event AS (
  SELECT *, coalesce((meta ->> 'visit')::integer, 1) AS visit
  FROM noetl.event
  WHERE node_name IS NOT NULL
), step AS (
  SELECT
    execution_id,
    node_name AS step,
    visit,
    coalesce(
      max(status) FILTER (WHERE event_type IN ('step_completed', 'step_failed', 'step_cancelled')),
      'RUNNING') AS status,
    max(node_type) FILTER (WHERE event_type = 'action_started') AS tool,
    max((noetl.as_jsonb(context) ->> 'attempt')::integer)
      FILTER (WHERE event_type = 'action_started') AS attempts,
    min(created_at) FILTER (WHERE event_type = 'step_started') AS started_at,
    max(created_at)
      FILTER (WHERE event_type IN ('step_completed', 'step_failed', 'step_cancelled')) AS ended_at,
    max(result) FILTER (WHERE event_type = 'action_completed') AS result,
    max(error) FILTER (WHERE event_type = 'step_failed') AS error
  FROM step_event
  GROUP BY execution_id, node_name, visit
)
SELECT
  execution_id,
  step,
  visit,
  status,
  tool,
  attempts,
  started_at,
  ended_at,
  extract(epoch FROM ended_at - started_at)::double precision AS duration,
  noetl.as_jsonb(result) AS result,
  error
FROM step;

-- Each edge that was judged: the answers of `noetl why`. A router that is the start has no step.
CREATE VIEW noetl.v_transition AS
SELECT
  event.execution_id,
  event.event_id,
  event.node_name AS step,
  CASE WHEN event.node_name IS NOT NULL THEN coalesce((event.meta ->> 'visit')::integer, 1) END
    AS visit,
  (edge.place - 1)::integer AS position,
  edge.value ->> 'step' AS next_step,
  edge.value ->> 'when' AS condition,
  edge.value -> 'value' AS value,
  (edge.value ->> 'taken')::boolean AS taken,
  coalesce((edge.value ->> 'swallowed')::boolean, FALSE) AS swallowed,
  edge.value ->> 'why' AS why
FROM noetl.event, jsonb_array_elements(
  CASE jsonb_typeof(coalesce(
      event.meta -> 'transitions', noetl.as_jsonb(event.context) -> 'transitions'))
    WHEN 'array' THEN coalesce(
      event.meta -> 'transitions', noetl.as_jsonb(event.context) -> 'transitions')
    ELSE '[]' END) WITH ORDINALITY AS edge (value, place)
WHERE event.event_type IN ('execution_start', 'step_completed', 'step_failed');
