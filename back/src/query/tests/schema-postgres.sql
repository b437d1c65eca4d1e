CREATE TABLE person (
  id bigint PRIMARY KEY, kind varchar(20) NOT NULL, first_name text, last_name text, email text, phone text, secret text
);
CREATE TABLE account (
  id bigint PRIMARY KEY, person_id integer
);
CREATE TABLE statement_line (
  id bigint PRIMARY KEY, account_id bigint, booked_on date, label text, amount_cents bigint
);
CREATE TABLE "odd table" (
  "No." text NOT NULL, year integer NOT NULL, "select" text, rent numeric, score double precision,
  PRIMARY KEY ("No.", year)
);
CREATE TABLE odd_share (
  no text, year smallint, person text
);
CREATE TABLE document (
  id bigint PRIMARY KEY, person_id bigint, title text, kind text, issued_on date, path text, bytes bigint
);
CREATE TABLE notice (
  code varchar(20) PRIMARY KEY, person_id bigint, headline text, path text
);
CREATE TABLE scan (
  id bigint PRIMARY KEY, person_id bigint, title text, content bytea, type text, name text
);
