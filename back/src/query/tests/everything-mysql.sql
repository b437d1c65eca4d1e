SET SESSION sql_mode = '';
CREATE TABLE everything (
  a_tiny TINYINT, a_truth BOOLEAN, an_integer INT UNSIGNED, a_bigint BIGINT UNSIGNED, a_decimal DECIMAL(28,6),
  a_float FLOAT, a_double DOUBLE, a_bit BIT(1), bits BIT(10), a_char CHAR(5), a_varchar VARCHAR(20),
  a_latin VARCHAR(20) CHARACTER SET latin1, a_binary_text VARCHAR(20) COLLATE utf8mb4_bin, a_text LONGTEXT,
  an_enum ENUM('sad', 'ok'), a_set SET('a', 'b'), a_day DATE, a_moment DATETIME(3), an_instant TIMESTAMP NULL, a_time TIME,
  a_year YEAR, some_bytes VARBINARY(16), a_key BINARY(4), a_blob LONGBLOB, a_json JSON, a_point POINT,
  a_shape GEOMETRY, a_zerofill INT(6) UNSIGNED ZEROFILL, an_unseen VARCHAR(9) DEFAULT (CONCAT('un', 'seen')) INVISIBLE,
  a_sum DECIMAL(30,6) GENERATED ALWAYS AS (a_decimal * 2) STORED, `odd `` name` TEXT, UNIQUE KEY ((lower(a_varchar)))
);
INSERT INTO everything VALUES (
  -7, 1, 4294967295, 18446744073709551615, 1234567.123450, 0.1, 0.1, 1, 513, 'ab', 'téxt', 'é', 'É', 'ünï', 'ok', 'a,b',
  '2026-02-03', '2026-02-03 04:05:06.789', '2026-02-03 04:05:06', '-12:00:01', 2026, x'00ff', x'deadbeef', x'ff00',
  '{"a": {"b": 1}}', POINT(1, 2), ST_GeomFromText('LINESTRING(0 0, 1 1)'), 42, DEFAULT, 'x'
);
INSERT INTO everything () VALUES ();
INSERT INTO everything (a_day, a_moment, an_instant, a_year, a_char) VALUES
  ('0000-00-00', '0000-00-00 00:00:00', '0000-00-00 00:00:00', 0, '');
INSERT INTO everything (a_day, a_moment) VALUES ('2026-00-00', '9999-12-31 23:59:59');
