use std::fs;

use super::*;

const GOOD: &str = r##"
kind = "public"
[listen]
https = ["127.0.0.1:8443", "[::1]:8443"]
ops = "127.0.0.1:8449"
[https]
cert = "c.pem"
key = "c.key"
[back]
data = "127.0.0.1:7440"
files = ["127.0.0.1:7441", "127.0.0.1:7442"]
trust_domain = "example.org"
ca = "c.pem"
cert = "c.pem"
key = "c.key"
[brand]
name = "Cabinet"
accent = "#1f5f5b"
"##;

fn load(text: &str, environment: &[(&str, &str)]) -> Result<Config, Vec<String>> {
    let folder = tempfile::tempdir().unwrap();
    for name in ["c.pem", "c.key"] {
        fs::write(folder.path().join(name), "").unwrap();
    }
    let path = folder.path().join("front.toml");
    fs::write(&path, text).unwrap();
    let environment = environment.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
    let base = format!("{}/", folder.path().display());
    Config::load(&path, environment)
        .map_err(|faults| faults.iter().map(|fault| fault.to_string().replace(&base, "")).collect())
}

#[test]
fn a_good_file_is_read_with_its_defaults_and_the_environment_over_it() {
    let config =
        load(GOOD, &[("VANTAIL_FRONT_LOG__FORMAT", "json"), ("VANTAIL_FRONT_LIMITS__REQUESTS", "7")])
            .unwrap();
    assert_eq!((config.kind, config.https.len(), config.back.data.len()), (FrontKind::Public, 2, 1));
    assert_eq!(
        (config.log_format, config.limits.requests, config.limits.connections),
        (LogFormat::Json, 7, 4096)
    );
    assert_eq!(config.brand.accent_dark, "#7cc4bd");
    assert!(config.browser_cert.is_absolute() && config.proxies.is_empty());
}

#[test]
fn every_mistake_is_told_at_once() {
    let bad = GOOD
        .replace("public", "internal")
        .replace("127.0.0.1:8449", "0.0.0.0:8449")
        .replace("\"c.key\"\n[back]", "\"gone.key\"\n[back]")
        .replace("\"127.0.0.1:7440\"", "[]")
        .replace("#1f5f5b", "#9ad0cc")
        .replace("name = \"Cabinet\"", "nam = \"Cabinet\"\nlogo = \"logo.gif\"")
        + "[log]\nlevel = \"loud\"\n";
    let told = load(&bad, &[]).unwrap_err();
    for part in [
        "`kind` is \"internal\"",
        "`listen.ops` is not on loopback",
        "`https.key` names",
        "`back.data` holds no address",
        "`brand.name` is missing",
        "`brand.nam` is unknown",
        "`brand.accent` has a contrast of 1.",
        "`log.level` is \"loud\"",
        "`brand.logo` is neither .svg nor .png",
    ] {
        assert!(told.iter().any(|fault| fault.contains(part)), "{part}\n{told:#?}");
    }
    assert_eq!(told.len(), 9, "{told:#?}");
    assert!(told.iter().all(|fault| fault.starts_with("front.toml") && fault.contains("\n    ")));
}

#[test]
fn our_own_colours_pass_our_own_check() {
    let style = include_str!("../../static/app.css");
    for surface in brand::LIGHT.iter().chain(&brand::DARK) {
        assert!(style.contains(surface), "{surface} is no surface of the style sheet");
    }
    let colour = |text: &str| text.parse::<colour::Colour>().unwrap();
    for (inks, surfaces) in [
        (["#1c2226", "#545b60", "#9a3412", "#1a6640", "#1f5f5b"], brand::LIGHT),
        (["#eceae5", "#b0b6ba", "#f4a582", "#86d3a5", "#7cc4bd"], brand::DARK),
    ] {
        for (ink, surface) in inks.iter().flat_map(|ink| surfaces.map(|surface| (ink, surface))) {
            assert!(
                style.contains(ink) && colour(ink).contrast(colour(surface)) >= 4.5,
                "{ink} on {surface}"
            );
        }
    }
}
