-- Beside the zone: the state somebody says they live in, whether their number was ported (R12), and
-- when they asked not to be called (R29).
ALTER TABLE contact ADD COLUMN state VARCHAR(40);
ALTER TABLE contact ADD COLUMN ported BOOLEAN;
ALTER TABLE contact ADD COLUMN quiet_times VARCHAR(1000);

-- The same by the person's own word, whatever list they are in.
ALTER TABLE person ADD COLUMN quiet VARCHAR(1000);
