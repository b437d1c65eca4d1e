//! A small property manager: one database, one data map, some files. Every text that belongs to a person can be named,
//! so that a test can look for it where it must not be.

use std::{fs, path::Path};

use sqlx::{Connection as _, Executor as _, SqliteConnection, sqlite::SqliteConnectOptions};

/// Texts of sample persons that must appear in no log, no URL and no metric of the front.
pub const PERSONAL: &[&str] = &[
    "Éléonore",
    "D'Arvor",
    "Quentin",
    "Lemaître",
    "Wanda",
    "Stokowski",
    "eleonore@exemple.test",
    "quentin@exemple.test",
    "Quittance de loyer avril",
    "Appel de fonds du lot 12",
    "Remboursement serrurier",
    ELEONORE.login,
    QUENTIN.login,
    WANDA.login,
    STAFF.login,
    ELEONORE.password,
    QUENTIN.password,
];

/// Somebody who can sign in.
#[derive(Debug, Clone, Copy)]
pub struct Sample {
    /// The kind in the data map; empty for staff.
    pub kind: &'static str,
    /// The person's number; the name for staff.
    pub key: &'static str,
    /// The sign-in name.
    pub login: &'static str,
    /// The password.
    pub password: &'static str,
}

/// A tenant with 120 lines, documents of every size and one missing file.
pub const ELEONORE: Sample =
    Sample { kind: "tenant", key: "1", login: "tvk4-8mzp", password: "cuivre-lampe-orage-61" };
/// Another tenant, with little.
pub const QUENTIN: Sample =
    Sample { kind: "tenant", key: "2", login: "hw9d-2rqx", password: "sapin-vague-miel-07" };
/// A co-owner with nothing at all.
pub const WANDA: Sample =
    Sample { kind: "coowner", key: "3", login: "b3ny-6tfc", password: "encre-hibou-quai-94" };
/// A member of staff.
pub const STAFF: Sample =
    Sample { kind: "", key: "Odile Garnier", login: "p7lu-5gsk", password: "balcon-tuile-zinc-38" };

const SCHEMA: &str = "
create table person (id integer primary key, kind text not null, first_name text, last_name text, email text, street text, city text);
create table account (id integer primary key, person_id integer not null);
create table line (id integer primary key, account_id integer not null, booked_on text not null, label text not null, amount_cents integer not null);
create index line_account on line (account_id, booked_on, id);
create table \"order\" (id integer primary key, person_id integer, \"opened On\" text, subject text, state text);
create table document (id integer primary key, person_id integer not null, title text, kind text, issued_on text, path text);
create table secret (id integer primary key, person_id integer, note text);
insert into person values
  (1, 'tenant', 'Éléonore', 'D''Arvor', 'eleonore@exemple.test', '3 rue des Lilas', 'Nantes'),
  (2, 'tenant', 'Quentin', 'Lemaître', 'quentin@exemple.test', '8 quai <de> la Fosse & co', 'Nantes'),
  (3, 'coowner', 'Wanda', 'Stokowski', null, null, null);
insert into account values (10, 1), (20, 2);
insert into line
  with recursive n(i) as (select 1 union all select i + 1 from n where i < 120)
  select i, 10, date('2016-01-01', '+' || (i / 2) || ' months'),
    case when i % 2 = 0 then 'Appel de fonds du lot 12' else 'Versement' end,
    case when i % 2 = 0 then 69050 else -69000 end from n;
insert into line values (1000, 20, '2026-01-05', 'Loyer', 52000), (1001, 20, '2026-01-09', 'Versement', -52000);
insert into \"order\" values (1, 1, '2026-02-03', 'Remboursement serrurier', 'ouvert'), (2, 2, null, 'Fuite', 'clos'),
  (3, 1, '2026-04-09', 'Peinture de l''entrée', 'clos'), (4, 1, '2025-11-30', 'Boîte aux lettres', 'ouvert');
insert into document values
  (1, 1, 'Quittance de loyer avril', 'Quittance', '2026-04-05', '2026/quittance.pdf'),
  (2, 1, 'Procès-verbal d''assemblée', 'Assemblée', '2026-03-01', '2026/pv.pdf'),
  (3, 1, 'Plan du logement', 'Plan', '2020-05-02', 'plan.png'),
  (4, 1, 'Pièce égarée', 'Divers', '2019-01-01', 'gone.pdf'),
  (5, 1, 'Échappée', 'Divers', '2018-01-01', '../outside.pdf'),
  (6, 1, 'Tableau', 'Divers', '2017-01-01', 'table.csv'),
  (9, 2, 'Bail', 'Contrat', '2021-09-01', 'bail.pdf');
