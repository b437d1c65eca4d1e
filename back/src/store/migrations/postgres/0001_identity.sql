-- Times are seconds since 1970-01-01 UTC.

CREATE TABLE account (
  id            BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  kind          TEXT NOT NULL CHECK (kind IN ('person', 'staff')),
  -- Persons: the kind of the data map, and the key's values as a JSON array of texts.
  person_kind   TEXT,
  person_key    TEXT,
  -- Staff: the name to show.
  name          TEXT,
  -- The sign-in name in its normal form.
  login         TEXT NOT NULL UNIQUE,
  -- An argon2id hash as a PHC string.
  password      TEXT NOT NULL,
  state         TEXT NOT NULL CHECK (state IN ('active', 'disabled')),
  language      TEXT,
  created_at    BIGINT NOT NULL,
  signed_in_at  BIGINT,
  CHECK ((kind = 'person') = (person_kind IS NOT NULL)),
  CHECK ((kind = 'person') = (person_key IS NOT NULL)),
  CHECK ((kind = 'staff') = (name IS NOT NULL))
);

CREATE TABLE session (
  -- SHA-256 of the token, which itself is never stored.
  id            BYTEA PRIMARY KEY,
  account       BIGINT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
  front_kind    TEXT NOT NULL CHECK (front_kind IN ('public', 'staff')),
  front_name    TEXT NOT NULL,
  device        TEXT NOT NULL,
  created_at    BIGINT NOT NULL,
  last_used_at  BIGINT NOT NULL,
  ends_at       BIGINT NOT NULL
);
CREATE INDEX session_account ON session (account);

CREATE TABLE throttle (
  -- A keyed hash of a sign-in name or of a network: no name and no address is kept.
  key           BYTEA PRIMARY KEY,
  -- The times of the failures that still count, 8 bytes each, big-endian, oldest first.
  failures      BYTEA NOT NULL,
  -- When nothing here counts any more.
  ends_at       BIGINT NOT NULL
);
CREATE INDEX throttle_ends_at ON throttle (ends_at);

CREATE TABLE secret (
  name          TEXT PRIMARY KEY,
  value         BYTEA NOT NULL
);
