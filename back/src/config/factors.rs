//! The tables `[second_factor]` and `[passkeys]`.

use vantail_shared::config::{Section, Spot};

use super::origin::{self, ORIGIN};
use crate::identity::{Duty, FactorRules, PasskeyRules};

pub(super) fn rules(root: &Section<'_>) -> FactorRules {
    let mut rules = FactorRules::default();
    let Some(section) = root.section("second_factor") else { return rules };
    if let Some(duty) = duty(&section, "staff", &[("required", Duty::Required), ("optional", Duty::Optional)])
    {
        rules.staff = duty;
    }
    let all = [("required", Duty::Required), ("optional", Duty::Optional), ("off", Duty::Off)];
    if let Some(duty) = duty(&section, "public", &all) {
        rules.public = duty;
    }
    section.close();
    rules
}

fn duty(section: &Section<'_>, key: &str, words: &[(&str, Duty)]) -> Option<Duty> {
    let text = section.text(key)?;
    let found = words.iter().find(|(word, _)| *word == text.value);
    if found.is_none() {
        let wanted: Vec<String> = words.iter().map(|(word, _)| format!("{word:?}")).collect();
        let remedy = format!("write {}", wanted.join(" or "));
        section.fault(&text.at, key, &format!("is {:?}", text.value), remedy);
    }
    found.map(|(_, duty)| *duty)
}

/// Passkeys; nothing when the table is not there.
pub(super) fn passkeys(root: &Section<'_>) -> Option<PasskeyRules> {
    let section = root.section("passkeys")?;
    let rp_id = section.required_text("rp_id", "the domain of your portals, such as \"example.org\"");
    let rp_id = rp_id.filter(|text| {
        let good = is_domain(&text.value);
        if !good {
            let remedy = "write a domain in small letters, such as \"example.org\", without https://";
            section.fault(&text.at, "rp_id", &format!("is {:?}", text.value), remedy);
        }
        good
    });
    let origins = |key: &str| {
        let texts = section.texts(key);
        let good = texts.iter().filter_map(|text| within(&section, key, text, rp_id.as_ref()));
        good.collect::<Vec<_>>()
    };
    let (public, staff) = (origins("public"), origins("staff"));
    if !section.has("public") && !section.has("staff") {
        section.missing("public", &format!("the addresses of your public portals: public = [\"{ORIGIN}\"]"));
    }
    section.close();
    Some(PasskeyRules { rp_id: rp_id?.value, public, staff })
}

fn within(
    section: &Section<'_>,
    key: &str,
    text: &Spot<String>,
    rp_id: Option<&Spot<String>>,
) -> Option<String> {
    let Some((origin, host)) = origin::read(&text.value) else {
        let remedy = format!("write an address such as \"{ORIGIN}\"");
        section.fault(&text.at, key, &format!("holds {:?}", text.value), remedy);
        return None;
    };
    let rp_id = rp_id?;
    // Browsers refuse a domain that the page is not in.
    if host != rp_id.value && !host.ends_with(&format!(".{}", rp_id.value)) {
        let problem = format!("holds {:?}, which is not in the domain {:?}", text.value, rp_id.value);
        section.fault(&text.at, key, &problem, "name an address within `rp_id`");
        return None;
    }
    Some(origin)
}

fn is_domain(text: &str) -> bool {
    let label = |label: &str| {
        !label.is_empty() && label.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
    };
    text.len() <= 253 && text.split('.').all(label)
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use vantail_shared::config::{Document, Faults};

    use super::*;

    fn parse<T>(text: &str, read: impl Fn(&Section<'_>) -> T) -> (T, String) {
        let faults = Faults::new();
        let document = Document::parse(Path::new("back.toml"), text, &faults).unwrap();
        let value = read(&Section::root(&document, &faults));
        (value, faults.into_sorted().iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))
    }

    #[test]
    fn duties_are_words() {
        let (found, faults) = parse("", rules);
        assert_eq!((found.staff, found.public, faults.as_str()), (Duty::Required, Duty::Optional, ""));
        let (found, _) = parse("[second_factor]\nstaff = \"optional\"\npublic = \"off\"", rules);
        assert_eq!((found.staff, found.public), (Duty::Optional, Duty::Off));
        let (_, faults) = parse("[second_factor]\nstaff = \"off\"\npublik = \"off\"", rules);
        assert!(
            faults.contains("`second_factor.staff` is \"off\"") && faults.contains("did you mean `public`")
        );
    }

    #[test]
    fn passkeys_belong_to_a_domain() {
        assert_eq!(parse("", passkeys).0, None);
        let good = "[passkeys]\nrp_id = \"example.org\"\npublic = [\"https://portal.example.org\"]\n\
                    staff = [\"https://example.org:8443/\"]";
        let (found, faults) = parse(good, passkeys);
        assert_eq!(faults, "");
        let found = found.unwrap();
        assert_eq!(found.public, ["https://portal.example.org"]);
        assert_eq!(found.staff, ["https://example.org:8443"]);
        for (text, fault) in [
            ("rp_id = \"example.org\"", "`passkeys.public` is missing"),
            ("public = [\"https://a\"]", "`passkeys.rp_id` is missing"),
            ("rp_id = \"https://a\"\npublic = []", "`passkeys.rp_id` is \"https://a\""),
            ("rp_id = \"a.org\"\npublic = [\"https://b.org\"]", "which is not in the domain \"a.org\""),
            ("rp_id = \"a.org\"\npublic = [\"https://xa.org\"]", "which is not in the domain \"a.org\""),
            ("rp_id = \"a.org\"\npublic = [\"http://a.org\"]", "`passkeys.public` holds \"http://a.org\""),
        ] {
            let (_, faults) = parse(&format!("[passkeys]\n{text}"), passkeys);
            assert!(faults.contains(fault), "{fault} in {faults}");
        }
    }
}
