use vantail_shared::config::Faults;

use super::*;

const MAP: &str = r#"
version = 1
[controller]
name = "Régie"
address = ["1 rue"]
privacy_contact = "dpo@example.org"
authority = "CNIL"
[persons.client]
title = { fr = "Client", en = "Customer" }
table = "person"
key = ["id"]
name = "{name}"
[roles.tenant]
title = { fr = "Locataire", en = "Tenant" }
persons = ["client"]
table = "lease"
link = ["lease.person_id = person.id"]
since = "since"
keep = "P5Y"
[purposes.accounting]
title = { fr = "Comptabilité", en = "Accounting" }
description = { fr = "Prouver les paiements", en = "To prove payments" }
basis = "legal-obligation"
keep = "P10Y"
[tables.person]
title = { fr = "Fiche", en = "Record" }
columns.name = { title = { fr = "Nom", en = "Name" }, category = "identity", erase = "pseudonym" }
columns.birth_date = { category = "identity", erase = "null" }
[tables.payment]
title = { fr = "Paiements", en = "Payments" }
link = ["payment.person_id = person.id"]
actors = { clerk = "payment.clerk_id = person.id" }
purpose = "accounting"
active = "state = 'open'"
active_reason = { fr = "Un paiement est attendu", en = "A payment is awaited" }
erase = "keep"
keep = "P10Y"
keep_from = "paid_on"
reason = { fr = "La loi le veut", en = "The law wants it" }
columns.paid_on = { title = { fr = "Payé le", en = "Paid on" }, format = "date", category = "finance" }
[tables.web_session]
title = { fr = "Sessions du site", en = "Sessions of the website" }
unreachable = { fr = "Le contenu est sérialisé ; la table est vidée chaque nuit", en = "The content is serialised; the table is emptied every night" }
columns.content = "traces"
[pages.payments]
title = { fr = "Mes paiements", en = "My payments" }
presentation = "list"
for = ["tenant"]
table = "payment"
order = ["-paid_on", "-id"]
columns = ["paid_on"]
"#;

fn told(language: Language) -> String {
    let faults = Faults::new();
    let map = DataMap::parse("map.toml".as_ref(), MAP, &faults);
    let map = map.unwrap_or_else(|| panic!("{:?}", faults.into_sorted()));
    explain(&map, &map.kinds[0], language).to_string()
}

#[test]
fn sentences_tell_what_is_shown_kept_erased_and_why() {
    let text = told(Language::En);
    for sentence in [
        "Each row of “Record” is one person.",
        "May be “Tenant”; the data then stays for 5\u{a0}years after the end.",
        "“My payments”: of “payments”, paid on. Only for who is this today: tenant.",
        "Purpose “Accounting”: To prove payments. It rests on a legal obligation. Time: 10\u{a0}years.",
        "“Record”: identity, without a declared purpose.",
        "“Payments”: financial data, for “Accounting”, for 10\u{a0}years from “paid on” on. The law wants it.",
        "“Record”: name becomes a pseudonym; date of birth is removed.",
        "“Payments”: the rows stay. The law wants it.",
        "“Payments”: A payment is awaited.",
        "“Sessions of the website”: The content is serialised; the table is emptied every night.",
        "Some rows also say who else acted, which the portal never shows: Payments.",
    ] {
        assert!(text.contains(&format!("- {sentence}\n")), "{sentence}\n{text}");
    }
}

#[test]
fn the_same_is_told_in_french_without_raw_names() {
    let text = told(Language::Fr);
    for sentence in [
        "« Fiche » : nom devient un pseudonyme ; date de naissance disparaît.",
        "« Paiements » : Un paiement est attendu.",
        "« Mes paiements » : de « paiements », payé le. Seulement pour qui est aujourd’hui : locataire.",
    ] {
        let spaced = sentence
            .replace("« ", "«\u{a0}")
            .replace(" »", "\u{a0}»")
            .replace(" :", "\u{a0}:")
            .replace(" ;", "\u{202f};");
        assert!(text.contains(&format!("- {spaced}\n")), "{spaced}\n{text}");
    }
    assert!(!text.contains("birth_date") && !text.contains("paid_on"));
}
