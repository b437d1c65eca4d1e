-- Accounts bound to persons at providers.
CREATE TABLE federated (
  issuer        TEXT NOT NULL,
  subject       TEXT NOT NULL,
  account       INTEGER NOT NULL REFERENCES account (id) ON DELETE CASCADE,
  created_at    INTEGER NOT NULL,
  PRIMARY KEY (issuer, subject)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX federated_account ON federated (account, issuer);

-- A browser on its way to a provider and back.
CREATE TABLE federation (
  -- SHA-256 of the state that travels with it.
  state         BLOB PRIMARY KEY,
  -- SHA-256 of what the browser's cookie holds: one way at a time.
  holder        BLOB NOT NULL UNIQUE,
  provider      TEXT NOT NULL,
  front_kind    TEXT NOT NULL CHECK (front_kind IN ('public', 'staff')),
  -- The account to bind; nothing for a sign-in.
  account       INTEGER REFERENCES account (id) ON DELETE CASCADE,
  -- Nonce and PKCE verifier, sealed.
  secrets       BLOB NOT NULL,
  -- What the provider posted, sealed.
  answer        BLOB,
  ends_at       INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX federation_ends_at ON federation (ends_at);

-- Sessions that began at a provider, those that are still an entry included.
CREATE TABLE provider_session (
  -- SHA-256 of the session's token.
  session       BLOB PRIMARY KEY,
  provider      TEXT NOT NULL,
  -- The provider's ID token, sealed: its sign-out asks for it.
  id_token      BLOB NOT NULL,
  ends_at       INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX provider_session_ends_at ON provider_session (ends_at);
