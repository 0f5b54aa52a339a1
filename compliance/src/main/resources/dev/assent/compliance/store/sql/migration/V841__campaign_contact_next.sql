-- With the campaign first, a PostgreSQL that has not counted the table yet took this index to find
-- one contact, and read every row of the campaign for it; the primary key is meant.
DROP INDEX campaign_contact_next;
CREATE INDEX campaign_contact_next ON campaign_contact (state, campaign_id, next_at);
