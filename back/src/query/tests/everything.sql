CREATE TYPE public.mood AS ENUM ('sad', 'ok', 'happy');
CREATE DOMAIN public.cents AS numeric(12,2) CHECK (VALUE < 1000);
CREATE DOMAIN public.few AS public.cents NOT NULL;
CREATE DOMAIN public.year AS integer CHECK (VALUE > 0);
CREATE DOMAIN public.day AS date;
CREATE DOMAIN public.word AS varchar(40);
CREATE DOMAIN public.words AS text;
CREATE DOMAIN public.yes AS boolean;
CREATE TABLE public.everything (
  a_smallint smallint, an_integer integer, a_bigint bigint, a_numeric numeric, a_price numeric(12,2), a_real real,
  a_double double precision, a_money money, a_truth boolean, a_text text, a_varchar varchar(5), a_char char(5),
  a_name name, a_day date, a_moment timestamp, an_instant timestamptz(3), a_time time, a_time_tz timetz,
  an_interval interval, a_uuid uuid, bytes bytea, a_json json, a_jsonb jsonb, an_enum public.mood,
  a_domain public.cents, a_domain_of_domain public.few, an_array integer[], texts text[], enums public.mood[],
  an_inet inet, a_cidr cidr, a_mac macaddr, bits bit(3), more_bits bit varying, a_point point, a_search tsvector,
  a_range int4range, an_xml xml, an_oid oid, a_row pg_catalog.pg_lsn, a_year public.year, a_days_domain public.day, a_word public.word, some_words public.words,
  a_yes public.yes, "Mixed ""Case" text COLLATE "C"
);
INSERT INTO public.everything VALUES (
  -7, 2147483647, 9223372036854775807, 12345678901234567890.123456789, 12.30, 0.1, 0.1, 1234.50, true, 'téxt  ', 'abc  ', 'ab',
  'nâme', '2026-02-03', '2026-02-03 04:05:06.789', '2026-02-03 04:05:06.789+00', '04:05:06', '04:05:06+02',
  '1 year 2 days', '0b8f2c44-8f5e-4c1e-9d2a-0123456789ab', '\xdeadbeef', '{"a": {"b": 1}}', '{"a": {"b": "é"}}', 'ok',
  12.5, 1, '{1,2,NULL}', '{"a,b",NULL}', '{sad}', '192.0.2.1', '192.0.2.0/24', '08:00:2b:01:02:03', B'101', B'1', '(1,2)',
  'a b', '[1,5)', '<a>é</a>', 42, '16/B374D848', 1999, '2026-02-03', 'é', 'some words', true, 'x'
);
INSERT INTO public.everything (a_domain_of_domain) VALUES (1);
INSERT INTO public.everything (a_domain_of_domain, a_numeric, a_double, a_real, a_day, a_moment, an_instant) VALUES
  (2, 'NaN', 'Infinity', '-Infinity', '0044-03-15 BC', 'infinity', '-infinity');
