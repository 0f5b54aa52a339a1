-- Every answered call once it was looked at, and what people made of its recording.
CREATE TABLE review (
  attempt_id UUID NOT NULL PRIMARY KEY,
  -- Null when the call has no recording.
  recording_id UUID UNIQUE,
  campaign_id UUID NOT NULL,
  outcome VARCHAR(20) NOT NULL,
  started_at TIMESTAMP(6) WITH TIME ZONE NOT NULL,
  seconds BIGINT NOT NULL,
  voice_ms BIGINT NOT NULL,
  script_hash VARCHAR(64) NOT NULL,
  -- ",CODE,CODE," or empty.
  flags VARCHAR(1000) NOT NULL,
  findings VARCHAR(10000) NOT NULL,
  sampled BOOLEAN NOT NULL,
  checked_at TIMESTAMP(6) WITH TIME ZONE NOT NULL,
  state VARCHAR(10) NOT NULL CHECK (state IN ('OPEN', 'TAKEN', 'DONE')),
  assignee VARCHAR(100),
  heard_seconds BIGINT NOT NULL,
  score INTEGER,
  verdict VARCHAR(10),
  -- The order of the queue: what must be listened to first stands first.
  queue_rank INTEGER NOT NULL
);
CREATE INDEX review_queue ON review (queue_rank, started_at, attempt_id);
CREATE INDEX review_campaign ON review (campaign_id);

-- The draw of a campaign's sample; a changed percentage is drawn with a new seed from then on.
CREATE TABLE review_seed (
  campaign_id UUID NOT NULL PRIMARY KEY,
  seed VARCHAR(64) NOT NULL,
  percent INTEGER NOT NULL
);

-- What somebody wrote is sealed under the person's key of the call.
CREATE TABLE review_note (
  id UUID NOT NULL PRIMARY KEY,
  attempt_id UUID NOT NULL,
  at_second INTEGER NOT NULL,
  key_row BIGINT NOT NULL,
  sealed BYTEA NOT NULL,
  written_by VARCHAR(100) NOT NULL,
  written_at TIMESTAMP(6) WITH TIME ZONE NOT NULL
);
CREATE INDEX review_note_attempt ON review_note (attempt_id);

CREATE TABLE review_score (
  id UUID NOT NULL PRIMARY KEY,
  attempt_id UUID NOT NULL,
  answers VARCHAR(10000) NOT NULL,
  verdict VARCHAR(10) NOT NULL,
  score INTEGER,
  key_row BIGINT NOT NULL,
  sealed BYTEA NOT NULL,
  scored_by VARCHAR(100) NOT NULL,
  scored_at TIMESTAMP(6) WITH TIME ZONE NOT NULL
);
CREATE INDEX review_score_attempt ON review_score (attempt_id);

CREATE TABLE review_heard (
  attempt_id UUID NOT NULL,
  user_name VARCHAR(100) NOT NULL,
  -- "from-to,from-to", merged, the ends not included.
  ranges VARCHAR(20000) NOT NULL,
  PRIMARY KEY (attempt_id, user_name)
);
