-- The browser that came back from a provider has to be the one that began: SHA-256 of what it got on its way.
ALTER TABLE federation ADD COLUMN ticket BYTEA;

-- Entries that wait for the same code are found by what it counts under.
CREATE INDEX entry_mark ON entry (mark);

-- When recovery codes were made; 0 when that is not known.
ALTER TABLE recovery ADD COLUMN created_at BIGINT NOT NULL DEFAULT 0;

-- Apps that wait for their first code: each belongs to the entry or the session that began it. Those of the table `totp` are
-- given up.
CREATE TABLE totp_pending (
  holder        BYTEA PRIMARY KEY,
  account       BIGINT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
  -- The app's key, sealed.
  key           BYTEA NOT NULL,
  created_at    BIGINT NOT NULL
);
CREATE INDEX totp_pending_account ON totp_pending (account);
CREATE INDEX totp_pending_created_at ON totp_pending (created_at);
DELETE FROM totp WHERE state = 'pending';
