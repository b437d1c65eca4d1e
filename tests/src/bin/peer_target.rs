//! Makes the pair a target for side-by-side measurement: the sample database that its peers are measured with, the
//! daemons' configurations, scripts that start and stop them, and a description for the measuring program.
//! How it is used stands in `docs/performance.md`.

#![expect(
    clippy::unwrap_used,
    clippy::print_stderr,
    reason = "a tool for measurements may stop with a panic"
)]

use std::{
    fs,
    net::SocketAddr,
    os::unix::fs::PermissionsExt as _,
    path::{Path, PathBuf},
    sync::Arc,
};

use serde_json::json;
use sqlx::{Connection as _, Executor as _, SqliteConnection, sqlite::SqliteConnectOptions};
use vantail_back::{
    checked::Checked,
    identity::{NewAccount, Owner, Person},
};
use vantail_shared::{clock::SystemClock, random::SystemRandom};
use vantail_tests::{
    pki::{Pki, TRUST_DOMAIN},
    web::Visitor,
};
use zeroize::Zeroizing;

/// Everybody's password, hashed once with the cost that all peers use: argon2id, 19 MiB, two passes, one lane.
const PASSWORD: &str = "correct horse 7";
const PERSONS: u32 = 2000;
/// Sessions that the measuring program uses.
const SESSIONS: u32 = 64;

/// The rows of the peers' database: 500 entries and 24 documents for each of 2,000 persons, and one document of 200 MB.
const DATA: &str = "
create table person (id integer primary key, name text not null, email text not null, street text not null, city text not null);
create table account (id integer primary key, person_id integer not null references person, title text not null);
create table entry (id integer primary key, account_id integer not null references account, booked_on text not null,
  counterparty text not null, purpose text not null, amount_cents integer not null, balance_cents integer not null);
create table document (id integer primary key, person_id integer not null references person, kind text not null,
  title text not null, issued_on text not null, file text not null);
with recursive p(i) as (select 1 union all select i + 1 from p where i < 2000)
  insert into person select i, 'Alex Example ' || i, 'alex' || i || '@example.test', i || ' Long Street', 'Sample Town' from p;
insert into account select id, id, 'Current account' from person;
with recursive n(i) as (select 1 union all select i + 1 from n where i < 500)
  insert into entry select a.id * 1000 + n.i, a.id, date('2025-12-31', '-' || (500 - n.i) || ' days'),
    'Counterparty ' || ((a.id * 7 + n.i * 13) % 400), 'Invoice ' || (a.id * 1000 + n.i) || ', thank you',
    ((a.id * 31 + n.i * 17) % 20000) - 9000,
    500000 + ((a.id * 31 + n.i * 17) % 20000) from account a, n;
with recursive n(i) as (select 1 union all select i + 1 from n where i < 24)
  insert into document select p.id * 100 + n.i, p.id,
    case n.i % 4 when 0 then 'Statement' when 1 then 'Invoice' when 2 then 'Contract' else 'Tax form' end,
    'Document ' || n.i || ' of ' || (2023 + n.i / 12), date('2023-01-31', '+' || (n.i * 30) || ' days'),
    case n.i % 4 when 0 then '10k.pdf' when 2 then '5m.pdf' else '200k.pdf' end from person p, n;
insert into document values (199, 1, 'Contract', 'A large one', '2026-01-01', '200m.pdf');
create index account_person on account (person_id);
create index entry_account on entry (account_id, booked_on desc, id desc);
create index document_person on document (person_id, issued_on desc);
analyze;
";

const MAP: &str = r#"
version = 1
[controller]
name = "Peers"
address = ["1 Long Street", "Sample Town"]
email = "office@example.test"
phone = "0"
privacy_contact = "office@example.test"
authority = "CNIL"
authority_website = "https://www.cnil.fr"
[persons.customer]
title = { fr = "Client", en = "Customer" }
table = "person"
key = ["id"]
name = "{name}"
email = "email"
[tables.account]
title = { fr = "Comptes", en = "Accounts" }
unique = ["person_id"] # one account each: its balance is the person's
[pages.statement]
title = { fr = "Compte", en = "Account" }
presentation = "statement"
for = ["customer"]
table = "entry"
link = ["entry.account_id = account.id", "account.person_id = person.id"]
order = ["-booked_on", "-id"]
columns = [
  { column = "booked_on", title = { fr = "Date", en = "Date" }, format = "date" },
  { column = "counterparty", title = { fr = "Tiers", en = "Counterparty" } },
  { column = "purpose", title = { fr = "Motif", en = "Purpose" } },
]
amount = { column = "amount_cents", balance = "balance_cents", currency = "EUR", unit = "cents" }
sense = "positive-is-credit"
[pages.documents]
title = { fr = "Documents", en = "Documents" }
presentation = "documents"
for = ["customer"]
documents = ["own"]
[documents.own]
table = "document"
link = ["document.person_id = person.id"]
key = ["id"]
title = "{title}"
category = "kind"
date = "issued_on"
file = "{file}"
root = "main"
"#;

