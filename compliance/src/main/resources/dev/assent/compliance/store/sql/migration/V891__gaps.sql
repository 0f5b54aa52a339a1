-- Times of which a home that was made again out of copies knows nothing.
CREATE TABLE gap (
  id UUID NOT NULL PRIMARY KEY,
  epoch INTEGER NOT NULL UNIQUE,
  hold_id UUID NOT NULL,
  from_at TIMESTAMP(6) WITH TIME ZONE NOT NULL,
  until_at TIMESTAMP(6) WITH TIME ZONE NOT NULL,
  cause VARCHAR(200) NOT NULL,
  accepted_by VARCHAR(100),
  accepted_at TIMESTAMP(6) WITH TIME ZONE
);
