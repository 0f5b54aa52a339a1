-- What people asked to hand out of this house, who agreed, and what was made of it.
CREATE TABLE export_order (
  id UUID NOT NULL PRIMARY KEY,
  controller_id UUID NOT NULL,
  attempt_id UUID NOT NULL,
  -- As it was hashed for those who sign.
  body VARCHAR(200000) NOT NULL,
  -- Seed of the noise that is in the sound of this export alone.
  mark VARCHAR(64) NOT NULL,
  requested_at TIMESTAMP(6) WITH TIME ZONE NOT NULL,
  openings INTEGER NOT NULL,
  opened_by VARCHAR(100),
  made_sha256 VARCHAR(64),
  made_bytes BIGINT,
  -- JSON: digests of the files in it, by name.
  made_files VARCHAR(20000),
  made_by VARCHAR(100),
  made_at TIMESTAMP(6) WITH TIME ZONE
);
CREATE INDEX export_order_attempt ON export_order (attempt_id);

CREATE TABLE export_word (
  id UUID NOT NULL PRIMARY KEY,
  export_id UUID NOT NULL,
  user_name VARCHAR(100) NOT NULL,
  -- Null for a refusal.
  place VARCHAR(20),
  self_approved BOOLEAN NOT NULL,
  signature VARCHAR(200) NOT NULL,
  reason VARCHAR(1000) NOT NULL,
  at TIMESTAMP(6) WITH TIME ZONE NOT NULL
);
CREATE INDEX export_word_export ON export_word (export_id);
