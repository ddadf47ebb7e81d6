-- When a step printed something: the time of the event that it came with. What was printed before
-- this script has none.
ALTER TABLE log ADD COLUMN created_at INTEGER;
