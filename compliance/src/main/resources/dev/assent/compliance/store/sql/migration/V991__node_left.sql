-- Nodes that left for good. None of them comes in again: its journal would be applied a second time.
CREATE TABLE node_left (
  id UUID NOT NULL PRIMARY KEY,
  name VARCHAR(100) NOT NULL UNIQUE
);
