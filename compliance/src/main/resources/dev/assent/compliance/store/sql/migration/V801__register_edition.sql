-- The entry that last changed what all calls share (register, lists in force), written in the
-- transaction of that change: who reads the same id may go on with what was read under it.
CREATE TABLE register_edition (
  one INTEGER NOT NULL PRIMARY KEY CHECK (one = 1),
  entry_id UUID NOT NULL
);
INSERT INTO register_edition (one, entry_id)
  VALUES (1, '00000000-0000-0000-0000-000000000000');

-- Keys of the ledger made ahead that seal nothing yet.
CREATE TABLE spare_key (
  key_row BIGINT NOT NULL PRIMARY KEY
);

-- Its columns begin those of attempt_connect.
DROP INDEX attempt_campaign;
