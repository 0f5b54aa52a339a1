-- What a carrier's records say of calls whose end nobody here knows, until a second person agrees.
CREATE TABLE reconciliation (
  id UUID NOT NULL PRIMARY KEY,
  controller_id UUID NOT NULL,
  campaign_id UUID NOT NULL,
  -- SHA-256, lower hex, of what an approver signs.
  subject VARCHAR(64) NOT NULL,
  -- The payload of its entry.
  body VARCHAR(1000000) NOT NULL,
  state VARCHAR(10) NOT NULL CHECK (state IN ('OPEN', 'RELEASED', 'DROPPED')),
  proposed_by VARCHAR(100) NOT NULL,
  proposed_at TIMESTAMP(6) WITH TIME ZONE NOT NULL,
  ended_by VARCHAR(100),
  ended_at TIMESTAMP(6) WITH TIME ZONE
);
CREATE INDEX reconciliation_campaign ON reconciliation (campaign_id, proposed_at);
CREATE INDEX reconciliation_subject ON reconciliation (subject);

ALTER TABLE attempt ADD COLUMN reconciliation_id UUID;