insert into secret values (1, 1, 'never declared, never shown');
";

/// The data map of the organisation.
pub const MAP: &str = r#"
version = 1

[controller]
name = "Cabinet Morel"
address = ["12 place Royale", "44000 Nantes"]
email = "contact@morel.example"
phone = "+33 2 40 00 00 00"
privacy_contact = "dpo@morel.example"
authority = "CNIL"
authority_website = "https://www.cnil.fr"

[[controller.texts]]
title = { fr = "Vos données", en = "Your data" }
paragraphs = { fr = ["Nous tenons votre compte."], en = ["We keep your account."] }

[persons.tenant]
title = { fr = "Locataire", en = "Tenant" }
table = "person"
key = ["id"]
only = { kind = "tenant" }
name = "{first_name} {last_name}"
email = "email"

[persons.coowner]
title = { fr = "Copropriétaire", en = "Co-owner" }
table = "person"
key = ["id"]
only = { kind = "coowner" }
name = "{first_name} {last_name}"
email = "email"

[pages.statement]
title = { fr = "Mon compte", en = "My account" }
presentation = "statement"
for = ["tenant", "coowner"]
table = "line"
link = ["line.account_id = account.id", "account.person_id = person.id"]
order = ["-booked_on", "-id"]
columns = [
  { column = "booked_on", title = { fr = "Date", en = "Date" }, format = "date" },
  { column = "label", title = { fr = "Libellé", en = "Label" } },
]
amount = { column = "amount_cents", currency = "EUR", unit = "cents" }
sense = "positive-is-due"
search = ["label"]
chart = { kind = "balance" }

[pages.orders]
title = { fr = "Mes demandes", en = "My requests" }
presentation = "list"
for = ["tenant"]
table = "order"
link = ["order.person_id = person.id"]
order = ["-opened On", "-id"]
columns = [
  { column = "opened On", title = { fr = "Ouverte le", en = "Opened on" }, format = "date" },
  { column = "subject", title = { fr = "Objet", en = "Subject" } },
  { column = "state", title = { fr = "État", en = "State" } },
]
card = "{subject}"
detail = [
  { column = "subject", title = { fr = "Objet", en = "Subject" } },
  { column = "state", title = { fr = "État", en = "State" } },
]
search = ["subject"]
filter = ["state", "opened On"]
sort = ["subject"]

[pages.details]
title = { fr = "Mes coordonnées", en = "My details" }
presentation = "record"
for = ["tenant", "coowner"]
table = "person"
order = ["id"]
columns = [
  { column = "street", title = { fr = "Rue", en = "Street" } },
  { column = "city", title = { fr = "Ville", en = "City" } },
  { column = "email", title = { fr = "Courriel", en = "E-mail" }, format = "email" },
]

[pages.documents]
title = { fr = "Mes documents", en = "My documents" }
presentation = "documents"
for = ["tenant", "coowner"]
documents = ["own"]

[documents.own]
table = "document"
link = ["document.person_id = person.id"]
key = ["id"]
title = "{title}"
category = "kind"
date = "issued_on"
file = "{path}"
root = "main"
"#;

/// Bytes of the large document: more than any window of the hop.
pub const LARGE: usize = 3 * 1024 * 1024 + 77;

/// The content of a document of `size` bytes: a PDF's first line, then bytes that tell their place.
pub fn content(size: usize) -> Vec<u8> {
    let mut bytes = b"%PDF-1.7\n".to_vec();
    bytes.extend((0..).map(|i: u32| i.wrapping_mul(2_654_435_761).to_le_bytes()[3]).take(size - bytes.len()));
    bytes
}

/// Writes `business.db`, `map.toml` and `documents/` into a folder.
pub async fn build(folder: &Path) {
    let database = folder.join("business.db");
    let options = SqliteConnectOptions::new().filename(&database).create_if_missing(true);
    let mut connection = SqliteConnection::connect_with(&options).await.unwrap();
    connection.execute(SCHEMA).await.unwrap();
    connection.close().await.unwrap();
    fs::write(folder.join("map.toml"), MAP).unwrap();

    let documents = folder.join("documents");
    fs::create_dir_all(documents.join("2026")).unwrap();
    fs::write(documents.join("2026/quittance.pdf"), content(10_240)).unwrap();
    fs::write(documents.join("2026/pv.pdf"), content(LARGE)).unwrap();
    fs::write(documents.join("plan.png"), b"\x89PNG\r\n\x1a\n not really").unwrap();
    fs::write(documents.join("table.csv"), "a;b\n1;2\n").unwrap();
    fs::write(documents.join("bail.pdf"), content(500)).unwrap();
    fs::write(folder.join("outside.pdf"), content(300)).unwrap();
}
