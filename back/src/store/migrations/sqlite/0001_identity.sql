-- Times are seconds since 1970-01-01 UTC.

CREATE TABLE account (
  id            INTEGER PRIMARY KEY AUTOINCREMENT,
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
  created_at    INTEGER NOT NULL,
  signed_in_at  INTEGER,
  CHECK ((kind = 'person') = (person_kind IS NOT NULL)),
  CHECK ((kind = 'person') = (person_key IS NOT NULL)),
  CHECK ((kind = 'staff') = (name IS NOT NULL))
) STRICT;

CREATE TABLE session (
  -- SHA-256 of the token, which itself is never stored.
  id            BLOB PRIMARY KEY,
  account       INTEGER NOT NULL REFERENCES account (id) ON DELETE CASCADE,
  front_kind    TEXT NOT NULL CHECK (front_kind IN ('public', 'staff')),
  front_name    TEXT NOT NULL,
  device        TEXT NOT NULL,
  created_at    INTEGER NOT NULL,
  last_used_at  INTEGER NOT NULL,
  ends_at       INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX session_account ON session (account);

CREATE TABLE throttle (
  -- A keyed hash of a sign-in name or of a network: no name and no address is kept.
  key           BLOB PRIMARY KEY,
  -- The times of the failures that still count, 8 bytes each, big-endian, oldest first.
  failures      BLOB NOT NULL,
  -- When nothing here counts any more.
  ends_at       INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX throttle_ends_at ON throttle (ends_at);

CREATE TABLE secret (
  name          TEXT PRIMARY KEY,
  value         BLOB NOT NULL
) STRICT, WITHOUT ROWID;
