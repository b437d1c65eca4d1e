-- The app that makes codes: one that is in use and one that waits for its first code.
CREATE TABLE totp (
  account       INTEGER NOT NULL REFERENCES account (id) ON DELETE CASCADE,
  state         TEXT NOT NULL CHECK (state IN ('pending', 'active')),
  -- The app's key, sealed.
  key           BLOB NOT NULL,
  -- The last step of 30 seconds whose code was used: it and all before it are used up.
  step          INTEGER NOT NULL,
  created_at    INTEGER NOT NULL,
  PRIMARY KEY (account, state)
) STRICT, WITHOUT ROWID;

CREATE TABLE recovery (
  account       INTEGER NOT NULL REFERENCES account (id) ON DELETE CASCADE,
  -- A keyed hash of a code that was not used yet.
  hash          BLOB NOT NULL,
  PRIMARY KEY (account, hash)
) STRICT, WITHOUT ROWID;

CREATE TABLE passkey (
  -- The credential's id, as the authenticator made it.
  id            BLOB PRIMARY KEY,
  account       INTEGER NOT NULL REFERENCES account (id) ON DELETE CASCADE,
  name          TEXT NOT NULL,
  -- The public key as a COSE_Key (RFC 9052, section 7).
  key           BLOB NOT NULL,
  -- How often it was used, by its own count; 0 from those that do not count.
  counter       INTEGER NOT NULL,
  created_at    INTEGER NOT NULL,
  used_at       INTEGER
) STRICT, WITHOUT ROWID;
CREATE INDEX passkey_account ON passkey (account);

CREATE TABLE challenge (
  -- The entry or the session that asked: one question at a time.
  holder        BLOB PRIMARY KEY,
  purpose       TEXT NOT NULL CHECK (purpose IN ('register', 'factor', 'enter')),
  value         BLOB NOT NULL,
  ends_at       INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX challenge_ends_at ON challenge (ends_at);
