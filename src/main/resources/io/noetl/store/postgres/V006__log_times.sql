-- When a step printed something: the time of the event that it came with. What was printed before
-- this script has none.
ALTER TABLE noetl.log ADD COLUMN created_at TIMESTAMPTZ;

-- The same function as before, which keeps these times too. Servers that do not send them yet are
-- understood: what they print has none.
CREATE OR REPLACE FUNCTION noetl.append(
  sender TEXT,
  careful BOOLEAN,
  rounds INTEGER,
  leases_ended INTEGER,
  log_max BIGINT,
  log_cut TEXT,
  -- expected, last, progress, ended, version, parent, started, catalog | status, path, owner
  m_execution BIGINT[], m_numbers BIGINT[], m_texts TEXT[],
  -- fence, whether no command ends the lease | job
  g_move BIGINT[], g_numbers BIGINT[], g_texts TEXT[],
  -- number, parent, parent execution, at, index
  -- | type, node, tool, status, context, result, meta, error, item, worker, trace
  e_move BIGINT[], e_numbers BIGINT[], e_texts TEXT[],
  -- bytes | name, value, the job whose checkpoint it is
  p_move BIGINT[], p_numbers BIGINT[], p_texts TEXT[],
  -- visit, attempt, length; behind those of all rows the instant of each | step, text
  l_move BIGINT[], l_numbers BIGINT[], l_texts TEXT[],
  -- round, birth, visit, priority, attempt, attempts at most, fence, deliveries, available, lease
  -- | job, step, pool, action, context, holder
  j_move BIGINT[], j_numbers BIGINT[], j_texts TEXT[],
  -- round, fence or -1 | job
  d_move BIGINT[], d_numbers BIGINT[], d_texts TEXT[],
  -- round, kind (1 take, 2 hold, 3 stop), attempt, due, lease, fence or -1 | job, holder
  c_move BIGINT[], c_numbers BIGINT[], c_texts TEXT[],
  -- round, whether to set it, due | name, purpose, detail
  t_move BIGINT[], t_numbers BIGINT[], t_texts TEXT[]
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
  moves CONSTANT INTEGER := cardinality(m_execution);
  answers SMALLINT[] := array_fill(0::smallint, ARRAY[moves]);
  stale BIGINT[] := '{}';
  written INTEGER := 0;
  complete BOOLEAN;
  is_ours BOOLEAN;
  wanted INTEGER := leases_ended;
  ended INTEGER := 0;
  counted INTEGER;
  line RECORD;
  size_now BIGINT;
  room BIGINT;
  checkpointed_execution BIGINT[];
  checkpointed_job TEXT[];
  holders TEXT[];
  pool TEXT;
BEGIN
  IF careful THEN
    SELECT coalesce(array_agg(DISTINCT g.move), '{}') INTO stale
    FROM unnest(g_move) WITH ORDINALITY AS g (move, place)
    WHERE NOT EXISTS (
      SELECT FROM noetl.queue AS q
      WHERE q.execution_id = m_execution[g.move] AND q.job = g_texts[g.place]
        AND q.fence = g_numbers[2 * g.place - 1]);
  END IF;

  INSERT INTO noetl.execution (execution_id, path, version, status, parent_execution_id, started_at,
    ended_at, last_event_id, progress, owner)
  SELECT m.execution, m_texts[3 * m.place - 1], m_numbers[8 * m.place - 3],
    m_texts[3 * m.place - 2], nullif(m_numbers[8 * m.place - 2], 0),
    epoch + m_numbers[8 * m.place - 1] * micro,
    epoch + nullif(m_numbers[8 * m.place - 4], 0) * micro, m_numbers[8 * m.place - 6],
    m_numbers[8 * m.place - 5], m_texts[3 * m.place]
  FROM unnest(m_execution) WITH ORDINALITY AS m (execution, place)
  WHERE m_numbers[8 * m.place - 7] = 0 AND m.place <> ALL (stale)
  ON CONFLICT DO NOTHING;
  GET DIAGNOSTICS written = ROW_COUNT;

  -- Whether it has ended is asked in a way that no partial index answers: by key is always best.
  IF written < moves THEN
    UPDATE noetl.execution AS e
    SET status = m_texts[3 * m.place - 2], last_event_id = m_numbers[8 * m.place - 6],
      progress = m_numbers[8 * m.place - 5],
      ended_at = epoch + nullif(m_numbers[8 * m.place - 4], 0) * micro
    FROM unnest(m_execution) WITH ORDINALITY AS m (execution, place)
    WHERE m_numbers[8 * m.place - 7] > 0 AND e.execution_id = m.execution
      AND e.last_event_id = m_numbers[8 * m.place - 7]
      AND coalesce(e.ended_at, 'infinity') = 'infinity' AND m.place <> ALL (stale);
    GET DIAGNOSTICS counted = ROW_COUNT;
    written := written + counted;
  END IF;

  complete := written = moves;
  IF NOT complete THEN
    FOR i IN 1 .. moves LOOP
      IF i = ANY (stale) THEN
        answers[i] := 2;
      ELSE
        SELECT e.xmin = pg_current_xact_id()::xid,
          e.last_event_id = m_numbers[8 * i - 7] AND e.ended_at IS NOT NULL
        INTO is_ours, complete
        FROM noetl.execution AS e WHERE e.execution_id = m_execution[i];
        IF is_ours IS NOT TRUE THEN
          answers[i] := CASE WHEN complete THEN 3 ELSE 1 END;
        END IF;
      END IF;
    END LOOP;
    complete := FALSE;
    IF g_move <> '{}' AND NOT careful THEN
      -- A refusal may be for a lease that is gone.
      RAISE serialization_failure USING MESSAGE = 'a batch with reports was refused in part';
    END IF;
    IF 0 <> ALL (answers) THEN
      RETURN answers;
    END IF;
    SELECT count(*) INTO wanted
    FROM unnest(g_move) WITH ORDINALITY AS g (move, place)
    WHERE g_numbers[2 * g.place] = 0 AND answers[g.move] = 0;
  END IF;

  -- A lease that no command below ends is held until all of this is written.
  IF leases_ended < cardinality(g_move) THEN
    SELECT wanted + count(*), ended + count(q.job) INTO wanted, ended
    FROM (
      SELECT g.move, g_texts[g.place] AS job, g_numbers[2 * g.place - 1] AS fence
      FROM unnest(g_move) WITH ORDINALITY AS g (move, place)
      WHERE g_numbers[2 * g.place] = 1 AND (complete OR answers[g.move] = 0)
    ) AS g
    LEFT JOIN LATERAL (
      SELECT queue.job FROM noetl.queue
      WHERE queue.execution_id = m_execution[g.move] AND queue.job = g.job
        AND queue.fence = g.fence
      FOR SHARE
    ) AS q ON TRUE;
  END IF;

  INSERT INTO noetl.event (execution_id, event_id, catalog_id, parent_event_id,
    parent_execution_id, created_at, event_type, node_name, node_type, status, context, result,
    meta, error, current_index, current_item, worker_id, stack_trace)
  SELECT m_execution[e.move], e_numbers[5 * e.place - 4], nullif(m_numbers[8 * e.move], 0),
    nullif(e_numbers[5 * e.place - 3], 0), nullif(e_numbers[5 * e.place - 2], 0),
    epoch + e_numbers[5 * e.place - 1] * micro, e_texts[11 * e.place - 10],
    nullif(e_texts[11 * e.place - 9], ''), e_texts[11 * e.place - 8], e_texts[11 * e.place - 7],
    nullif(e_texts[11 * e.place - 6], ''), nullif(e_texts[11 * e.place - 5], ''),
    nullif(e_texts[11 * e.place - 4], '')::jsonb, nullif(e_texts[11 * e.place - 3], ''),
    nullif(e_numbers[5 * e.place], -1), nullif(e_texts[11 * e.place - 2], ''),
    nullif(e_texts[11 * e.place - 1], ''), nullif(e_texts[11 * e.place], '')
  FROM unnest(e_move) WITH ORDINALITY AS e (move, place)
  WHERE complete OR answers[e.move] = 0;

  IF p_move <> '{}' THEN
    INSERT INTO noetl.payload (execution_id, name, bytes, value)
    SELECT m_execution[p.move], p_texts[3 * p.place - 2], p_numbers[p.place],
      p_texts[3 * p.place - 1]
    FROM unnest(p_move) WITH ORDINALITY AS p (move, place)
    WHERE complete OR answers[p.move] = 0
    ON CONFLICT (execution_id, name) DO UPDATE
    SET bytes = excluded.bytes, value = excluded.value;

    UPDATE noetl.queue AS q SET checkpointed = TRUE
    FROM unnest(p_move) WITH ORDINALITY AS p (move, place)
    WHERE p_texts[3 * p.place] <> '' AND (complete OR answers[p.move] = 0)
      AND q.execution_id = m_execution[p.move] AND q.job = p_texts[3 * p.place]
      AND NOT q.checkpointed;
  END IF;

  IF l_move <> '{}' THEN
    FOR line IN
      SELECT m_execution[l.move] AS execution, l_numbers[3 * l.place - 2] AS visit,
        l_numbers[3 * l.place - 1] AS attempt, l_numbers[3 * l.place] AS length,
        l_texts[2 * l.place - 1] AS step, l_texts[2 * l.place] AS text,
        epoch + l_numbers[3 * cardinality(l_move) + l.place] * micro AS at
      FROM unnest(l_move) WITH ORDINALITY AS l (move, place)
      WHERE complete OR answers[l.move] = 0
    LOOP
      INSERT INTO noetl.log_size AS known (execution_id, step, size)
      VALUES (line.execution, line.step, line.length)
      ON CONFLICT (execution_id, step) DO UPDATE SET size = known.size + excluded.size
      RETURNING size INTO size_now;
      room := log_max - (size_now - line.length);
      IF room >= 0 AND line.length > 0 THEN
        INSERT INTO noetl.log (execution_id, step, visit, attempt, text, created_at)
        VALUES (line.execution, line.step, line.visit, line.attempt,
          CASE WHEN line.length <= room THEN line.text
            ELSE left(line.text, room::integer) || log_cut END, line.at);
      END IF;
    END LOOP;
  END IF;

  FOR r IN 1 .. rounds LOOP
    IF d_move <> '{}' THEN
      WITH gone AS (
        DELETE FROM noetl.queue AS q
        USING unnest(d_move) WITH ORDINALITY AS d (move, place)
        WHERE d_numbers[2 * d.place - 1] = r AND (complete OR answers[d.move] = 0)
          AND q.execution_id = m_execution[d.move] AND q.job = d_texts[d.place]
          AND d_numbers[2 * d.place] IN (-1, q.fence)
        RETURNING q.execution_id, q.job, q.checkpointed, d_numbers[2 * d.place] AS fence
      )
      SELECT count(*) FILTER (WHERE fence <> -1), array_agg(execution_id) FILTER (WHERE checkpointed),
        array_agg(job) FILTER (WHERE checkpointed)
      INTO counted, checkpointed_execution, checkpointed_job
      FROM gone;
      ended := ended + counted;
      IF checkpointed_job IS NOT NULL THEN
        DELETE FROM noetl.payload AS p
        USING unnest(checkpointed_execution, checkpointed_job) AS job (execution, name)
        WHERE p.execution_id = job.execution AND p.name >= 'checkpoint/' || job.name || '/'
          AND p.name < 'checkpoint/' || job.name || '0'
          AND strpos(substr(p.name, length('checkpoint/' || job.name || '/') + 1), '/') = 0;
      END IF;
    END IF;

    IF c_move <> '{}' THEN
      WITH changed AS (
        UPDATE noetl.queue AS q
        SET status = CASE c.kind WHEN 1 THEN 'leased' WHEN 2 THEN 'held' ELSE 'stopping' END,
          worker_id = CASE c.kind
            WHEN 1 THEN c_texts[2 * c.place] WHEN 3 THEN q.worker_id END,
          lease_until = CASE c.kind
            WHEN 1 THEN now() + nullif(c_numbers[6 * c.place - 1], 0) * micro
            WHEN 3 THEN q.lease_until END,
          available_at = CASE c.kind WHEN 2 THEN epoch + c_numbers[6 * c.place - 2] * micro END,
          attempts = CASE c.kind WHEN 2 THEN c_numbers[6 * c.place - 3] ELSE q.attempts END,
          deliveries = CASE c.kind WHEN 2 THEN 0 ELSE q.deliveries END,
          fence = CASE c.kind WHEN 1 THEN q.fence + 1 ELSE q.fence END
        FROM (
          SELECT move, place, c_numbers[6 * place - 4] AS kind
          FROM unnest(c_move) WITH ORDINALITY AS each (move, place)
        ) AS c
        WHERE c_numbers[6 * c.place - 5] = r AND (complete OR answers[c.move] = 0)
          AND q.execution_id = m_execution[c.move] AND q.job = c_texts[2 * c.place - 1]
          AND c_numbers[6 * c.place] IN (-1, q.fence) AND (c.kind <> 3 OR q.status = 'leased')
        RETURNING c.kind, c_numbers[6 * c.place] AS fence, q.worker_id
      )
      SELECT count(*) FILTER (WHERE fence <> -1),
        array_agg(DISTINCT worker_id) FILTER (WHERE kind = 3)
      INTO counted, holders
      FROM changed;
      ended := ended + counted;
      IF holders IS NOT NULL THEN
        PERFORM pg_notify('noetl', sender || ' stopping ' || left(holder, 1000))
        FROM unnest(holders) AS stopped (holder);
      END IF;
    END IF;

    IF j_move <> '{}' THEN
      INSERT INTO noetl.queue (execution_id, job, queue_id, node_name, visit, action, context,
        status, priority, pool, attempts, max_attempts, available_at, lease_until, worker_id,
        fence, deliveries)
      SELECT m_execution[j.move], j_texts[6 * j.place - 5], j_numbers[10 * j.place - 8],
        j_texts[6 * j.place - 4], j_numbers[10 * j.place - 7], j_texts[6 * j.place - 2],
        nullif(j_texts[6 * j.place - 1], ''),
        CASE j_texts[6 * j.place] WHEN '' THEN 'queued' ELSE 'leased' END,
        j_numbers[10 * j.place - 6], j_texts[6 * j.place - 3], j_numbers[10 * j.place - 5],
        j_numbers[10 * j.place - 4],
        CASE j_texts[6 * j.place] WHEN '' THEN epoch + j_numbers[10 * j.place - 1] * micro END,
        now() + nullif(j_numbers[10 * j.place], 0) * micro, nullif(j_texts[6 * j.place], ''),
        j_numbers[10 * j.place - 3], j_numbers[10 * j.place - 2]
      FROM unnest(j_move) WITH ORDINALITY AS j (move, place)
      WHERE j_numbers[10 * j.place - 9] = r AND (complete OR answers[j.move] = 0);
    END IF;

    IF t_move <> '{}' THEN
      DELETE FROM noetl.timer AS known
      USING unnest(t_move) WITH ORDINALITY AS t (move, place)
      WHERE t_numbers[3 * t.place - 2] = r AND t_numbers[3 * t.place - 1] = 0
        AND (complete OR answers[t.move] = 0)
        AND known.execution_id = m_execution[t.move] AND known.name = t_texts[3 * t.place - 2];

      INSERT INTO noetl.timer (execution_id, name, due_at, purpose, detail)
      SELECT m_execution[t.move], t_texts[3 * t.place - 2], epoch + t_numbers[3 * t.place] * micro,
        t_texts[3 * t.place - 1], t_texts[3 * t.place]
      FROM unnest(t_move) WITH ORDINALITY AS t (move, place)
      WHERE t_numbers[3 * t.place - 2] = r AND t_numbers[3 * t.place - 1] = 1
        AND (complete OR answers[t.move] = 0)
      ON CONFLICT (execution_id, name) DO UPDATE
      SET due_at = excluded.due_at, purpose = excluded.purpose, detail = excluded.detail;
    END IF;
  END LOOP;

  IF ended <> wanted THEN
    RAISE serialization_failure USING MESSAGE = 'a job was leased anew meanwhile';
  END IF;

  -- Others hear of jobs that wait; those born leased are nobody else's.
  FOR i IN 1 .. cardinality(j_move) LOOP
    IF j_texts[6 * i] = '' AND answers[j_move[i]] = 0
        AND pool IS DISTINCT FROM j_texts[6 * i - 3] THEN
      pool := j_texts[6 * i - 3];
      PERFORM pg_notify('noetl', sender || ' queued ' || left(pool, 1000));
    END IF;
  END LOOP;

  RETURN answers;
END
$$;