/// Where everything of one target is.
struct Target {
    folder: PathBuf,
    port: u16,
}

#[tokio::main]
async fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        [_, "prepare", folder, port, files, programs, database @ ..] => {
            let target = Target { folder: folder.into(), port: port.parse().unwrap() };
            target.prepare(Path::new(files), Path::new(programs), database.first().copied()).await;
        }
        [_, "describe", folder, port, cookies, database @ ..] => {
            let target = Target { folder: folder.into(), port: port.parse().unwrap() };
            target.describe(Path::new(cookies), database.first().copied()).await;
        }
        _ => {
            eprintln!(
                "peer_target prepare FOLDER PORT FILES PROGRAMS [DATABASE] | \
                 peer_target describe FOLDER PORT COOKIES [PIDFILE OF THE DATABASE]"
            );
            std::process::exit(2);
        }
    }
}

impl Target {
    fn path(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }

    fn address(&self, offset: u16) -> SocketAddr {
        ([127, 0, 0, 1], self.port + offset).into()
    }

    /// `database` is the address of the peers' own database; a file with the same rows is made when there is none.
    async fn prepare(&self, files: &Path, programs: &Path, database: Option<&str>) {
        fs::create_dir_all(&self.folder).unwrap();
        if database.is_none() {
            let options =
                SqliteConnectOptions::new().filename(self.path("business.db")).create_if_missing(true);
            let mut connection = SqliteConnection::connect_with(&options).await.unwrap();
            connection.execute(DATA).await.unwrap();
            connection.close().await.unwrap();
        }
        fs::write(self.path("map.toml"), MAP).unwrap();
        let pki = Pki::create(&self.path("pki"));
        self.configure(&pki, files, database.unwrap_or("sqlite:business.db"));
        self.scripts(programs);
        self.accounts().await;
    }

    fn configure(&self, pki: &Pki, files: &Path, database: &str) {
        let (back, front, web) = (pki.files("back-b1"), pki.files("public-f1"), pki.files("https-web"));
        let [data, first, second] = [0, 1, 2].map(|offset| self.address(offset));
        let log = "[log]\nlevel = \"warn\"\n";
        let text = format!(
            "[listen]\ndata = [\"{data}\"]\nfiles = [\"{first}\", \"{second}\"]\nops = \"{}\"\n\
             [tls]\nca = \"{}\"\ncert = \"{}\"\nkey = \"{}\"\ntrust_domain = \"{TRUST_DOMAIN}\"\n\
             [store]\nurl = \"sqlite:store.db\"\n[business]\nurl = \"{database}\"\nmap = \"map.toml\"\nallow_writable = true\n\
             [documents]\nmain = \"{}\"\n[sessions]\nidle_minutes = 1440\nabsolute_hours = 168\n\
             [passwords.rules]\nexisting = false\n{log}",
            self.address(3),
            back.ca.display(),
            back.cert.display(),
            back.key.display(),
            files.display(),
        );
        fs::write(self.path("back.toml"), text).unwrap();
        let text = format!(
            "kind = \"public\"\n[listen]\nhttps = [\"{}\"]\nops = \"{}\"\n[https]\ncert = \"{}\"\nkey = \"{}\"\n\
             [back]\ndata = [\"{data}\"]\nfiles = [\"{first}\", \"{second}\"]\ntrust_domain = \"{TRUST_DOMAIN}\"\n\
             ca = \"{}\"\ncert = \"{}\"\nkey = \"{}\"\n[brand]\nname = \"Peers\"\naccent = \"#1f5f5b\"\naccent_dark = \"#7cc4bd\"\n{log}",
            self.address(4),
            self.address(5),
            web.cert.display(),
            web.key.display(),
            front.ca.display(),
            front.cert.display(),
            front.key.display(),
        );
        fs::write(self.path("front.toml"), text).unwrap();
    }

