-- Writes a batch of appends. Each move is one execution going from its expected event to a later
-- one; the other arrays say by `move`, counted from 1, whose they are. The answer of a move is 0 if
-- it was written, 1 if a rival was first, 2 if a lease is no longer the job's, 3 if the execution
-- has ended. A move that is refused changes nothing and does not stop the others.
--
-- Moves come in the order of their executions, and rows are locked in that order, so that two
-- batches never wait for each other in a circle. Nested loops keep it, and are right however old
-- the statistics are.
--
-- What is done to jobs and timers comes in rounds: within one round each is touched once.
CREATE FUNCTION noetl.append(
  sender TEXT, rounds INTEGER, log_max BIGINT, log_cut TEXT,

  m_execution BIGINT[], m_expected BIGINT[], m_last BIGINT[], m_progress BIGINT[], m_ended BIGINT[],
  m_version BIGINT[], m_parent BIGINT[], m_started BIGINT[], m_catalog BIGINT[],
  m_status TEXT[], m_path TEXT[], m_owner TEXT[],

  g_move BIGINT[], g_fence BIGINT[], g_alone BIGINT[], g_job TEXT[],

  e_move BIGINT[], e_number BIGINT[], e_parent BIGINT[], e_parent_execution BIGINT[],
  e_at BIGINT[], e_index BIGINT[],
  e_type TEXT[], e_node TEXT[], e_tool TEXT[], e_status TEXT[], e_context TEXT[], e_result TEXT[],
  e_meta TEXT[], e_error TEXT[], e_item TEXT[], e_worker TEXT[], e_trace TEXT[],

  p_move BIGINT[], p_bytes BIGINT[], p_name TEXT[], p_value TEXT[], p_job TEXT[],

  l_move BIGINT[], l_visit BIGINT[], l_attempt BIGINT[], l_length BIGINT[],
  l_step TEXT[], l_text TEXT[],

  j_move BIGINT[], j_round BIGINT[], j_birth BIGINT[], j_visit BIGINT[], j_priority BIGINT[],
  j_attempt BIGINT[], j_attempts_max BIGINT[], j_fence BIGINT[], j_deliveries BIGINT[],
  j_available BIGINT[], j_lease BIGINT[],
  j_job TEXT[], j_step TEXT[], j_pool TEXT[], j_action TEXT[], j_context TEXT[], j_holder TEXT[],

  c_move BIGINT[], c_round BIGINT[], c_kind BIGINT[], c_attempt BIGINT[], c_due BIGINT[],
  c_lease BIGINT[], c_fence BIGINT[], c_job TEXT[], c_holder TEXT[],

  t_move BIGINT[], t_round BIGINT[], t_set BIGINT[], t_due BIGINT[],
  t_name TEXT[], t_purpose TEXT[], t_detail TEXT[]
) RETURNS SMALLINT[]
LANGUAGE plpgsql
SET plan_cache_mode = force_generic_plan
SET enable_hashjoin = off
SET enable_mergejoin = off
SET enable_seqscan = off
AS $$
DECLARE
  epoch CONSTANT TIMESTAMPTZ := timestamptz 'epoch';
  micro CONSTANT INTERVAL := interval '1 microsecond';
  answers SMALLINT[] := array_fill(0::smallint, ARRAY[cardinality(m_execution)]);
  stale BIGINT[] := '{}';
  started BIGINT[];
  moved BIGINT[];
  complete BOOLEAN;
  wanted BIGINT := 0;
  found_leases BIGINT := 0;
  counted BIGINT;
  line RECORD;
  size_now BIGINT;
  room BIGINT;
  ended_execution BIGINT[];
  ended_job TEXT[];
  holders TEXT[];
