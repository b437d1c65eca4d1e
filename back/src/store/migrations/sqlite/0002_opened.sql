-- Which documents were opened lately, so that the others can be marked as new.

CREATE TABLE opened (
  account       INTEGER NOT NULL REFERENCES account (id) ON DELETE CASCADE,
  -- A keyed hash of the document's set and key: no name of a document is kept.
  document      BLOB NOT NULL,
  opened_at     INTEGER NOT NULL,
  PRIMARY KEY (account, document)
) STRICT, WITHOUT ROWID;
CREATE INDEX opened_at ON opened (opened_at);
