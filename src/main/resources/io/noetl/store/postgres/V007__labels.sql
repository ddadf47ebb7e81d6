-- Executions and playbooks are found by labels.

-- An object, all of whose values are texts. NULL only where a program that did not know of it has
-- registered the playbook: the next one that opens the store reads the text.
ALTER TABLE noetl.catalog ADD COLUMN labels JSONB;

CREATE INDEX catalog_labels ON noetl.catalog USING gin (labels);

CREATE INDEX catalog_unread ON noetl.catalog (catalog_id) WHERE labels IS NULL;