BEGIN
  IF cardinality(g_move) > 0 THEN
    SELECT coalesce(array_agg(DISTINCT g.move), '{}') INTO stale
    FROM unnest(g_move, g_fence, g_job) AS g (move, fence, job)
    WHERE NOT EXISTS (
      SELECT FROM noetl.queue AS q
      WHERE q.execution_id = m_execution[g.move] AND q.job = g.job AND q.fence = g.fence);
  END IF;

  IF 0 = ANY (m_expected) THEN
    WITH born AS (
      INSERT INTO noetl.execution (execution_id, path, version, status, parent_execution_id,
        started_at, ended_at, last_event_id, progress, owner)
      SELECT m.execution, m.path, m.version, m.status, nullif(m.parent, 0),
        epoch + m.started * micro, CASE WHEN m.ended <> 0 THEN epoch + m.ended * micro END,
        m.last, m.progress, m.owner
      FROM unnest(m_execution, m_expected, m_last, m_progress, m_ended, m_version, m_parent,
          m_started, m_status, m_path, m_owner) WITH ORDINALITY
        AS m (execution, expected, last, progress, ended, version, parent, started, status, path,
          owner, place)
      WHERE m.expected = 0 AND m.place <> ALL (stale)
      ON CONFLICT DO NOTHING
      RETURNING execution_id
    )
    SELECT array_agg(execution_id) INTO started FROM born;
  END IF;

  IF 0 < ANY (m_expected) THEN
    WITH advanced AS (
      UPDATE noetl.execution AS e
      SET status = m.status, last_event_id = m.last, progress = m.progress,
        ended_at = CASE WHEN m.ended <> 0 THEN epoch + m.ended * micro END
      FROM unnest(m_execution, m_expected, m_last, m_progress, m_ended, m_status) WITH ORDINALITY
        AS m (execution, expected, last, progress, ended, status, place)
      WHERE e.execution_id = m.execution AND e.last_event_id = m.expected AND e.ended_at IS NULL
        AND m.expected > 0 AND m.place <> ALL (stale)
      RETURNING m.place
    )
    SELECT array_agg(place) INTO moved FROM advanced;
  END IF;

  complete := coalesce(cardinality(started), 0) + coalesce(cardinality(moved), 0)
    = cardinality(m_execution);
  IF NOT complete THEN
    FOR i IN 1 .. cardinality(m_execution) LOOP
      IF i = ANY (stale) THEN
        answers[i] := 2;
      ELSIF NOT coalesce(CASE m_expected[i]
          WHEN 0 THEN m_execution[i] = ANY (started) ELSE i = ANY (moved) END, FALSE) THEN
        answers[i] := CASE WHEN EXISTS (
          SELECT FROM noetl.execution AS e
          WHERE e.execution_id = m_execution[i] AND e.last_event_id = m_expected[i]
            AND e.ended_at IS NOT NULL) THEN 3 ELSE 1 END;
      END IF;
    END LOOP;
    IF 0 <> ALL (answers) THEN
      RETURN answers;
    END IF;
  END IF;

  -- A lease that the commands below do not end themselves is held until all of this is written.
  IF 1 = ANY (g_alone) THEN
    SELECT count(*) INTO wanted
    FROM unnest(g_move, g_alone) AS g (move, alone)
    WHERE g.alone = 1 AND (complete OR answers[g.move] = 0);
    SELECT count(*) INTO found_leases
    FROM (
      SELECT
      FROM unnest(g_move, g_fence, g_alone, g_job) AS g (move, fence, alone, job)
      JOIN noetl.queue AS q
        ON q.execution_id = m_execution[g.move] AND q.job = g.job AND q.fence = g.fence
      WHERE g.alone = 1 AND (complete OR answers[g.move] = 0)
      FOR SHARE OF q
    ) AS held;
  END IF;

  INSERT INTO noetl.event (execution_id, event_id, catalog_id, parent_event_id,
    parent_execution_id, created_at, event_type, node_name, node_type, status, context, result,
    meta, error, current_index, current_item, worker_id, stack_trace)
  SELECT m_execution[e.move], e.number, nullif(m_catalog[e.move], 0), nullif(e.parent, 0),
    nullif(e.parent_execution, 0), epoch + e.at * micro, e.type, nullif(e.node, ''), e.tool,
    e.status, nullif(e.context, ''), nullif(e.result, ''), nullif(e.meta, '')::jsonb,
    nullif(e.error, ''), nullif(e.index, -1), nullif(e.item, ''), nullif(e.worker, ''),
    nullif(e.trace, '')
  FROM unnest(e_move, e_number, e_parent, e_parent_execution, e_at, e_index, e_type, e_node, e_tool,
      e_status, e_context, e_result, e_meta, e_error, e_item, e_worker, e_trace)
    AS e (move, number, parent, parent_execution, at, index, type, node, tool, status, context,
      result, meta, error, item, worker, trace)
  WHERE complete OR answers[e.move] = 0;

  IF cardinality(p_move) > 0 THEN
    INSERT INTO noetl.payload (execution_id, name, bytes, value)
    SELECT m_execution[p.move], p.name, p.bytes, p.value
    FROM unnest(p_move, p_bytes, p_name, p_value) AS p (move, bytes, name, value)
    WHERE complete OR answers[p.move] = 0
    ON CONFLICT (execution_id, name) DO UPDATE
    SET bytes = excluded.bytes, value = excluded.value;

    UPDATE noetl.queue AS q SET checkpointed = TRUE
    FROM unnest(p_move, p_job) AS p (move, job)
    WHERE p.job <> '' AND (complete OR answers[p.move] = 0)
      AND q.execution_id = m_execution[p.move] AND q.job = p.job AND NOT q.checkpointed;
  END IF;

  IF cardinality(l_move) > 0 THEN
    FOR line IN
      SELECT m_execution[l.move] AS execution, l.visit, l.attempt, l.length, l.step, l.text
      FROM unnest(l_move, l_visit, l_attempt, l_length, l_step, l_text)
        AS l (move, visit, attempt, length, step, text)
      WHERE complete OR answers[l.move] = 0
    LOOP
      INSERT INTO noetl.log_size AS known (execution_id, step, size)
      VALUES (line.execution, line.step, line.length)
      ON CONFLICT (execution_id, step) DO UPDATE SET size = known.size + excluded.size
      RETURNING size INTO size_now;
      room := log_max - (size_now - line.length);
      IF room >= 0 AND line.length > 0 THEN
        INSERT INTO noetl.log (execution_id, step, visit, attempt, text)
        VALUES (line.execution, line.step, line.visit, line.attempt,
          CASE WHEN line.length <= room THEN line.text
            ELSE left(line.text, room::integer) || log_cut END);
      END IF;
    END LOOP;
  END IF;

  FOR r IN 1 .. rounds LOOP
    IF 1 = ANY (c_kind) THEN
      WITH gone AS (
        DELETE FROM noetl.queue AS q
        USING unnest(c_move, c_round, c_kind, c_fence, c_job) AS c (move, round, kind, fence, job)
        WHERE c.kind = 1 AND c.round = r AND (complete OR answers[c.move] = 0)
          AND q.execution_id = m_execution[c.move] AND q.job = c.job
          AND (c.fence = -1 OR c.fence = q.fence)
        RETURNING q.execution_id, q.job, q.checkpointed, c.fence
      )
      SELECT count(*) FILTER (WHERE fence <> -1), array_agg(execution_id) FILTER (WHERE checkpointed),
        array_agg(job) FILTER (WHERE checkpointed)
      INTO counted, ended_execution, ended_job
      FROM gone;
      found_leases := found_leases + counted;
      IF ended_job IS NOT NULL THEN
        DELETE FROM noetl.payload AS p
        USING unnest(ended_execution, ended_job) AS ended (execution, job)
        WHERE p.execution_id = ended.execution AND p.name >= 'checkpoint/' || ended.job || '/'
          AND p.name < 'checkpoint/' || ended.job || '0'
          AND strpos(substr(p.name, length('checkpoint/' || ended.job || '/') + 1), '/') = 0;
      END IF;
    END IF;

    IF 1 < ANY (c_kind) THEN
      WITH changed AS (
        UPDATE noetl.queue AS q
        SET status = CASE c.kind WHEN 2 THEN 'leased' WHEN 3 THEN 'held' ELSE 'stopping' END,
          worker_id = CASE c.kind WHEN 2 THEN c.holder WHEN 4 THEN q.worker_id END,
          lease_until = CASE c.kind
            WHEN 2 THEN CASE WHEN c.lease > 0 THEN now() + c.lease * micro END
            WHEN 4 THEN q.lease_until END,
          available_at = CASE c.kind WHEN 3 THEN epoch + c.due * micro END,
          attempts = CASE c.kind WHEN 3 THEN c.attempt ELSE q.attempts END,
          deliveries = CASE c.kind WHEN 3 THEN 0 ELSE q.deliveries END,
          fence = CASE c.kind WHEN 2 THEN q.fence + 1 ELSE q.fence END
        FROM unnest(c_move, c_round, c_kind, c_attempt, c_due, c_lease, c_fence, c_job, c_holder)
          AS c (move, round, kind, attempt, due, lease, fence, job, holder)
        WHERE c.kind > 1 AND c.round = r AND (complete OR answers[c.move] = 0)
          AND q.execution_id = m_execution[c.move] AND q.job = c.job
          AND (c.fence = -1 OR c.fence = q.fence) AND (c.kind <> 4 OR q.status = 'leased')
        RETURNING c.kind, c.fence, q.worker_id
      )
      SELECT count(*) FILTER (WHERE fence <> -1),
        array_agg(DISTINCT worker_id) FILTER (WHERE kind = 4)
      INTO counted, holders
      FROM changed;
      found_leases := found_leases + counted;
      PERFORM pg_notify('noetl', sender || ' stopping ' || left(holder, 1000))
      FROM unnest(holders) AS stopped (holder);
    END IF;

    IF cardinality(j_move) > 0 THEN
      INSERT INTO noetl.queue (execution_id, job, queue_id, node_name, visit, action, context,
        status, priority, pool, attempts, max_attempts, available_at, lease_until, worker_id,
        fence, deliveries)
      SELECT m_execution[j.move], j.job, j.birth, j.step, j.visit, j.action, nullif(j.context, ''),
        CASE j.holder WHEN '' THEN 'queued' ELSE 'leased' END, j.priority, j.pool, j.attempt,
        j.attempts_max, CASE j.holder WHEN '' THEN epoch + j.available * micro END,
        CASE WHEN j.lease > 0 THEN now() + j.lease * micro END, nullif(j.holder, ''), j.fence,
        j.deliveries
      FROM unnest(j_move, j_round, j_birth, j_visit, j_priority, j_attempt, j_attempts_max, j_fence,
          j_deliveries, j_available, j_lease, j_job, j_step, j_pool, j_action, j_context, j_holder)
        AS j (move, round, birth, visit, priority, attempt, attempts_max, fence, deliveries,
          available, lease, job, step, pool, action, context, holder)
      WHERE j.round = r AND (complete OR answers[j.move] = 0);
    END IF;

    IF cardinality(t_move) > 0 THEN
      DELETE FROM noetl.timer AS known
      USING unnest(t_move, t_round, t_set, t_name) AS t (move, round, set, name)
      WHERE t.set = 0 AND t.round = r AND (complete OR answers[t.move] = 0)
        AND known.execution_id = m_execution[t.move] AND known.name = t.name;

      INSERT INTO noetl.timer (execution_id, name, due_at, purpose, detail)
      SELECT m_execution[t.move], t.name, epoch + t.due * micro, t.purpose, t.detail
      FROM unnest(t_move, t_round, t_set, t_due, t_name, t_purpose, t_detail)
        AS t (move, round, set, due, name, purpose, detail)
      WHERE t.set = 1 AND t.round = r AND (complete OR answers[t.move] = 0)
      ON CONFLICT (execution_id, name) DO UPDATE
      SET due_at = excluded.due_at, purpose = excluded.purpose, detail = excluded.detail;
    END IF;
  END LOOP;

  IF cardinality(g_move) > 0 THEN
    SELECT wanted + count(*) INTO wanted
    FROM unnest(g_move, g_alone) AS g (move, alone)
    WHERE g.alone = 0 AND (complete OR answers[g.move] = 0);
    IF found_leases <> wanted THEN
      RAISE serialization_failure USING MESSAGE = 'a job was leased anew meanwhile';
    END IF;
  END IF;

  IF '' = ANY (j_holder) THEN
    PERFORM pg_notify('noetl', sender || ' queued ' || left(waiting.pool, 1000))
    FROM (
      SELECT DISTINCT j.pool
      FROM unnest(j_move, j_pool, j_holder) AS j (move, pool, holder)
      WHERE j.holder = '' AND (complete OR answers[j.move] = 0)
    ) AS waiting;
  END IF;

  RETURN answers;
END
$$;
