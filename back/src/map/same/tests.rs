use vantail_shared::config::Faults;

use crate::{
    explain::explain,
    map::{DataMap, samples},
};

const MAP: &str = r#"
version = 1
[controller]
name = "Club"
address = ["1 rue"]
privacy_contact = "dpo@example.org"
authority = "CNIL"
[persons.member]
title = { fr = "Membre", en = "Member" }
table = "member"
key = ["id"]
name = "{name}"
same_as = "merged_into"
[persons.guest]
title = { fr = "Invité", en = "Guest" }
table = "member"
key = ["id"]
name = "{name}"
[tables.payment]
title = { fr = "Paiements", en = "Payments" }
link = ["payment.member_id = member.id"]
[pages.payments]
title = { fr = "Paiements", en = "Payments" }
presentation = "list"
for = ["member", "guest"]
table = "payment"
order = ["-id"]
columns = [{ column = "id", title = { fr = "Numéro", en = "Number" } }]
"#;

fn told(map: &str) -> Vec<String> {
    let faults = Faults::new();
    DataMap::parse("map.toml".as_ref(), map, &faults);
    faults.into_sorted().iter().map(ToString::to_string).collect()
}

#[test]
fn rows_of_the_same_human_lead_to_the_one_that_counts() {
    let map = samples::map(MAP);
    let (member, guest) = (map.kind("member").unwrap(), map.kind("guest").unwrap());
    let rows = map.pages[0].content.rows().unwrap();
    let hops = |kind| rows.source.ways(kind).iter().map(|way| way.hops.len()).collect::<Vec<_>>();
    assert_eq!(hops(member), [1, 2]);
    assert_eq!(hops(guest), [1], "a kind that says nothing of it has its own rows alone");
    assert!(
        member.condition.is_some() && guest.condition.is_none(),
        "only the one that counts has an account"
    );
}

#[test]
fn each_table_has_its_own_ways() {
    let company = r#"
[persons.company]
title = { fr = "Société", en = "Company" }
table = "company"
key = ["id"]
name = "{name}"
same_as = "merged_into"
"#;
    let both = MAP
        .replacen("[tables.payment]", &format!("{company}[tables.payment]"), 1)
        .replacen("for = [\"member\", \"guest\"]", "for = [\"member\", \"guest\", \"company\"]", 1)
        .replacen(
            "link = [\"payment.member_id = member.id\"]",
            "link = { any = [[\"payment.member_id = member.id\"], [\"payment.company_id = company.id\"]] }",
            1,
        );
    let map = samples::map(&both);
    let rows = map.pages[0].content.rows().unwrap();
    let hops =
        |kind| rows.source.ways(map.kind(kind).unwrap()).iter().map(|way| way.hops.len()).collect::<Vec<_>>();
    assert_eq!((hops("member"), hops("company")), (vec![1, 2], vec![1, 2]));
}

#[test]
fn a_key_of_several_columns_cannot_be_named_by_one() {
    let wrong = MAP.replacen("key = [\"id\"]", "key = [\"id\", \"year\"]", 1);
    let told = told(&wrong);
    assert!(told.iter().any(|fault| fault.contains("same_as") && fault.contains("one column")), "{told:?}");
}

#[test]
fn explanations_tell_of_it() {
    let map = samples::map(MAP);
    let text = |language| explain(&map, &map.kinds[0], language).to_string();
    let english = text(vantail_shared::call::Language::En);
    assert!(english.contains("the same human"), "{english}");
    let french = text(vantail_shared::call::Language::Fr);
    assert!(french.contains("la même personne"), "{french}");
}
