-- What was done to accounts, by whom: lines are added, never changed and never taken away.

CREATE TABLE journal (
  id            INTEGER PRIMARY KEY AUTOINCREMENT,
  at            INTEGER NOT NULL,
  kind          TEXT NOT NULL,
  -- Rows of `account`, as numbers alone: a line outlives whom it tells of, and holds no personal data.
  subject       INTEGER NOT NULL,
  actor_kind    TEXT NOT NULL CHECK (actor_kind IN ('person', 'staff', 'command', 'system')),
  actor         INTEGER,
  -- The name of the front that the call came through.
  front         TEXT,
  CHECK ((actor_kind = 'staff') = (actor IS NOT NULL))
) STRICT;
CREATE INDEX journal_subject ON journal (subject, id);

CREATE TRIGGER journal_stays BEFORE UPDATE ON journal
BEGIN SELECT RAISE(ABORT, 'lines of the journal are never changed'); END;
CREATE TRIGGER journal_keeps BEFORE DELETE ON journal
BEGIN SELECT RAISE(ABORT, 'lines of the journal are never taken away'); END;
