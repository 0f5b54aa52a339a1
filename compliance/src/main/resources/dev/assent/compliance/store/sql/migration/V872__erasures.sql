-- What was destroyed, and what two people agreed to destroy.
CREATE TABLE erasure_order (
  request_id UUID NOT NULL PRIMARY KEY,
  plan_hash VARCHAR(64) NOT NULL,
  operator VARCHAR(100) NOT NULL,
  at TIMESTAMP(6) WITH TIME ZONE NOT NULL
);

CREATE TABLE erasure (
  id UUID NOT NULL PRIMARY KEY,
  controller_id UUID NOT NULL,
  cause VARCHAR(20) NOT NULL,
  request_id UUID,
  operator VARCHAR(100) NOT NULL,
  approver VARCHAR(200) NOT NULL,
  self_approved BOOLEAN NOT NULL,
  begun_at TIMESTAMP(6) WITH TIME ZONE NOT NULL,
  -- Null while keys may still be there: done again by the next look.
  done_at TIMESTAMP(6) WITH TIME ZONE,
  files INTEGER,
  overwritten INTEGER,
  medium VARCHAR(20),
  copies_until TIMESTAMP(6) WITH TIME ZONE,
  final_at TIMESTAMP(6) WITH TIME ZONE
);
CREATE INDEX erasure_request ON erasure (request_id);

CREATE TABLE erasure_item (
  erasure_id UUID NOT NULL,
  kind VARCHAR(20) NOT NULL,
  person_id UUID NOT NULL,
  key_row BIGINT NOT NULL,
  recording_id UUID,
  records BIGINT NOT NULL,
  kept_from TIMESTAMP(6) WITH TIME ZONE NOT NULL,
  -- Null where nothing said it had to be kept.
  floor_until TIMESTAMP(6) WITH TIME ZONE,
  figure VARCHAR(300),
  -- Names of files of proofs, joined by commas.
  proofs VARCHAR(100000) NOT NULL
);
CREATE INDEX erasure_item_erasure ON erasure_item (erasure_id);

CREATE TABLE legal_hold (
  id UUID NOT NULL PRIMARY KEY,
  controller_id UUID NOT NULL,
  case_id VARCHAR(100) NOT NULL,
  person_id UUID NOT NULL,
  recording_id UUID,
  until_at TIMESTAMP(6) WITH TIME ZONE NOT NULL,
  set_by VARCHAR(100) NOT NULL,
  set_at TIMESTAMP(6) WITH TIME ZONE NOT NULL,
  approved_by VARCHAR(100),
  lifted_by VARCHAR(100),
  lifted_at TIMESTAMP(6) WITH TIME ZONE
);
CREATE INDEX legal_hold_person ON legal_hold (person_id);

-- Erasures look for a person's evidence.
CREATE INDEX evidence_person ON evidence (person_id);
