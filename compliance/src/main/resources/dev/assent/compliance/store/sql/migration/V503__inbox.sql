-- Files of refusals that were dropped, by the hash of their content.
CREATE TABLE inbox_file (
  sha256 VARCHAR(64) NOT NULL PRIMARY KEY,
  row_count BIGINT NOT NULL,
  taken_at TIMESTAMP(6) WITH TIME ZONE NOT NULL
);

-- Rows nobody could read. While one is not settled, nobody is called.
CREATE TABLE inbox_row (
  sha256 VARCHAR(64) NOT NULL,
  line BIGINT NOT NULL,
  reason VARCHAR(40) NOT NULL,
  advice VARCHAR(300) NOT NULL,
  seen_at TIMESTAMP(6) WITH TIME ZONE NOT NULL,
  settled_at TIMESTAMP(6) WITH TIME ZONE,
  settled_by VARCHAR(100),
  settlement VARCHAR(20),
  note VARCHAR(1000),
  PRIMARY KEY (sha256, line)
);