    fn scripts(&self, programs: &Path) {
        let (folder, programs) = (self.folder.display(), programs.display());
        let https = self.address(4);
        let start = format!(
            "#!/usr/bin/env bash\nset -eu\ncd {folder}\nulimit -n \"$(ulimit -Hn)\"\n\
             for d in back front; do\n  setsid nohup {programs}/vantail-$d serve --config $d.toml >$d.log 2>&1 </dev/null &\n  echo $! >$d.pid\ndone\n\
             for i in $(seq 1000); do curl -fks -o /dev/null https://{https}/legal && exit 0; sleep 0.005; done\nexit 1\n"
        );
        let stop = format!(
            "#!/usr/bin/env bash\ncd {folder}\nfor d in front back; do\n  p=$(cat $d.pid 2>/dev/null) || continue\n  kill $p 2>/dev/null; kill $p 2>/dev/null\n\
             \x20 for i in $(seq 400); do kill -0 $p 2>/dev/null || break; sleep 0.02; done\n  rm -f $d.pid\ndone\nexit 0\n"
        );
        for (name, text) in [("start", start), ("stop", stop)] {
            fs::write(self.path(name), text).unwrap();
            fs::set_permissions(self.path(name), fs::Permissions::from_mode(0o755)).unwrap();
        }
    }

    async fn accounts(&self) {
        let opened =
            Checked::open(&self.path("back.toml"), Arc::new(SystemClock), Arc::new(SystemRandom)).await;
        let checked = opened.unwrap_or_else(|not_open| panic!("{not_open}"));
        // The first account is hashed as ever; the others get the same hash, since they have the same password.
        let person = |number: u32| Person { kind: "customer".to_owned(), key: vec![number.to_string()] };
        let password = Zeroizing::new(PASSWORD.to_owned());
        checked.identity.create_person_account(person(1), "user00001", password).await.unwrap();
        let options = SqliteConnectOptions::new().filename(self.path("store.db"));
        let mut connection = SqliteConnection::connect_with(&options).await.unwrap();
        let (hash,): (String,) =
            sqlx::query_as("select password from account").fetch_one(&mut connection).await.unwrap();
        connection.close().await.unwrap();
        let accounts: Vec<NewAccount> = (2..=PERSONS)
            .map(|number| NewAccount {
                owner: Owner::Person(person(number)),
                login: format!("user{number:05}"),
                password: Zeroizing::new(hash.clone()),
            })
            .collect();
        checked.identity.import(&accounts).await.unwrap();
        checked.store.close().await;
    }

    /// Signs in and writes the description, with the handles of the first person's session. The process of a database
    /// that is not ours counts with ours when it is named.
    async fn describe(&self, cookies: &Path, database: Option<&str>) {
        let mut headers = Vec::new();
        let mut links = Vec::new();
        for number in 1..=SESSIONS {
            let mut visitor = Visitor::new(self.address(4), &self.path("pki/ca.pem"));
            let answer = visitor.sign_in(&format!("user{number:05}"), PASSWORD).await;
            assert_eq!(answer.status, 303, "sign-in of person {number}");
            headers.push(format!("__Host-vantail={}", visitor.cookie("__Host-vantail").unwrap()));
            if number == 1 {
                let page = visitor.get("/p/documents").await;
                links = page.links("/d/").into_iter().filter(|link| !link.contains('?')).collect();
            }
        }
        fs::write(cookies, serde_json::to_string(&headers).unwrap()).unwrap();
        let at = |name: &str| self.path(name).display().to_string();
        let mut processes = json!({ "front": at("front.pid"), "back": at("back.pid") });
        if let Some(pid_file) = database {
            processes["db"] = json!(pid_file);
        }
        // The newest first; the large one is in our own database alone.
        let sizes: &[&str] = match links.len() {
            25 => &["200m", "10k", "200k", "5m"],
            24 => &["10k", "200k", "5m"],
            count => panic!("{count} documents of the first person"),
        };
        let files: serde_json::Map<_, _> =
            sizes.iter().map(|size| (*size).to_owned()).zip(links.into_iter().map(Into::into)).collect();
        let description = json!({
            "name": "vantail",
            "base": format!("https://{}", self.address(4)),
            "start": [at("start")], "stop": [at("stop")],
            "pidfiles": processes,
            "login": {
                "form": "/login", "post": "/login", "user_field": "login", "password_field": "password",
                "csrf_field": null, "user": "user%05d", "users": PERSONS, "password": PASSWORD, "extra": {},
            },
            "ready": "/legal", "page": "/p/statement", "marker": "Alex Example",
            "files": files,
        });
        fs::write(self.path("vantail.json"), description.to_string()).unwrap();
        eprintln!("ready: {}", at("vantail.json"));
    }
}
