-- Who saw, searched, changed or heard what through a page. Rows come from the journal and can be
-- made again from it.
CREATE TABLE access_log (
  id UUID NOT NULL PRIMARY KEY,
  at TIMESTAMP(6) WITH TIME ZONE NOT NULL,
  user_name VARCHAR(100) NOT NULL,
  kind VARCHAR(10) NOT NULL,
  action VARCHAR(60) NOT NULL,
  entity UUID,
  result VARCHAR(60) NOT NULL,
  body VARCHAR(4000) NOT NULL
);
CREATE INDEX access_log_user ON access_log (user_name, at);
CREATE INDEX access_log_entity ON access_log (entity, at);

-- Wrong passphrases and codes since the last right one, by person and by address.
CREATE TABLE sign_in_failure (
  door VARCHAR(10) NOT NULL,
  who VARCHAR(100) NOT NULL,
  failures INTEGER NOT NULL,
  last_at TIMESTAMP(6) WITH TIME ZONE NOT NULL,
  PRIMARY KEY (door, who)
);

-- The last time step whose code was used: none is taken twice.
CREATE TABLE sign_in_step (
  user_name VARCHAR(100) NOT NULL PRIMARY KEY,
  step BIGINT NOT NULL,
  at TIMESTAMP(6) WITH TIME ZONE NOT NULL
);

-- Accounts that may do nothing, until COMPLIANCE and SECURITY both say so.
CREATE TABLE account_freeze (
  id UUID NOT NULL PRIMARY KEY,
  user_name VARCHAR(100) NOT NULL,
  cause VARCHAR(60) NOT NULL,
  at TIMESTAMP(6) WITH TIME ZONE NOT NULL,
  compliance_by VARCHAR(100),
  security_by VARCHAR(100),
  released_at TIMESTAMP(6) WITH TIME ZONE
);
CREATE INDEX account_freeze_user ON account_freeze (user_name, at);
