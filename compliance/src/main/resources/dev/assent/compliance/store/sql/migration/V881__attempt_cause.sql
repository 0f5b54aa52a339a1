-- Why an attempt was not answered, or came to nothing: words of this program and figures, nothing of a person.
ALTER TABLE attempt ADD COLUMN cause VARCHAR(200);
