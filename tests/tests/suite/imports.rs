//! `vantail-back account import` as an operator, or a timer, runs it: what it says, and its exit status.

use std::{
    fs,
    path::PathBuf,
    process::{Command, Stdio},
};

use vantail_tests::{pair::World, processes::binary};

/// A configuration whose directory nobody answers for.
async fn world() -> (World, PathBuf) {
    let mut world = World::build().await.with_mail();
    fs::write(world.path("directory.password"), "open sesame").unwrap();
    world.more = format!(
        "[[sources]]\nname = \"main\"\nurl = \"ldaps://127.0.0.1:1\"\nbind = \"cn=reader\"\n\
         password_file = \"directory.password\"\nca_file = \"{}\"\nbase = \"dc=example\"\nkey = \"entryUUID\"\n\
         login = \"uid\"\ndisplay = \"cn\"\n",
        world.pki.ca().display()
    );
    let config = world.back_toml("back.toml", [7440, 7441, 7442, 7449], "sqlite:store.db");
    (world, config)
}

/// Exit status and everything that was said.
fn account(config: &PathBuf, arguments: &[&str]) -> (Option<i32>, String) {
    let mut command = Command::new(binary("vantail-back"));
    command.arg("account").args(arguments).arg("--config").arg(config).stdin(Stdio::null());
    let output = command.output().unwrap();
    let said = [output.stdout, output.stderr].concat();
    (output.status.code(), String::from_utf8(said).unwrap())
}

#[tokio::test]
async fn an_import_tells_what_it_would_do_and_what_it_did() {
    let (world, config) = world().await;
    let list = world.path("people.csv");
    let import = |lines: &str, more: &[&str]| {
        fs::write(&list, format!("key,login,email,name\n{lines}")).unwrap();
        let fixed = ["import", "--source", "hr", "--csv", list.to_str().unwrap()];
        let (status, said) = account(&config, &[&fixed[..], more].concat());
        for personal in ["Odile", "odile", "Bob", "bob@"] {
            assert!(!said.contains(personal), "{said}");
        }
        (status, said)
    };
    let all = "1,odile,odile@exemple.test,Odile\n2,bob,bob@exemple.test,Bob\n3,cat,,Cat\n";
    let (status, said) = import(all, &["--dry-run"]);
    assert_eq!(status, Some(0), "{said}");
    assert!(said.contains("3 new, 0 changed, 0 unchanged.") && said.contains("Nothing was done."), "{said}");
    let (status, said) = import(all, &[]);
    assert_eq!(status, Some(0), "{said}");
    assert!(said.contains("Done: 3 made, 0 changed, 0 disabled, 0 enabled."), "{said}");

    let (status, said) = import("1,odile,odile@exemple.test,Odile\n,bob,,Bob\n", &[]);
    assert_eq!(status, Some(1), "{said}");
    assert!(
        said.contains("line 3: not taken: ") && said.contains("it has no key that can be read."),
        "{said}"
    );
    assert!(said.contains("2 more are not in the source and stay as they are: 1 refused lines"), "{said}");
    assert!(said.contains("0 disabled"), "{said}");

    let (status, said) = import("1,odile,odile@exemple.test,Odile\n", &[]);
    assert_eq!(status, Some(1), "{said}");
    assert!(said.contains("refused: 2 of 3 accounts") && said.contains("Nothing was done."), "{said}");
    let (status, said) = import("1,odile,odile@exemple.test,Odile\n", &["--force"]);
    assert_eq!((status, said.contains("2 disabled")), (Some(0), true), "{said}");

    let (status, said) = import("1,odile,,Odile\n9,bob,,Robert\n", &[]);
    assert_eq!(status, Some(1), "{said}");
    assert!(said.contains("the disabled account of somebody who left has the sign-in name"), "{said}");
}

#[tokio::test]
async fn what_cannot_be_reached_may_pass_and_what_cannot_be_is_told() {
    let (world, config) = world().await;
    let (status, said) = account(&config, &["import", "--ldap", "main", "--dry-run"]);
    assert_eq!(status, Some(3), "{said}");
    let (status, said) = account(&config, &["import", "--ldap", "other"]);
    assert_eq!(status, Some(2), "{said}");
    let letters = world.path("letters");
    let create = ["create", "--letters", letters.to_str().unwrap(), "--staff", "Odile Garnier", "--email"];
    let (status, said) = account(&config, &[&create[..], &["odile at exemple.test"]].concat());
    assert_eq!((status, said.contains("--email: this is no address of mail")), (Some(2), true), "{said}");
    assert!(!letters.exists());
}
