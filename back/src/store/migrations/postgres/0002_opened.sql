-- Which documents were opened lately, so that the others can be marked as new.

CREATE TABLE opened (
  account       BIGINT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
  -- A keyed hash of the document's set and key: no name of a document is kept.
  document      BYTEA NOT NULL,
  opened_at     BIGINT NOT NULL,
  PRIMARY KEY (account, document)
);
CREATE INDEX opened_at ON opened (opened_at);
