-- A row each word, not each number: "no marketing" said first must not hide "no calls" said later.
CREATE TABLE dnc_entry (
  id UUID NOT NULL PRIMARY KEY,
  dnc_bi BYTEA NOT NULL CHECK (octet_length(dnc_bi) = 32),
  controller_id UUID NOT NULL,
  pepper INTEGER NOT NULL,
  scope VARCHAR(20) NOT NULL,
  -- Names joined by commas; empty for all.
  purposes VARCHAR(200) NOT NULL,
  -- The caller number it is about; null for every one.
  line VARCHAR(20),
  manner VARCHAR(20) NOT NULL,
  source VARCHAR(200) NOT NULL,
  actor VARCHAR(100) NOT NULL,
  at TIMESTAMP(6) WITH TIME ZONE NOT NULL,
  attempt_id UUID
);
INSERT INTO dnc_entry (id, dnc_bi, controller_id, pepper, scope, purposes, line, manner, source,
    actor, at, attempt_id)
  SELECT id, dnc_bi, controller_id, pepper, 'CONTROLLER', '', NULL, manner, source,
    'unknown', at, attempt_id FROM dnc;
DROP TABLE dnc;
ALTER TABLE dnc_entry RENAME TO dnc;
CREATE INDEX dnc_bi_at ON dnc (dnc_bi, at);
