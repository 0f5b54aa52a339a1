-- Which node tells a carrier where we are, for trunks whose carrier takes one registration only.
CREATE TABLE registration_lease (
  trunk VARCHAR(100) NOT NULL PRIMARY KEY,
  node_id UUID NOT NULL,
  until_at TIMESTAMP(6) WITH TIME ZONE NOT NULL
);
