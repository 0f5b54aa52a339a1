-- Entries that a node had in the outbox when it started, or applied then, and has dropped since.
-- The database may have been restored: another node, which has not started since, may have them in
-- its own journal, taken over in a time that this database does not know. Its start must not apply
-- them again; after it the rows go.
CREATE TABLE outbox_left (
  id UUID NOT NULL,
  node_id UUID NOT NULL,
  PRIMARY KEY (id, node_id)
);
CREATE INDEX outbox_left_node ON outbox_left (node_id);
