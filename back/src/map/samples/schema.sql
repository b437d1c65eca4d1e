CREATE TABLE person (
  id INTEGER PRIMARY KEY, kind TEXT NOT NULL, first_name TEXT, last_name TEXT, email TEXT, phone TEXT, secret TEXT
);
CREATE TABLE account (
  id INTEGER PRIMARY KEY, person_id INTEGER REFERENCES person
);
CREATE TABLE statement_line (
  id INTEGER PRIMARY KEY, account_id INTEGER REFERENCES account, booked_on DATE, label TEXT, amount_cents INTEGER
);
CREATE TABLE "odd table" (
  "No." TEXT NOT NULL, year INTEGER NOT NULL, "select" TEXT, rent NUMERIC, score REAL, PRIMARY KEY ("No.", year)
);
CREATE TABLE odd_share (
  no TEXT, year INTEGER, person TEXT
);
CREATE TABLE document (
  id INTEGER PRIMARY KEY, person_id INTEGER, title TEXT, kind TEXT, issued_on TEXT, path TEXT, bytes INTEGER
);
CREATE TABLE notice (
  code TEXT PRIMARY KEY NOT NULL, person_id INTEGER, headline TEXT, path TEXT
);
CREATE TABLE scan (
  id INTEGER PRIMARY KEY, person_id INTEGER, title TEXT, content BLOB, type TEXT, name TEXT
);
