CREATE TABLE digit (d INTEGER NOT NULL);
INSERT INTO digit VALUES (0), (1), (2), (3), (4), (5), (6), (7), (8), (9);
CREATE TABLE number (n INTEGER NOT NULL);
INSERT INTO number SELECT a.d + 10 * b.d + 100 * c.d + 1000 * d.d + 10000 * e.d
  FROM digit a CROSS JOIN digit b CROSS JOIN digit c CROSS JOIN digit d CROSS JOIN digit e;
CREATE TABLE calendar (at INTEGER NOT NULL PRIMARY KEY, on_day DATE NOT NULL);
INSERT INTO calendar VALUES (0, '2022-01-31'), (1, '2022-04-30'), (2, '2022-07-31'), (3, '2022-10-31'), (4, '2023-01-31'),
  (5, '2023-04-30'), (6, '2023-07-31'), (7, '2023-10-31'), (8, '2024-01-31'), (9, '2024-04-30'), (10, '2024-07-31'),
  (11, '2024-10-31'), (12, '2025-01-31'), (13, '2025-04-30'), (14, '2025-07-31'), (15, '2025-10-31'), (16, '2026-01-31'),
  (17, '2026-04-30'), (18, '2026-07-31'), (19, '2026-10-31');
INSERT INTO person SELECT n, CONCAT('Person ', n) FROM number WHERE n <= 2500;
INSERT INTO account SELECT n, n FROM number WHERE n <= 2500;
INSERT INTO line SELECT n, 0, on_day, CONCAT('Line ', n % 97), CONCAT('sort ', n % 5), 300 - 400 * (n % 2),
    100 * n + 300 - 200 * (n % 2)
  FROM number JOIN calendar ON at = (n - n % 2500) / 2500 WHERE n < 50000;
INSERT INTO line SELECT n, 1 + n % 2500, on_day, CONCAT('Line ', n % 97), CONCAT('sort ', n % 5), 300 - 400 * (at % 2),
    100 * at + 300 - 200 * (at % 2)
  FROM number JOIN calendar ON at = (n - 50000 - n % 2500) / 2500 WHERE n >= 50000;
INSERT INTO building SELECT n, CONCAT('House ', n) FROM number WHERE n < 25000;
INSERT INTO mandate SELECT n, n % 2501, n % 25000, '2026-01-01', '2026-12-31' FROM number;
INSERT INTO document SELECT n, 0, n % 25000, on_day, CONCAT('Paper ', n % 97), CONCAT('sort ', n % 5), 1000
  FROM number JOIN calendar ON at = (n - n % 2500) / 2500 WHERE n < 50000;
INSERT INTO document SELECT n, 1 + n % 2500, n % 25000, on_day, CONCAT('Paper ', n % 97), CONCAT('sort ', n % 5), 1000
  FROM number JOIN calendar ON at = (n - 50000 - n % 2500) / 2500 WHERE n >= 50000;
CREATE INDEX line_place ON line (account_id, on_day, id);
CREATE INDEX mandate_person ON mandate (person_id);
CREATE INDEX mandate_building ON mandate (building_id);
CREATE INDEX document_person ON document (person_id);
CREATE INDEX document_building ON document (building_id);
DROP TABLE number;
DROP TABLE digit;
DROP TABLE calendar;
