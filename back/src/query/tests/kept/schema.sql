CREATE TABLE person (
  id INTEGER NOT NULL PRIMARY KEY, name VARCHAR(30)
);
CREATE TABLE account (
  id INTEGER NOT NULL PRIMARY KEY, number VARCHAR(10), person_id INTEGER UNIQUE
);
CREATE TABLE line (
  id INTEGER NOT NULL PRIMARY KEY, account VARCHAR(10), day DATE, label VARCHAR(30) NOT NULL, debit INTEGER,
  credit INTEGER, balance BIGINT
);
CREATE TABLE cash (
  id INTEGER NOT NULL PRIMARY KEY, person_id INTEGER, day DATE NOT NULL, amount DECIMAL(12, 2),
  balance DECIMAL(12, 2) NOT NULL
);
CREATE INDEX line_place ON line (account, day, id);
CREATE INDEX cash_place ON cash (person_id, day, id);
