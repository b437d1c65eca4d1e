//! The direction of dependencies, and what must not be in a tree.

use std::{
    collections::{BTreeMap, BTreeSet},
    process::Command,
};

/// Names and versions of everything that `package` links on this platform, as cargo resolves its features.
/// (`cargo metadata` also names what no feature turns on.)
fn tree(package: &str) -> BTreeMap<String, BTreeSet<String>> {
    tree_with(package, &[])
}

/// The same with arguments for cargo.
fn tree_with(package: &str, arguments: &[&str]) -> BTreeMap<String, BTreeSet<String>> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let output = Command::new(cargo)
        .args(["tree", "--package", package, "--edges", "normal", "--prefix", "none", "--format", "{p}"])
        .args(arguments)
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let mut versions: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for line in String::from_utf8(output.stdout).unwrap().lines() {
        let mut words = line.split_whitespace();
        if let (Some(name), Some(version)) = (words.next(), words.next()) {
            versions.entry(name.to_owned()).or_default().insert(version.to_owned());
        }
    }
    versions
}

#[test]
fn the_front_has_no_database_and_no_password_hashing() {
    let tree = tree("vantail-front");
    for banned in [
        "sqlx",
        "sqlx-core",
        "sqlx-sqlite",
        "rusqlite",
        "sqlx-postgres",
        "libsqlite3-sys",
        "tokio-postgres",
        "argon2",
        "password-hash",
        "vantail-back",
        "vantail-demo",
        "vantail-certs",
    ] {
        assert!(!tree.contains_key(banned), "the front links {banned}");
    }
}

#[test]
fn dependencies_run_in_one_direction() {
    let ours = |root| {
        let names = tree(root).into_keys();
        names.filter(|name| name.starts_with("vantail-") && name != root).collect::<Vec<_>>()
    };
    assert!(ours("vantail-proto").is_empty());
    assert_eq!(ours("vantail-shared"), ["vantail-proto"]);
    assert_eq!(ours("vantail-back"), ["vantail-proto", "vantail-shared"]);
    assert_eq!(ours("vantail-front"), ["vantail-proto", "vantail-shared"]);
    assert_eq!(ours("vantail-certs"), ["vantail-proto", "vantail-shared"]);
}

#[test]
fn one_tls_stack_and_one_http_stack() {
    let trees = [
        ("vantail-back", tree("vantail-back")),
        ("vantail-back with object stores", tree_with("vantail-back", &["--features", "s3"])),
        ("vantail-front", tree("vantail-front")),
    ];
    for (daemon, tree) in trees {
        for banned in ["ring", "openssl", "openssl-sys", "native-tls", "chrono"] {
            assert!(!tree.contains_key(banned), "{daemon} links {banned}");
        }
        for single in ["rustls", "hyper", "h2", "tokio-rustls", "tower", "tonic", "aws-lc-rs"] {
            assert_eq!(tree.get(single).map(BTreeSet::len), Some(1), "{daemon} and {single}");
        }
    }
}
