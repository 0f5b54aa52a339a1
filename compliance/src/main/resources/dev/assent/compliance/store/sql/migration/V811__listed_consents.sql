-- Consents that came with a contact and whose proof the customer keeps: one a line. They count and go
-- with the contact, so a list of millions needs no second row and no second index for each.
ALTER TABLE contact ADD COLUMN grants VARCHAR(10000);
