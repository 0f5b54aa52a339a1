-- Lists of numbers in files: which there are, and which of each name is in force.
CREATE TABLE list_snapshot (
  id UUID NOT NULL PRIMARY KEY,
  controller_id UUID NOT NULL,
  name VARCHAR(64) NOT NULL,
  kind VARCHAR(20) NOT NULL,
  version VARCHAR(128) NOT NULL,
  pepper INTEGER NOT NULL,
  -- SHA-256 over the head of the file, which covers the rest; the file is named by it.
  seal VARCHAR(64) NOT NULL,
  entries BIGINT NOT NULL,
  fetched_at TIMESTAMP(6) WITH TIME ZONE NOT NULL,
  valid_to TIMESTAMP(6) WITH TIME ZONE,
  -- Of refusals taken in bulk; all null for lists of others.
  manner VARCHAR(20),
  scope VARCHAR(20),
  purposes VARCHAR(200),
  line VARCHAR(20),
  file_sha256 VARCHAR(64) NOT NULL,
  -- Lines of the file somebody agreed to leave out.
  left_out BIGINT NOT NULL,
  actor VARCHAR(100) NOT NULL,
  at TIMESTAMP(6) WITH TIME ZONE NOT NULL
);

CREATE TABLE list_in_force (
  name VARCHAR(64) NOT NULL PRIMARY KEY,
  snapshot_id UUID NOT NULL
);
