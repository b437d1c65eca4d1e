-- Letters on their way. Times are seconds since 1970-01-01 UTC.

CREATE TABLE batch (
  id            BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  -- What was asked for: a run that was cut off goes on when the same is asked for again. Emptied at the end.
  request       TEXT NOT NULL,
  began_at      BIGINT NOT NULL,
  ended_at      BIGINT
);

CREATE TABLE spool (
  account       BIGINT PRIMARY KEY REFERENCES account (id) ON DELETE CASCADE,
  -- The run that writes the letters; none: a member of staff fetches them.
  batch         BIGINT REFERENCES batch (id),
  -- The initial password, sealed, until its letter is safe.
  password      BYTEA NOT NULL
);
CREATE INDEX spool_batch ON spool (batch, account);

-- Whatever gives an account another password leaves no letter for the one before.
CREATE FUNCTION spool_over() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  DELETE FROM spool WHERE account = NEW.id;
  RETURN NULL;
END
$$;
CREATE TRIGGER spool_over AFTER UPDATE OF password ON account
  FOR EACH ROW WHEN (OLD.password <> NEW.password) EXECUTE FUNCTION spool_over();

-- Passwords that are still hashed in the form of another system: asked for at each sign-in as long as there are any.
CREATE INDEX account_form ON account (password_form) WHERE password_form IS NOT NULL;
