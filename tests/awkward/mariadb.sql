SET sql_mode = 'ANSI_QUOTES,NO_BACKSLASH_ESCAPES';
CREATE TABLE person (
  id int AUTO_INCREMENT PRIMARY KEY, kind varchar(20) NOT NULL, "First Name" varchar(200), last_name varchar(200) NOT NULL,
  email varchar(200), phone varchar(40), born date, active boolean NOT NULL, guardian_id int REFERENCES person (id)
);
CREATE TABLE "Account" (
  "No." int NOT NULL, "year" smallint NOT NULL, person_id int, currency char(3) NOT NULL, PRIMARY KEY ("No.", "year")
);
CREATE TABLE category (code char(3) PRIMARY KEY, name varchar(40) NOT NULL);
CREATE TABLE "Line" (
  "No." int NOT NULL, "year" smallint NOT NULL, seq int NOT NULL, booked date, posted timestamp NULL, label varchar(80),
  amount decimal(28,6), fee decimal(12,2), rate double, state enum('open', 'closed', 'void'), done tinyint(1), extra json,
  content longblob, tags text, due date, "order" varchar(20), category char(3),
  shout varchar(10) GENERATED ALWAYS AS (upper(state)) STORED,
  PRIMARY KEY ("No.", "year", seq), FOREIGN KEY ("No.", "year") REFERENCES "Account" ("No.", "year")
);
CREATE TABLE note (person_id int, "group" varchar(100), noted date, "value" decimal(20,4));
CREATE TABLE log (id int PRIMARY KEY, module varchar(20) NOT NULL, object int, logged datetime NOT NULL, what text);
CREATE TABLE session (id char(36) PRIMARY KEY, opened datetime NOT NULL, data json NOT NULL);
CREATE TABLE contact (id int PRIMARY KEY, phone varchar(40), card varchar(40), remark text);
CREATE TABLE paper (code varchar(20) COLLATE utf8mb4_bin PRIMARY KEY, title text, person_id int);
CREATE VIEW "recent lines" AS SELECT "No.", "year", seq, label, amount FROM "Line" WHERE booked >= '2026-02-01';
