-- Sign-ins under way, browsers that are known, changes of e-mail addresses.

CREATE TABLE entry (
  -- SHA-256 of the token, which itself is never stored.
  id            BLOB PRIMARY KEY,
  -- Nothing for a sign-in name that nobody may come in by: it behaves like any other.
  account       INTEGER REFERENCES account (id) ON DELETE CASCADE,
  -- A keyed hash of the sign-in name: codes that were sent count under it.
  mark          BLOB NOT NULL,
  front_kind    TEXT NOT NULL CHECK (front_kind IN ('public', 'staff')),
  device        TEXT NOT NULL,
  way           TEXT NOT NULL CHECK (way IN ('password', 'forgot', 'passkey', 'federation')),
  mail_proved   INTEGER NOT NULL DEFAULT 0,
  factor_proved INTEGER NOT NULL DEFAULT 0,
  -- Why a new password is due; nothing when none is.
  reason        TEXT CHECK (reason IN ('initial', 'forgotten', 'rules', 'expired')),
  -- A keyed hash of the code that was sent last.
  code          BLOB,
  -- The address that it went to; nothing for an entry that leads nowhere.
  code_to       TEXT,
  code_ends_at  INTEGER,
  code_tries    INTEGER NOT NULL DEFAULT 0,
  created_at    INTEGER NOT NULL,
  ends_at       INTEGER NOT NULL,
  -- When it became a session, and a keyed hash of the code that ended it: the same once more gets the same answer.
  finished_at   INTEGER,
  finished_by   BLOB
) STRICT, WITHOUT ROWID;
CREATE INDEX entry_account ON entry (account);
CREATE INDEX entry_ends_at ON entry (ends_at);

CREATE TABLE known_browser (
  -- A keyed hash of the sign-in name and of what the browser's cookie holds.
  mark          BLOB PRIMARY KEY,
  account       INTEGER NOT NULL REFERENCES account (id) ON DELETE CASCADE,
  seen_at       INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX known_browser_account ON known_browser (account, seen_at);

-- A new address that waits for its code.
CREATE TABLE email_pending (
  account       INTEGER PRIMARY KEY REFERENCES account (id) ON DELETE CASCADE,
  address       TEXT NOT NULL,
  code          BLOB NOT NULL,
  tries         INTEGER NOT NULL,
  ends_at       INTEGER NOT NULL
) STRICT;
CREATE INDEX email_pending_ends_at ON email_pending (ends_at);

-- A change that the old address may still object to.
CREATE TABLE email_change (
  -- A keyed hash of the objection's code.
  code          BLOB PRIMARY KEY,
  account       INTEGER NOT NULL REFERENCES account (id) ON DELETE CASCADE,
  -- What the account held before; nothing when the business database's counted.
  before        TEXT,
  changed_at    INTEGER NOT NULL,
  ends_at       INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX email_change_account ON email_change (account);
CREATE INDEX email_change_ends_at ON email_change (ends_at);

-- A fingerprint of the rules that the password was found to meet.
ALTER TABLE account ADD COLUMN password_rules BLOB;
