-- The sample's line-of-business database, as such databases are: keys, a few views, a column nobody should see.
create table building (
  id integer primary key,
  name text not null,
  street text not null,
  postcode text not null,
  city text not null,
  built integer not null
);
create table person (
  id integer primary key,
  kind text not null check (kind in ('tenant', 'coowner', 'landlord')),
  civility text,
  first_name text,
  last_name text not null,
  email text,
  phone text,
  -- For the staff's eyes: not in the data map, so it never leaves the back.
  internal_note text
);
create table lot (
  id integer primary key,
  building_id integer not null references building (id),
  residence text not null,
  address text not null,
  number integer not null,
  kind text not null,
  floor text not null,
  area text not null,
  thousandths integer not null
);
create table ownership (
  id integer primary key,
  lot_id integer not null references lot (id),
  person_id integer not null references person (id),
  since text not null
);
create table lease (
  id integer primary key,
  lot_id integer not null references lot (id),
  tenant_id integer not null references person (id),
  landlord_id integer not null references person (id),
  place text not null,
  starts_on text not null,
  ends_on text,
  rent_cents integer not null,
  charges_cents integer not null,
  deposit_cents integer not null
);
create table account (
  id integer primary key,
  person_id integer not null references person (id),
  number text not null unique
);
create table statement_line (
  id integer primary key,
  account_id integer not null references account (id),
  booked_on text not null,
  label text not null,
  amount_cents integer not null
);
create table document (
  id integer primary key,
  person_id integer not null references person (id),
  category text not null,
  title text not null,
  issued_on text not null,
  path text not null,
  size_bytes integer
);
create table building_document (
  id integer primary key,
  building_id integer not null references building (id),
  category text not null,
  title text not null,
  issued_on text not null,
  path text not null,
  size_bytes integer
);
