-- The app that makes codes: one that is in use and one that waits for its first code.
CREATE TABLE totp (
  account       BIGINT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
  state         TEXT NOT NULL CHECK (state IN ('pending', 'active')),
  -- The app's key, sealed.
  key           BYTEA NOT NULL,
  -- The last step of 30 seconds whose code was used: it and all before it are used up.
  step          BIGINT NOT NULL,
  created_at    BIGINT NOT NULL,
  PRIMARY KEY (account, state)
);

CREATE TABLE recovery (
  account       BIGINT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
  -- A keyed hash of a code that was not used yet.
  hash          BYTEA NOT NULL,
  PRIMARY KEY (account, hash)
);

CREATE TABLE passkey (
  -- The credential's id, as the authenticator made it.
  id            BYTEA PRIMARY KEY,
  account       BIGINT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
  name          TEXT NOT NULL,
  -- The public key as a COSE_Key (RFC 9052, section 7).
  key           BYTEA NOT NULL,
  -- How often it was used, by its own count; 0 from those that do not count.
  counter       BIGINT NOT NULL,
  created_at    BIGINT NOT NULL,
  used_at       BIGINT
);
CREATE INDEX passkey_account ON passkey (account);

CREATE TABLE challenge (
  -- The entry or the session that asked: one question at a time.
  holder        BYTEA PRIMARY KEY,
  purpose       TEXT NOT NULL CHECK (purpose IN ('register', 'factor', 'enter')),
  value         BYTEA NOT NULL,
  ends_at       BIGINT NOT NULL
);
CREATE INDEX challenge_ends_at ON challenge (ends_at);
