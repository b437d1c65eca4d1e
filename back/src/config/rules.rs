//! The tables `[passwords.rules]`, `[passwords.rules.public]` and `[passwords.rules.staff]`.

use vantail_shared::{config::Section, tls::FrontKind};

use super::sections::number;
use crate::identity::{PasswordRules, RulesOfKinds};

/// What both kinds of front have in common, and for each what it has otherwise.
pub(super) fn read(passwords: &Section<'_>) -> RulesOfKinds {
    let Some(section) = passwords.section("rules") else { return RulesOfKinds::default() };
    let common = rules(&section, PasswordRules::default());
    let of = |kind: FrontKind| {
        let Some(own) = section.section(kind.as_str()) else { return common.clone() };
        let mut rules = rules(&own, common.clone());
        if kind == FrontKind::Staff {
            // A password that must change for no reason becomes a worse one: of staff alone it may be asked (CNIL 2022-100).
            rules.days = number(&own, "days", 30..=3650);
        }
        own.close();
        rules
    };
    let kinds = RulesOfKinds { public: of(FrontKind::Public), staff: of(FrontKind::Staff) };
    section.close();
    kinds
}

fn rules(section: &Section<'_>, mut rules: PasswordRules) -> PasswordRules {
    rules.length = number(section, "length", 8..=64).unwrap_or(rules.length);
    rules.kinds = number(section, "kinds", 0..=4).unwrap_or(rules.kinds);
    rules.bits = number(section, "bits", 50..=128).unwrap_or(rules.bits);
    for (asked, key) in rules.each.iter_mut().zip(["lower", "upper", "digit", "special"]) {
        *asked = section.boolean(key).map_or(*asked, |switch| switch.value);
    }
    rules.existing = section.boolean("existing").map_or(rules.existing, |switch| switch.value);
    rules
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use vantail_shared::config::{Document, Faults};

    use super::*;

    fn read_text(text: &str) -> (RulesOfKinds, Vec<String>) {
        let faults = Faults::new();
        let document = Document::parse(Path::new("back.toml"), text, &faults).unwrap();
        let rules = {
            let root = Section::root(&document, &faults);
            let rules = read(&root);
            root.close();
            rules
        };
        (rules, faults.into_sorted().iter().map(ToString::to_string).collect())
    }

    #[test]
    fn staff_may_have_others_than_the_public() {
        let (rules, faults) =
            read_text("[rules]\nlength = 14\n[rules.staff]\nbits = 80\ndays = 365\nupper = true\n");
        assert_eq!(faults, Vec::<String>::new());
        assert_eq!((rules.public.length, rules.public.bits, rules.public.days), (14, 50, None));
        assert_eq!((rules.staff.length, rules.staff.bits, rules.staff.days), (14, 80, Some(365)));
        assert_eq!((rules.staff.each, rules.public.each), ([false, true, false, false], [false; 4]));
    }

    #[test]
    fn what_is_too_weak_or_for_staff_alone_is_a_fault() {
        let (_, faults) = read_text("[rules]\nlength = 7\nbits = 49\n[rules.public]\ndays = 90\n");
        assert_eq!(faults.len(), 3, "{faults:?}");
    }
}
