-- A claim is who has a mail in hand; addresses of mails that failed stay until they are purged. A table's conditions
-- cannot be changed here: it is written anew.
CREATE TABLE outbox_anew (
  id            INTEGER PRIMARY KEY AUTOINCREMENT,
  -- What brought the mail about: for one cause there is one mail.
  cause         TEXT NOT NULL UNIQUE,
  account       INTEGER REFERENCES account (id) ON DELETE CASCADE,
  -- The address; emptied with the settlement, unless that is 'failed'.
  recipient     TEXT,
  language      TEXT NOT NULL,
  front_kind    TEXT NOT NULL CHECK (front_kind IN ('public', 'staff')),
  -- Which of the fixed texts: 'recovery_code'.
  message       TEXT NOT NULL,
  -- The code that goes into it, sealed with a secret of the store; emptied with the settlement.
  sealed        BLOB,
  -- 'void': there is no address. 'over': its code had ended before it could be sent. 'failed': given up.
  state         TEXT NOT NULL CHECK (state IN ('waiting', 'sent', 'over', 'failed', 'void')),
  -- How often somebody has begun to send it.
  tries         INTEGER NOT NULL DEFAULT 0,
  created_at    INTEGER NOT NULL,
  -- When it is tried next.
  due_at        INTEGER NOT NULL,
  -- It is worth nothing any more after this time.
  ends_at       INTEGER,
  settled_at    INTEGER,
  -- Who has it in hand.
  claim         TEXT,
  CHECK (state = 'waiting'
    OR (sealed IS NULL AND settled_at IS NOT NULL AND (recipient IS NULL OR state = 'failed')))
) STRICT;
INSERT INTO outbox_anew SELECT id, cause, account, recipient, language, front_kind, message, sealed, state, tries,
  created_at, due_at, ends_at, settled_at, NULL FROM outbox;
DROP TABLE outbox;
ALTER TABLE outbox_anew RENAME TO outbox;
CREATE INDEX outbox_waiting ON outbox (due_at) WHERE state = 'waiting';
CREATE INDEX outbox_settled ON outbox (settled_at) WHERE state <> 'waiting';
CREATE INDEX outbox_account ON outbox (account);
CREATE INDEX outbox_claim ON outbox (claim) WHERE claim IS NOT NULL;
