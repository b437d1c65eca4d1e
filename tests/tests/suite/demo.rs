//! What `cargo run` starts, as the tools that rely on it see it: flags, ready file, real processes, an orderly end.

mod walk;

use std::{fs, net::SocketAddr, path::Path, process::Stdio, time::Duration};

use rustix::process::{Pid, Signal, kill_process, test_kill_process};
use serde_json::Value;
use sqlx::{Connection as _, Row as _, SqliteConnection};
use tempfile::TempDir;
use tokio::process::Command;
use vantail_back::{business::Business, map::DataMap};
use vantail_shared::{
    clock::{Clock as _, SystemClock},
    config::Faults,
};
use vantail_tests::{
    mariadb::Server,
    postgres::Cluster,
    processes::{binary, free_ports},
    until::{until, until_within},
    web::Visitor,
};

/// A base port with room for all ports of the demo behind it.
fn free_base() -> u16 {
    loop {
        let [base] = free_ports::<1>();
        let range = base..base.saturating_add(12);
        if range.len() == 12
            && range.clone().all(|port| std::net::TcpListener::bind(("127.0.0.1", port)).is_ok())
        {
            return base;
        }
    }
}

fn address(url: &str) -> SocketAddr {
    let port = url.strip_prefix("https://localhost:").unwrap().parse().unwrap();
    ([127, 0, 0, 1], port).into()
}

