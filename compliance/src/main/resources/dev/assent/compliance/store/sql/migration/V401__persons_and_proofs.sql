-- Persons that are one: each points at the same one of them, which points at none.
ALTER TABLE person ADD COLUMN merged_into UUID;
ALTER TABLE person ADD COLUMN merged_by VARCHAR(100);
CREATE INDEX person_merged ON person (merged_into);

-- The sealed proof in evidence/ that goes when the grant goes.
ALTER TABLE consent_grant ADD COLUMN evidence_id UUID;

-- Names and ages of one number in several lists are compared, and campaigns look numbers up.
CREATE INDEX contact_number ON contact (number_id);

-- A person's word that ends consents given up to then, also when their list is imported again.
CREATE TABLE withdrawal (
  id UUID NOT NULL PRIMARY KEY,
  person_id UUID NOT NULL,
  scope VARCHAR(20) NOT NULL,
  -- Names joined by commas; empty for all.
  purposes VARCHAR(200) NOT NULL,
  manner VARCHAR(20) NOT NULL,
  actor VARCHAR(100) NOT NULL,
  at TIMESTAMP(6) WITH TIME ZONE NOT NULL
);
CREATE INDEX withdrawal_person ON withdrawal (person_id);

-- What two lists disagree about; counts while the load that brought it counts.
CREATE TABLE dispute (
  id UUID NOT NULL PRIMARY KEY,
  load_id UUID NOT NULL,
  person_id UUID NOT NULL,
  -- The same for all whom one disagreement is about.
  found_with UUID NOT NULL,
  kind VARCHAR(20) NOT NULL,
  found_by VARCHAR(100) NOT NULL,
  found_at TIMESTAMP(6) WITH TIME ZONE NOT NULL,
  settled_by VARCHAR(100),
  settled_at TIMESTAMP(6) WITH TIME ZONE
);
CREATE INDEX dispute_person ON dispute (person_id);
CREATE INDEX dispute_with ON dispute (found_with);
CREATE INDEX dispute_load ON dispute (load_id);
