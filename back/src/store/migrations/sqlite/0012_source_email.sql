-- The address that the source of an account told last: what the person or staff have settled since stays until the
-- source tells another one.
ALTER TABLE account ADD COLUMN source_email TEXT;
