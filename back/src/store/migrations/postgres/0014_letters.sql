-- Runs of letters that are taken up again where they were cut off.

-- The run that gave the account its initial password last: taken up again, it does not give another.
ALTER TABLE account ADD COLUMN batch BIGINT REFERENCES batch (id);
-- When every letter was on the disk: what is left then is to wipe their passwords.
ALTER TABLE batch ADD COLUMN written_at BIGINT;
