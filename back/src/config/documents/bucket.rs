//! A root that is a bucket: `[documents.<name>]` with the key `s3`.

use std::path::Path;

use secrecy::SecretString;
use vantail_shared::config::Section;
use zeroize::Zeroizing;

use crate::document::{BucketAddress, Endpoint, EndpointError};

/// Where Debian and its kin keep the CAs that the system trusts.
const SYSTEM_CAS: &str = "/etc/ssl/certs/ca-certificates.crt";
/// What signatures name where a store knows no regions.
const NO_REGION: &str = "us-east-1";
const ADDRESS: &str = "the store's address, such as \"https://s3.eu-west-3.amazonaws.com\"";

pub(super) fn read(section: Section<'_>, base: &Path) -> Option<BucketAddress> {
    let endpoint = section.required_text("s3", ADDRESS).and_then(|text| {
        let parsed = text.parse::<Endpoint>();
        let told = |error: EndpointError| {
            let remedy = match error {
                EndpointError::Form => format!("write {ADDRESS}"),
                EndpointError::Open => "write https://; http:// only reaches this machine itself".to_owned(),
            };
            section.fault(&text.at, "s3", &error.to_string(), remedy);
        };
        parsed.map_err(told).ok()
    });
    let named = |key: &str, wanted: &str, sound: fn(&str) -> bool| {
        let text = section.text(key)?;
        if sound(&text.value) {
            return Some(text.value);
        }
        section.fault(&text.at, key, &format!("is {:?}", text.value), format!("write {wanted}"));
        None
    };
    if !section.has("bucket") {
        section.missing("bucket", "the bucket's name");
    }
    let bucket = named("bucket", "letters, digits, hyphens and dots: 3 to 63 in all", is_bucket);
    let region = if section.has("region") {
        named("region", "a region, such as \"eu-west-3\"", is_region)
    } else {
        Some(NO_REGION.to_owned())
    };
    let prefix = if section.has("prefix") {
        named("prefix", "a path within the bucket, without a slash at either end", is_prefix)
    } else {
        Some(String::new())
    };
    let (access_key, secret_key) =
        (secret(&section, "access_key_file", base), secret(&section, "secret_key_file", base));
    let ca = section.text("ca_file").map_or_else(|| SYSTEM_CAS.into(), |path| base.join(path.value));
    section.close();
    Some(BucketAddress {
        endpoint: endpoint?,
        bucket: bucket?,
        region: region?,
        prefix: prefix?,
        access_key: access_key?,
        secret_key: secret_key?,
        ca,
    })
}

/// The one line of a file that holds a key.
fn secret(section: &Section<'_>, key: &str, base: &Path) -> Option<SecretString> {
    let path = section.required_text(key, "the path of a file that holds the key alone")?;
    let problem = match std::fs::read_to_string(base.join(&path.value)).map(Zeroizing::new) {
        Err(error) => format!("cannot be read: {error}"),
        Ok(text) => match text.trim() {
            "" => "is an empty file".to_owned(),
            line if line.chars().all(|c| c.is_ascii_graphic()) => return Some(SecretString::from(line)),
            _ => "holds more than one key".to_owned(),
        },
    };
    section.fault(&path.at, key, &problem, "name a readable file that holds the key alone");
    None
}

fn is_bucket(name: &str) -> bool {
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '.' | '_');
    (3..=63).contains(&name.len())
        && name.starts_with(|c: char| c.is_ascii_alphanumeric())
        && name.chars().all(plain)
}

fn is_region(name: &str) -> bool {
    let plain = |c: char| c.is_ascii_alphanumeric() || c == '-';
    (1..=40).contains(&name.len()) && name.chars().all(plain)
}

fn is_prefix(path: &str) -> bool {
    path.len() <= 512
        && path.split('/').all(|part| !matches!(part, "" | "." | ".."))
        && !path.chars().any(char::is_control)
}

#[cfg(test)]
mod tests {
    use vantail_shared::config::{Document, Faults};

    use super::*;

    fn parse(text: &str, base: &Path) -> (Option<BucketAddress>, String) {
        let faults = Faults::new();
        let document = Document::parse(Path::new("back.toml"), text, &faults).unwrap();
        let address = read(Section::root(&document, &faults), base);
        (address, faults.into_sorted().iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))
    }

    #[test]
    fn a_bucket_is_read_and_its_keys_are_never_printed() {
        let folder = tempfile::TempDir::new().unwrap();
        std::fs::write(folder.path().join("access"), "AKID123\n").unwrap();
        std::fs::write(folder.path().join("secret"), "s3cr3t/k3y").unwrap();
        let good = "s3 = \"https://minio.example:9000\"\nbucket = \"papers\"\nprefix = \"a/b\"\n\
                    access_key_file = \"access\"\nsecret_key_file = \"secret\"\n";
        let (address, faults) = parse(good, folder.path());
        assert_eq!(faults, "");
        let address = address.unwrap();
        assert_eq!((address.region.as_str(), address.ca.as_path()), (NO_REGION, Path::new(SYSTEM_CAS)));
        let printed = format!("{address:?}");
        assert!(!printed.contains("AKID123") && !printed.contains("s3cr3t"), "{printed}");

        std::fs::write(folder.path().join("secret"), "first-half\nsecond-half").unwrap();
        let bad = good
            .replace("https:", "http:")
            .replace("papers", "a/b")
            .replace("\"access\"", "\"none\"")
            .replace("prefix = \"a/b\"", "prefix = \"/a\"\nregoin = \"x\"");
        let (address, faults) = parse(&bad, folder.path());
        assert!(address.is_none());
        for part in [
            "`s3` would send documents over the network without TLS",
            "`bucket` is \"a/b\"",
            "`prefix` is \"/a\"",
            "`access_key_file` cannot be read",
            "`secret_key_file` holds more than one key",
            "`regoin` is unknown\n    did you mean `region`?",
        ] {
            assert!(faults.contains(part), "{part} in\n{faults}");
        }
        assert!(!faults.contains("-half"), "{faults}");
    }
}
