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
  -- The entry or the session that began: one way at a time.
  holder        BLOB NOT NULL UNIQUE,
  provider      TEXT NOT NULL,
  -- The account to bind; nothing for a sign-in.
  account       INTEGER REFERENCES account (id) ON DELETE CASCADE,
  -- Nonce and PKCE verifier, sealed.
  secrets       BLOB NOT NULL,
  -- What the provider posted, sealed.
  answer        BLOB,
  ends_at       INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX federation_ends_at ON federation (ends_at);

-- Sessions that began at a provider.
CREATE TABLE provider_session (
  session       BLOB PRIMARY KEY REFERENCES session (id) ON DELETE CASCADE,
  provider      TEXT NOT NULL,
  -- The provider's ID token, sealed: its sign-out asks for it.
  id_token      BLOB NOT NULL
) STRICT, WITHOUT ROWID;
