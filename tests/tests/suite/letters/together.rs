//! Two commands at a time, and a command that stumbles.

use std::{fs, path::Path, process::Output, time::Duration};

use super::{MORE, account, json, world};

/// What a command told on standard error.
fn told(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

fn files(folder: &Path) -> usize {
    fs::read_dir(folder).map_or(0, Iterator::count)
}

#[tokio::test]
async fn a_second_run_is_refused_and_the_first_goes_on() {
    let folder = world().await;
    let (first, second) = (folder.path().join("first"), folder.path().join("second"));
    let run = ["create", "--kind", "tenant", "--letters", first.to_str().unwrap(), "--json"];
    let staff = ["create", "--staff", "Bob Bee", "--letters", second.to_str().unwrap(), "--json"];
    let mut child = account(folder.path(), &run).spawn().unwrap();
    // The folder is made by whoever has the store.
    while !first.exists() {
        assert!(child.try_wait().unwrap().is_none(), "it ended before it began");
        tokio::time::sleep(Duration::from_millis(2)).await;
    }
    let refused = account(folder.path(), &staff).output().unwrap();
    assert!(child.try_wait().unwrap().is_none(), "both ran at the same time");
    assert_eq!(refused.status.code(), Some(3), "{}", told(&refused));
    assert!(told(&refused).contains("another run makes letters over this store"), "{}", told(&refused));
    assert!(!second.exists());

    let done = child.wait_with_output().unwrap();
    assert!(done.status.success(), "{}", told(&done));
    assert_eq!(json(&done)["letters"], MORE + 2);
    assert_eq!(files(&first), 2 * (MORE + 2));
    let done = account(folder.path(), &staff).output().unwrap();
    assert_eq!((&json(&done)["made"], &json(&done)["letters"]), (&1.into(), &1.into()));
    assert_eq!(files(&second), 2);
}

#[tokio::test]
async fn what_goes_wrong_is_told_with_what_is_done() {
    let folder = world().await;
    let letters = folder.path().join("letters");
    // A folder where a letter is to be: no permission stands in the way of root.
    let in_the_way = letters.join("0000003-password.pdf");
    fs::create_dir_all(&in_the_way).unwrap();
    let run = ["create", "--query", "none", "--letters", letters.to_str().unwrap()];
    let nobody = account(folder.path(), &run).output().unwrap();
    assert_eq!(nobody.status.code(), Some(1), "{}", told(&nobody));
    assert!(told(&nobody).contains("the map has no list \"none\"; it has "), "{}", told(&nobody));
    for (asked, sentence) in [
        (["--kind", "nobody", "--key", "1"], "no kind of person \"nobody\"; it has "),
        (["--kind", "tenant", "--role", "nobody"], "no role \"nobody\"; it has "),
        (["--kind", "tenant", "--key", "99999"], "no person of this kind has this key"),
    ] {
        let run = [&["create"], &asked[..], &["--letters", letters.to_str().unwrap()]].concat();
        let nobody = account(folder.path(), &run).output().unwrap();
        assert!(told(&nobody).contains(sentence), "{}", told(&nobody));
    }

    let run = ["create", "--kind", "tenant", "--letters", letters.to_str().unwrap()];
    let stopped = account(folder.path(), &run).output().unwrap();
    assert_eq!(stopped.status.code(), Some(3), "{}", told(&stopped));
    let sentence =
        format!("not finished: {} accounts made, 0 reset, 0 letters of each sort written", MORE + 2);
    assert!(told(&stopped).contains(&sentence), "{}", told(&stopped));
    assert!(told(&stopped).contains("ask for the same again"), "{}", told(&stopped));
    fs::remove_dir(&in_the_way).unwrap();
    let done = account(folder.path(), &run).output().unwrap();
    assert!(done.status.success(), "{}", told(&done));
    assert_eq!(files(&letters), 2 * (MORE + 2));

    let address = ["create", "--staff", "Bob", "--email", "bob", "--letters", letters.to_str().unwrap()];
    let refused = account(folder.path(), &address).output().unwrap();
    assert_eq!(refused.status.code(), Some(2), "{}", told(&refused));
    assert!(told(&refused).contains("this is no address of mail"), "{}", told(&refused));
}
