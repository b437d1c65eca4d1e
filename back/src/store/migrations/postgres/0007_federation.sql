-- Accounts bound to persons at providers.
CREATE TABLE federated (
  issuer        TEXT NOT NULL,
  subject       TEXT NOT NULL,
  account       BIGINT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
  created_at    BIGINT NOT NULL,
  PRIMARY KEY (issuer, subject)
);
CREATE UNIQUE INDEX federated_account ON federated (account, issuer);

-- A browser on its way to a provider and back.
CREATE TABLE federation (
  -- SHA-256 of the state that travels with it.
  state         BYTEA PRIMARY KEY,
  -- SHA-256 of what the browser's cookie holds: one way at a time.
  holder        BYTEA NOT NULL UNIQUE,
  provider      TEXT NOT NULL,
  front_kind    TEXT NOT NULL CHECK (front_kind IN ('public', 'staff')),
  -- The account to bind; nothing for a sign-in.
  account       BIGINT REFERENCES account (id) ON DELETE CASCADE,
  -- Nonce and PKCE verifier, sealed.
  secrets       BYTEA NOT NULL,
  -- What the provider posted, sealed.
  answer        BYTEA,
  ends_at       BIGINT NOT NULL
);
CREATE INDEX federation_ends_at ON federation (ends_at);

-- Sessions that began at a provider, those that are still an entry included.
CREATE TABLE provider_session (
  -- SHA-256 of the session's token.
  session       BYTEA PRIMARY KEY,
  provider      TEXT NOT NULL,
  -- The provider's ID token, sealed: its sign-out asks for it.
  id_token      BYTEA NOT NULL,
  ends_at       BIGINT NOT NULL
);
CREATE INDEX provider_session_ends_at ON provider_session (ends_at);
