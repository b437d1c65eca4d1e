CREATE TABLE person (
  id INTEGER NOT NULL PRIMARY KEY, kind VARCHAR(10) NOT NULL, name VARCHAR(30), card VARCHAR(30), mail VARCHAR(60),
  guardian_id INTEGER REFERENCES person (id), state VARCHAR(10)
);
CREATE TABLE house (
  id INTEGER NOT NULL PRIMARY KEY, name VARCHAR(30)
);
CREATE TABLE mandate (
  id INTEGER NOT NULL PRIMARY KEY, person_id INTEGER, house_id INTEGER, starts_on DATE, ends_on DATE
);
CREATE TABLE ticket (
  id INTEGER NOT NULL PRIMARY KEY, house_id INTEGER, person_id INTEGER REFERENCES person (id),
  author_id INTEGER REFERENCES person (id), note VARCHAR(30)
);
CREATE TABLE receipt (
  id INTEGER NOT NULL PRIMARY KEY, ticket_id INTEGER, person_id INTEGER REFERENCES person (id)
);
CREATE TABLE visit (
  id INTEGER NOT NULL PRIMARY KEY, house_id INTEGER, on_day DATE
);
CREATE TABLE log (
  id INTEGER NOT NULL PRIMARY KEY, object INTEGER, module VARCHAR(10)
);
CREATE TABLE loan (
  id INTEGER NOT NULL PRIMARY KEY, card VARCHAR(30), of_person VARCHAR(30)
);
CREATE TABLE message (
  id INTEGER NOT NULL PRIMARY KEY, sender_id INTEGER REFERENCES person (id), recipient_id INTEGER REFERENCES person (id)
);
