use secrecy::ExposeSecret as _;

use super::*;

const GOOD: &str = r#"
[listen]
data = ["127.0.0.1:7440"]
files = ["127.0.0.1:7441", "[::1]:7441"]
ops = "127.0.0.1:7449"
[tls]
ca = "certs/ca.pem"
cert = "/etc/vantail/cert.pem"
key = "/etc/vantail/key.pem"
trust_domain = "example.org"
[store]
url = "sqlite:store.db"
[business]
url = "sqlite:/srv/business.db"
map = "map.toml"
[documents]
main = "documents"
[passwords]
memory_kib = 65536
[sessions]
idle_minutes = 5
"#;

fn parse(text: &str, environment: &[(&str, &str)]) -> (Option<Config>, Vec<String>) {
    let faults = Faults::new();
    let variables = environment.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned()));
    let config = Config::parse(Path::new("/etc/vantail/back.toml"), text, variables, &faults);
    (config, faults.into_sorted().iter().map(ToString::to_string).collect())
}

#[test]
fn a_good_file_is_read_with_paths_from_its_folder() {
    let (config, faults) = parse(GOOD, &[]);
    assert_eq!(faults, Vec::<String>::new());
    let config = config.unwrap();
    assert_eq!(config.tls.ca, Path::new("/etc/vantail/certs/ca.pem"));
    assert_eq!(config.store.value, "sqlite:/etc/vantail/store.db");
    assert_eq!(config.business.value.url.expose_secret(), "sqlite:/srv/business.db");
    let DocumentRoot::Folder(folder) = &config.documents[0].1.value else { panic!("a folder") };
    assert_eq!(folder, Path::new("/etc/vantail/documents"));
    assert_eq!((config.password_cost.memory_kib, config.password_cost.passes), (65_536, 2));
    assert_eq!((config.sessions.idle_seconds, config.sessions.absolute_seconds), (300, 8 * 3600));
}

#[test]
fn the_environment_wins() {
    let (config, _) = parse(GOOD, &[("VANTAIL_BACK_STORE__URL", "postgres://db/vantail"), ("HOME", "/root")]);
    assert_eq!(config.unwrap().store.value, "postgres://db/vantail");
}

#[test]
fn every_mistake_is_told_at_once() {
    let text = GOOD
        .replace("127.0.0.1:7449", "192.0.2.1:7449")
        .replace("65536", "1024")
        .replace("trust_domain", "trust_domian")
        .replace("[\"127.0.0.1:7440\"]", "[\"localhost\"]")
        .replace("map = \"map.toml\"\n", "")
        + "[log]\nlevel = \"nonsense===\"\n";
    let (config, faults) = parse(&text, &[]);
    assert!(config.is_none());
    let told = faults.join("\n");
    for part in [
        "`listen.data` holds \"localhost\"",
        "`listen.ops` is not a loopback address",
        "`passwords.memory_kib` is 1024",
        "`tls.trust_domain` is missing",
        "`tls.trust_domian` is unknown\n    did you mean `trust_domain`?",
        "`business.map` is missing",
        "`log.level` is \"nonsense===\"",
    ] {
        assert!(told.contains(part), "{part} in\n{told}");
    }
    assert_eq!(faults.len(), 7, "{told}");
}

#[test]
fn a_password_in_an_address_may_stand_in_a_file_of_its_own() {
    let folder = tempfile::TempDir::new().unwrap();
    let file = folder.path().join("url");
    std::fs::write(&file, "postgres://back:secret@db/vantail\n").unwrap();
    let text = GOOD.replace("url = \"sqlite:store.db\"", &format!("url_file = {file:?}"));
    let (config, faults) = parse(&text, &[]);
    assert_eq!(faults, Vec::<String>::new());
    assert_eq!(config.unwrap().store.value, "postgres://back:secret@db/vantail");
}
