-- Names of the marks set on a person (R16, R17), separated by commas.
ALTER TABLE person ADD COLUMN flags VARCHAR(200);

-- From the answer to our first sound; -1 when none left; null when nobody answered (R09).
ALTER TABLE attempt ADD COLUMN connect_ms BIGINT;
CREATE INDEX attempt_connect ON attempt (campaign_id, connect_ms, placed_at);
