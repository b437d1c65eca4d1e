CREATE TABLE person (
  id BIGINT PRIMARY KEY, kind VARCHAR(20) NOT NULL, first_name TEXT, last_name TEXT, email TEXT, phone TEXT, secret TEXT
);
CREATE TABLE account (
  id INT UNSIGNED PRIMARY KEY, person_id INT
);
CREATE TABLE statement_line (
  id BIGINT PRIMARY KEY, account_id BIGINT, booked_on DATE, label TEXT, amount_cents BIGINT
);
CREATE TABLE `odd table` (
  `No.` VARCHAR(40) NOT NULL, year INT NOT NULL, `select` VARCHAR(40), rent DECIMAL(20,2), score DOUBLE,
  PRIMARY KEY (`No.`, year)
);
CREATE TABLE odd_share (
  no VARCHAR(40), year SMALLINT, person VARCHAR(40)
);
CREATE TABLE document (
  id BIGINT PRIMARY KEY, person_id BIGINT, title TEXT, kind TEXT, issued_on DATE, path TEXT, bytes BIGINT
);
CREATE TABLE notice (
  code VARCHAR(20) PRIMARY KEY, person_id BIGINT, headline TEXT, path TEXT
);
CREATE TABLE scan (
  id bigint PRIMARY KEY, person_id bigint, title text, content longblob, type text, name text
);
