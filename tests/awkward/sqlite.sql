CREATE TABLE person (
  id INTEGER PRIMARY KEY AUTOINCREMENT, kind TEXT NOT NULL, "First Name" TEXT, last_name TEXT NOT NULL, email TEXT,
  phone TEXT, born DATE, active BOOLEAN NOT NULL, guardian_id INTEGER REFERENCES person (id)
);
CREATE TABLE "Account" (
  "No." INTEGER NOT NULL, "year" SMALLINT NOT NULL, person_id INTEGER, currency CHAR(3) NOT NULL,
  PRIMARY KEY ("No.", "year")
);
CREATE TABLE category (code CHAR(3) PRIMARY KEY, name VARCHAR(40) NOT NULL);
CREATE TABLE "Line" (
  "No." INTEGER NOT NULL, "year" SMALLINT NOT NULL, seq INTEGER NOT NULL, booked DATE, posted TIMESTAMP, label VARCHAR(80),
  amount DECIMAL(28,6), fee DECIMAL(12,2), rate DOUBLE, state VARCHAR(10), done BOOLEAN, extra JSON, content BLOB, tags TEXT,
  due DATE, "order" VARCHAR(20), category CHAR(3),
  shout TEXT GENERATED ALWAYS AS (upper(state)) STORED,
  PRIMARY KEY ("No.", "year", seq), FOREIGN KEY ("No.", "year") REFERENCES "Account" ("No.", "year")
);
CREATE TABLE note (person_id INTEGER, "group" TEXT, noted DATE, "value" NUMERIC);
CREATE TABLE log (id INTEGER PRIMARY KEY, module TEXT NOT NULL, object INTEGER, logged TIMESTAMP NOT NULL, what TEXT);
CREATE TABLE session (id CHAR(36) PRIMARY KEY, opened TIMESTAMP NOT NULL, data JSON NOT NULL);
CREATE TABLE contact (id INTEGER PRIMARY KEY, phone TEXT, card TEXT, remark TEXT);
CREATE TABLE paper (code VARCHAR(20) PRIMARY KEY, title TEXT, person_id INTEGER);
CREATE VIEW "recent lines" AS SELECT "No.", "year", seq, label, amount FROM "Line" WHERE booked >= '2026-02-01';
