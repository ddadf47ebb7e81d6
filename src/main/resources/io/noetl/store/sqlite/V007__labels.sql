-- Executions and playbooks are found by labels.

-- A JSON object, all of whose values are texts. NULL only where a program that did not know of it has
-- registered the playbook: the next one that opens the store reads the text.
ALTER TABLE catalog ADD COLUMN labels TEXT;

-- All that finding takes, since the texts in the table's rows lie between.
CREATE INDEX catalog_labels ON catalog (path, version, labels);

CREATE INDEX catalog_unread ON catalog (catalog_id) WHERE labels IS NULL;
