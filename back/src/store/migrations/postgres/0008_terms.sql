-- What accounts were shown of terms, and what they answered. Seeing is one thing, accepting another.

CREATE TABLE agreement (
  account       BIGINT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
  -- Terms and version as the data map names them.
  terms         TEXT NOT NULL,
  version       TEXT NOT NULL,
  seen_at       BIGINT,
  accepted_at   BIGINT,
  refused_at    BIGINT,
  -- When a mail asked for an answer last.
  reminded_at   BIGINT,
  -- SHA-256 of the text that was shown or answered last, in all its languages.
  digest        BYTEA,
  PRIMARY KEY (account, terms, version),
  CHECK (accepted_at IS NULL OR refused_at IS NULL),
  CHECK ((accepted_at IS NULL AND refused_at IS NULL) OR (seen_at IS NOT NULL AND digest IS NOT NULL))
);
