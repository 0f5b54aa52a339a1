-- Numbers of our own staff that may be rung for a test.
CREATE TABLE test_number (
  id UUID NOT NULL PRIMARY KEY,
  controller_id UUID NOT NULL,
  number_id UUID NOT NULL,
  -- Which number it is and who holds it, sealed under the person's key as its entry sealed it.
  key_row BIGINT NOT NULL,
  sealed BYTEA NOT NULL,
  entry_id UUID NOT NULL,
  body VARCHAR(10000) NOT NULL,
  added_by VARCHAR(100) NOT NULL,
  added_at TIMESTAMP(6) WITH TIME ZONE NOT NULL,
  removed_by VARCHAR(100),
  removed_at TIMESTAMP(6) WITH TIME ZONE
);
