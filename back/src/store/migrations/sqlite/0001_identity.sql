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
  -- What was hashed: nothing here for the password itself, else the form that it had in another system, in which it is
  -- brought before it is compared ("md5", "bcrypt $2y$10$...": never with the hash).
  password_form TEXT,
  -- 'scrambled': nobody knows it, sign-in is possible elsewhere only.
  password_from TEXT NOT NULL DEFAULT 'chosen' CHECK (password_from IN ('initial', 'chosen', 'legacy', 'scrambled')),
  password_at   INTEGER,
  -- An initial password is good until then.
  initial_until INTEGER,
  state         TEXT NOT NULL CHECK (state IN ('invited', 'verifying', 'active', 'disabled', 'erased')),
  -- When the identity was proved by a code or by staff: where an account that is enabled again goes on.
  verified_at   INTEGER,
  -- The address that was proved or settled; that of the business database counts while there is none.
  email         TEXT,
  -- Who keeps the account in step ("csv: hr", "ldap: main"), and its key there.
  source        TEXT,
  source_key    TEXT,
  language      TEXT,
  created_at    INTEGER NOT NULL,
  signed_in_at  INTEGER,
  CHECK ((kind = 'person') = (person_kind IS NOT NULL)),
  CHECK ((kind = 'person') = (person_key IS NOT NULL)),
  CHECK ((kind = 'staff') = (name IS NOT NULL)),
  CHECK ((source IS NULL) = (source_key IS NULL))
) STRICT;

-- A person has one account.
CREATE UNIQUE INDEX account_person ON account (person_kind, person_key) WHERE state <> 'erased';
CREATE UNIQUE INDEX account_source ON account (source, source_key);

CREATE TABLE session (
  -- SHA-256 of the token, which itself is never stored.
  id            BLOB PRIMARY KEY,
  account       INTEGER NOT NULL REFERENCES account (id) ON DELETE CASCADE,
  front_kind    TEXT NOT NULL CHECK (front_kind IN ('public', 'staff')),
  front_name    TEXT NOT NULL,
  device        TEXT NOT NULL,
  created_at    INTEGER NOT NULL,
  last_used_at  INTEGER NOT NULL,
  ends_at       INTEGER NOT NULL,
  -- Terms wait for an answer: only they, the account and the way out are open.
  held          INTEGER NOT NULL DEFAULT 0
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
