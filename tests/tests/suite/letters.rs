//! `vantail-back account create` as an operator runs it, and as it is when it is killed.

mod together;

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    process::Output,
    time::Duration,
};

use sqlx::{Connection as _, Executor as _, SqliteConnection, sqlite::SqliteConnectOptions};
use tempfile::TempDir;
use vantail_tests::{
    letters::{account, secret},
    organisation,
    pki::{Pki, TRUST_DOMAIN},
};

/// Persons beyond the sample's: enough for a run that takes a while.
const MORE: usize = 120;

async fn world() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    organisation::build(folder.path()).await;
    let pki = Pki::create(&folder.path().join("certs"));
    let options = SqliteConnectOptions::new().filename(folder.path().join("business.db"));
    let mut connection = SqliteConnection::connect_with(&options).await.unwrap();
    let more = "insert into person with recursive n(i) as (select 1 union all select i + 1 from n where i < 120) \
                select 1000 + i, 'tenant', 'Person', 'No' || i, null, i || ' rue', 'Nantes' from n";
    connection.execute(more).await.unwrap();
    connection.close().await.unwrap();
    let files = pki.files("back-b1");
    let config = format!(
        "[listen]\ndata = [\"127.0.0.1:7440\"]\nfiles = [\"127.0.0.1:7441\"]\nops = \"127.0.0.1:7449\"\n\
         [tls]\nca = \"{}\"\ncert = \"{}\"\nkey = \"{}\"\ntrust_domain = {TRUST_DOMAIN:?}\n\
         [store]\nurl = \"sqlite:store.db\"\n[business]\nurl = \"sqlite:business.db\"\nmap = \"map.toml\"\n\
         [documents]\nmain = \"documents\"\n\
         [letters]\npublic_url = \"https://portal.example.org\"\nstaff_url = \"https://staff.example.org\"\n",
        files.ca.display(),
        files.cert.display(),
        files.key.display()
    );
    fs::write(folder.path().join("back.toml"), config).unwrap();
    folder
}

fn json(output: &Output) -> serde_json::Value {
    serde_json::from_slice(&output.stdout)
        .unwrap_or_else(|error| panic!("{error}: {}", String::from_utf8_lossy(&output.stderr)))
}

#[tokio::test]
async fn a_run_that_is_killed_again_and_again_ends_right() {
    let folder = world().await;
    let letters = folder.path().join("letters");
    let run = ["create", "--kind", "tenant", "--letters", letters.to_str().unwrap(), "--json"];
    let mut kills = 0;
    let output = loop {
        let mut child = account(folder.path(), &run).spawn().unwrap();
        // Each time a little later: in the middle of accounts, of letters, of nothing.
        let until = std::time::Instant::now() + Duration::from_millis(400 + 350 * kills);
        while child.try_wait().unwrap().is_none() && std::time::Instant::now() < until {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        if child.try_wait().unwrap().is_some() || kills == 40 {
            break child.wait_with_output().unwrap();
        }
        child.kill().unwrap();
        child.wait().unwrap();
        kills += 1;
    };
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    assert!(kills > 2, "it was killed {kills} times");
    let mut sheets: BTreeMap<String, BTreeMap<String, String>> = BTreeMap::new();
    for file in fs::read_dir(&letters).unwrap() {
        let path = file.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        // What a kill left of a file that was being written is neither a letter nor in anybody's way.
        let Some((account, which)) = name.strip_suffix(".pdf").and_then(|name| name.split_once('-')) else {
            assert!(name.ends_with(".pdf.part"), "{name}");
            continue;
        };
        sheets.entry(account.to_owned()).or_default().insert(which.to_owned(), secret(&path));
    }
    assert_eq!(sheets.len(), MORE + 2, "everybody once");
    let secrets: BTreeSet<&String> = sheets.values().flat_map(BTreeMap::values).collect();
    assert_eq!(secrets.len(), 2 * (MORE + 2));
    let census = json(&account(folder.path(), &["list", "--json"]).output().unwrap());
    assert_eq!(census["groups"][0]["accounts"], MORE + 2);
    assert_eq!((&census["groups"][0]["state"], &census["waiting_letters"]), (&"invited".into(), &0.into()));
    let again = json(&account(folder.path(), &run).output().unwrap());
    assert_eq!(
        (&again["made"], &again["had"], &again["letters"]),
        (&0.into(), &(MORE + 2).into(), &0.into())
    );
}