fn pid(value: &Value) -> Pid {
    Pid::from_raw(value.as_i64().unwrap().try_into().unwrap()).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_demo_keeps_its_contract() {
    let folder = TempDir::new().unwrap();
    let (dir, ready) = (folder.path().join("demo"), folder.path().join("ready.json"));
    let mut demo = Command::new(binary("vantail-demo"))
        .args(["--persons", "40", "--port-base", &free_base().to_string(), "--dir"])
        .arg(&dir)
        .arg("--ready-file")
        .arg(&ready)
        // Started by a test, it uses the daemons that were built beside it.
        .env_remove("CARGO")
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .kill_on_drop(true)
        .spawn()
        .unwrap();
    let told: Value = until_within(Duration::from_mins(2), "the demo to be ready", async || {
        fs::read_to_string(&ready).ok().and_then(|text| serde_json::from_str(&text).ok())
    })
    .await;

    for key in ["public", "staff", "ca", "mail", "provider"] {
        assert!(told[key].is_string(), "{key}");
    }
    assert!(Path::new(told["ca"].as_str().unwrap()).ends_with("certs/ca.pem"));
    assert!(Path::new(told["mail"].as_str().unwrap()).is_dir());
    assert!(told["back"]["data"].is_string() && told["back"]["files"].as_array().unwrap().len() == 2);
    for kind in ["public", "staff"] {
        for file in ["cert", "key"] {
            assert!(Path::new(told["certs"][kind][file].as_str().unwrap()).is_file(), "{kind} {file}");
        }
    }

    let ca = Path::new(told["ca"].as_str().unwrap());
    let users = told["users"].as_array().unwrap();
    for kind in ["tenant", "coowner", "council", "landlord", "supplier", "employee", "staff"] {
        let user = users.iter().find(|user| user["kind"] == kind).unwrap_or_else(|| panic!("a {kind}"));
        let front = if kind == "staff" { &told["staff"] } else { &told["public"] };
        let mut visitor = Visitor::new(address(front.as_str().unwrap()), ca);
        let text = |key: &str| user[key].as_str().unwrap().to_owned();
        let signed_in = visitor.sign_in(&text("login"), &text("password")).await;
        assert_eq!(signed_in.status, 303, "{kind}");
        if let Some(key) = user["totp"].as_str() {
            assert_eq!(signed_in.header("location"), "/login/code", "{kind}");
            let code = vantail_back::identity::app_code(key, SystemClock.now()).unwrap();
            assert_eq!(
                visitor.post("/login/code", &[("code", &code)]).await.header("location"),
                "/",
                "{kind}"
            );
        }
        let home = visitor.get("/").await;
        assert_eq!(home.status, 200);
        for link in home.links("/p/").into_iter().chain(home.links("/d/")) {
            assert_eq!(visitor.get(&link).await.status, 200, "{kind}: {link}");
        }
    }

    people_wait_for_their_first_sign_in(&dir);

    let daemons = ["back", "public", "staff"].map(|name| pid(&told["pids"][name]));
    assert!(daemons.iter().all(|daemon| test_kill_process(*daemon).is_ok()), "three processes");
    let parent = Pid::from_raw(demo.id().unwrap().try_into().unwrap()).unwrap();
    kill_process(parent, Signal::TERM).unwrap();
    let status = demo.wait().await.unwrap();
    assert!(status.success(), "{status}");
    until("the daemons to end", async || {
        daemons.iter().all(|daemon| test_kill_process(*daemon).is_err()).then_some(())
    })
    .await;
}

/// Two people have both letters, each secret in a file of its own.
fn people_wait_for_their_first_sign_in(dir: &Path) {
    let letters: Value =
        serde_json::from_str(&fs::read_to_string(dir.join("letters.json")).unwrap()).unwrap();
    let people = letters.as_array().unwrap();
    assert_eq!(people.len(), 2, "one with an address of mail, one without");
    for person in people {
        let files = person["files"].as_array().unwrap();
        assert_eq!(files.len(), 2, "{person}");
        for file in files {
            assert!(fs::read(file.as_str().unwrap()).unwrap().starts_with(b"%PDF-"));
        }
    }
}

/// Questions whose answers hold every kind of value; one text column each, so that all databases print them alike.
const QUESTIONS: [&str; 6] = [
    "select concat(id, ';', category, ';', last_name, ';', coalesce(first_name, '-'), ';', coalesce(email, '-'), ';', street, \
     ';', created_on, ';', coalesce(cast(died_on as char(10)), '-')) from person order by id",
    "select concat(id, ';', account_id, ';', code, ';', booked_on, ';', label, ';', amount_cents, ';', \
     coalesce(fund_call_id, 0), ';', coalesce(payment_id, 0)) from statement_line order by id",
    "select concat(id, ';', type, ';', coalesce(floor, '-'), ';', area_m2, ';', shares) from lot order by id",
    "select concat(id, ';', person_id, ';', nature, ';', starts_on, ';', coalesce(cast(ends_on as char(10)), '-')) \
     from ownership order by id",
    "select concat(id, ';', title, ';', path, ';', coalesce(cast(valid_until as char(10)), '-')) \
     from building_document order by id",
    "select concat(id, ';', body) from message order by id",
];

async fn fill(url: &str) {
    let filled = Command::new(binary("vantail-demo"))
        .args(["fill", "--persons", "60", "--database", url])
        .stdin(Stdio::null())
        .output()
        .await
        .unwrap();
    assert!(filled.status.success(), "{}", String::from_utf8_lossy(&filled.stderr));
}

#[tokio::test(flavor = "multi_thread")]
async fn three_databases_hold_the_same_organisation() {
    let folder = TempDir::new().unwrap();
    let (cluster, server) = tokio::join!(Cluster::start(), Server::start());
    cluster.run("postgres", "create database demo").await;
    server.run("mysql", "create database demo").await;
    let file = format!("sqlite:{}", folder.path().join("demo.db").display());
    let (postgres, mariadb) = (cluster.url_of("postgres", "demo"), server.url_of("root", "demo"));
    tokio::join!(fill(&file), fill(&postgres), fill(&mariadb));

    let mut sqlite = SqliteConnection::connect(&file).await.unwrap();
    for question in QUESTIONS {
        let rows = sqlx::query(question).fetch_all(&mut sqlite).await.unwrap();
        let expected: Vec<String> = rows.iter().map(|row| row.get(0)).collect();
        assert!(!expected.is_empty(), "{question}");
        let lines = |text: String| text.lines().map(str::to_owned).collect::<Vec<_>>();
        assert_eq!(lines(cluster.run("demo", question).await), expected, "PostgreSQL: {question}");
        assert_eq!(lines(server.run("demo", question).await), expected, "MariaDB: {question}");
    }

    // One map for all of them.
    for url in [&file, &postgres, &mariadb] {
        let faults = Faults::new();
        let schema = Business::open(url.as_str()).unwrap().schema().await.unwrap();
        if let Some(map) =
            DataMap::load(Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../demo/sample/map.toml")), &faults)
        {
            map.check(schema, &faults);
        }
        let found: Vec<String> = faults.into_sorted().iter().map(ToString::to_string).collect();
        assert!(found.is_empty(), "{found:#?}");
    }

    // A database that holds something already is left alone.
    let again = Command::new(binary("vantail-demo"))
        .args(["fill", "--persons", "60", "--database", &postgres])
        .output()
        .await
        .unwrap();
    assert_eq!(again.status.code(), Some(3));
    assert!(String::from_utf8_lossy(&again.stderr).contains("must be empty"));
}
