-- What was done to accounts, by whom: lines are added, never changed and never taken away.

CREATE TABLE journal (
  id            BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  at            BIGINT NOT NULL,
  kind          TEXT NOT NULL,
  -- Rows of `account`, as numbers alone: a line outlives whom it tells of, and holds no personal data.
  subject       BIGINT NOT NULL,
  actor_kind    TEXT NOT NULL CHECK (actor_kind IN ('person', 'staff', 'command', 'system')),
  actor         BIGINT,
  -- The name of the front that the call came through.
  front         TEXT,
  CHECK ((actor_kind = 'staff') = (actor IS NOT NULL))
);
CREATE INDEX journal_subject ON journal (subject, id);

CREATE FUNCTION journal_refuses() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'lines of the journal are never changed and never taken away';
END
$$;
CREATE TRIGGER journal_stays BEFORE UPDATE OR DELETE ON journal
  FOR EACH ROW EXECUTE FUNCTION journal_refuses();
CREATE TRIGGER journal_keeps BEFORE TRUNCATE ON journal
  FOR EACH STATEMENT EXECUTE FUNCTION journal_refuses();
