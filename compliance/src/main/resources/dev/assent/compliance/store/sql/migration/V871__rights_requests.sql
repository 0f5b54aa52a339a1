-- What people asked for by a right of theirs, and by when they are to be answered (R57).
CREATE TABLE rights_request (
  id UUID NOT NULL PRIMARY KEY,
  controller_id UUID NOT NULL,
  person_id UUID NOT NULL,
  kind VARCHAR(20) NOT NULL,
  channel VARCHAR(20) NOT NULL,
  received_at TIMESTAMP(6) WITH TIME ZONE NOT NULL,
  identity_check VARCHAR(500) NOT NULL,
  due DATE NOT NULL,
  outer_due DATE NOT NULL,
  zone VARCHAR(64) NOT NULL,
  calendars VARCHAR(1000) NOT NULL,
  state VARCHAR(10) NOT NULL,
  result VARCHAR(2000),
  replied_at TIMESTAMP(6) WITH TIME ZONE,
  answered_by VARCHAR(100),
  taken_by VARCHAR(100) NOT NULL
);
CREATE INDEX rights_request_person ON rights_request (person_id);
