-- The number a person was shown first in a campaign is the one they are always shown there.
ALTER TABLE attempt ADD COLUMN caller_number VARCHAR(20);
