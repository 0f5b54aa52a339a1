-- Which nodes have a run of a campaign: what drains has ended when the last of them has, and words
-- are not changed while one speaks. No row on H2.
CREATE TABLE campaign_run (
  campaign_id UUID NOT NULL,
  node_id UUID NOT NULL,
  PRIMARY KEY (campaign_id, node_id)
);
