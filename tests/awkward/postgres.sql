CREATE TYPE line_state AS ENUM ('open', 'closed', 'void');
CREATE TABLE person (
  id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY, kind text NOT NULL, "First Name" text, last_name text NOT NULL,
  email text, phone text, born date, active boolean NOT NULL, guardian_id integer REFERENCES person (id)
);
CREATE TABLE "Account" (
  "No." integer NOT NULL, "year" smallint NOT NULL, person_id integer, currency char(3) NOT NULL,
  PRIMARY KEY ("No.", "year")
);
CREATE TABLE category (code char(3) PRIMARY KEY, name varchar(40) NOT NULL);
CREATE TABLE "Line" (
  "No." integer NOT NULL, "year" smallint NOT NULL, seq integer NOT NULL, booked date, posted timestamptz,
  label varchar(80), amount decimal(28,6), fee decimal(12,2), rate double precision, state line_state, done boolean,
  extra jsonb, content bytea, tags text[], due text, "order" varchar(20), category char(3),
  shout text GENERATED ALWAYS AS (CASE state WHEN 'open' THEN 'OPEN' WHEN 'closed' THEN 'CLOSED' WHEN 'void' THEN 'VOID' END)
    STORED,
  PRIMARY KEY ("No.", "year", seq), FOREIGN KEY ("No.", "year") REFERENCES "Account" ("No.", "year")
);
CREATE TABLE note (person_id integer, "group" text, noted date, "value" numeric);
CREATE TABLE log (id integer PRIMARY KEY, module text NOT NULL, object integer, logged timestamp NOT NULL, what text);
CREATE TABLE session (id uuid PRIMARY KEY, opened timestamp NOT NULL, data jsonb NOT NULL);
CREATE TABLE contact (id integer PRIMARY KEY, phone text, card text, remark text);
CREATE TABLE paper (code varchar(20) PRIMARY KEY, title text, person_id integer);
CREATE VIEW "recent lines" AS SELECT "No.", "year", seq, label, amount FROM "Line" WHERE booked >= '2026-02-01';
