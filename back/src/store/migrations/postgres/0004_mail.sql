-- Mails: written in the transaction of their cause, sent afterwards, purged when old.

CREATE TABLE outbox (
  id            BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  -- What brought the mail about: for one cause there is one mail.
  cause         TEXT NOT NULL UNIQUE,
  account       BIGINT REFERENCES account (id) ON DELETE CASCADE,
  -- The address; emptied with the settlement.
  recipient     TEXT,
  language      TEXT NOT NULL,
  front_kind    TEXT NOT NULL CHECK (front_kind IN ('public', 'staff')),
  -- Which of the fixed texts: 'recovery_code'.
  message       TEXT NOT NULL,
  -- The code that goes into it, sealed with a secret of the store; emptied with the settlement.
  sealed        BYTEA,
  -- 'void': there is no address. 'over': its code had ended before it could be sent. 'failed': given up.
  state         TEXT NOT NULL CHECK (state IN ('waiting', 'sent', 'over', 'failed', 'void')),
  -- How often somebody has begun to send it.
  tries         BIGINT NOT NULL DEFAULT 0,
  created_at    BIGINT NOT NULL,
  -- When it is tried next; while it is being sent, when others may take it for abandoned.
  due_at        BIGINT NOT NULL,
  -- It is worth nothing any more after this time.
  ends_at       BIGINT,
  settled_at    BIGINT,
  CHECK (state = 'waiting' OR (recipient IS NULL AND sealed IS NULL AND settled_at IS NOT NULL))
);
CREATE INDEX outbox_waiting ON outbox (due_at) WHERE state = 'waiting';
CREATE INDEX outbox_settled ON outbox (settled_at) WHERE state <> 'waiting';
CREATE INDEX outbox_account ON outbox (account);
