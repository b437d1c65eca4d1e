use vantail_shared::clock::ManualClock;

use super::*;
use crate::{business::testing::TestDatabase, map::samples};

/// 2026-11-22, noon.
const NOON: i64 = 1_795_348_800;

/// The sample map with a role, a postal address, a language and a mark of erasure.
fn map() -> String {
    let more = "email = \"email\"\npostal = [\"{phone}\", \"{secret}\"]\nlanguage = \"phone\"\nerased = \"secret = 'gone'\"\n";
    let role = "\n[roles.holder]\ntitle = { fr = \"Titulaire\", en = \"Holder\" }\npersons = [\"tenant\"]\ntable = \"account\"\n\
                link = \"account.person_id = person.id\"\nkeep = \"P1Y\"\n";
    samples::MAP.replacen("email = \"email\"\n", more, 1) + role
}

struct World {
    people: People,
    _database: TestDatabase,
}

impl World {
    async fn new(rows: &'static str) -> Self {
        let mut database = TestDatabase::new().await;
        sqlx::raw_sql(rows).execute(&mut database.writer).await.unwrap();
        let map = Arc::new(database.map_of(&map()).await);
        let people = People::new(map, database.business(), Arc::new(ManualClock::at(NOON)));
        Self { people, _database: database }
    }
}

const ROWS: &str = "INSERT INTO person VALUES
    (1, 'tenant', 'Zoé', 'Roux', ' zoe@example.org ', 'fr-CH', ''), (2, 'tenant', 'Noé', 'Petit', '', 'de', 'x'),
    (3, 'tenant', 'Léa', 'Gone', 'lea@example.org', 'en', 'gone'), (4, 'owner', 'Ann', 'Roux', NULL, NULL, NULL),
    (10, 'tenant', 'Ten', 'Late', NULL, 'EN', NULL);
  INSERT INTO account VALUES (1, 10), (2, 4), (3, 10), (4, 2);";

fn person(kind: &str, key: &str) -> Person {
    Person { kind: kind.to_owned(), key: vec![key.to_owned()] }
}

#[tokio::test]
async fn a_person_is_told_as_the_database_has_them_and_one_who_is_gone_is_none() {
    let world = World::new(ROWS).await;
    let contact = async |kind, key| world.people.contact(&person(kind, key)).await.unwrap();
    let zoe = contact("tenant", "1").await.unwrap();
    let wanted = Contact {
        name: "Zoé Roux".to_owned(),
        email: Some("zoe@example.org".to_owned()),
        language: Some(Language::Fr),
        postal: vec!["fr-CH".to_owned()],
    };
    assert_eq!(zoe, wanted);
    let noe = contact("tenant", "2").await.unwrap();
    assert_eq!((noe.email, noe.language, noe.postal.len()), (None, None, 2));
    for (kind, key) in [("tenant", "3"), ("tenant", "4"), ("tenant", "9"), ("nobody", "1"), ("tenant", "1 ")]
    {
        assert_eq!(contact(kind, key).await.is_some(), key == "1 ", "{kind} {key}");
    }
    let whole = Person { kind: "tenant".to_owned(), key: vec!["1".to_owned(), "1".to_owned()] };
    assert_eq!(world.people.contact(&whole).await.unwrap(), None);
}

#[tokio::test]
async fn a_search_goes_through_all_kinds_and_goes_on_where_it_stopped() {
    let world = World::new(ROWS).await;
    let search = async |words: &str, after: Option<&Person>, limit| {
        let found = world.people.search(words, after, limit).await.unwrap();
        found.into_iter().map(|(person, _)| person).collect::<Vec<_>>()
    };
    assert_eq!(search("roux", None, 10).await, [person("tenant", "1"), person("owner", "4")]);
    assert_eq!(search("ROUX zoe", None, 10).await, [person("tenant", "1")]);
    assert_eq!(search("roux", None, 1).await, [person("tenant", "1")]);
    assert_eq!(search("roux", Some(&person("tenant", "1")), 1).await, [person("owner", "4")]);
    assert_eq!(search("roux", Some(&person("owner", "4")), 1).await, []);
    assert_eq!(search("lea", None, 10).await, [], "one who counts as erased is found by nobody");
    assert_eq!(search("  ", None, 10).await, []);
    assert_eq!(search("roux", Some(&person("no such kind", "1")), 10).await, []);
}

#[tokio::test]
async fn all_of_a_kind_or_role_come_in_parts() {
    let world = World::new(ROWS).await;
    let all = async |role, after: Option<&Person>, limit| {
        let found = world.people.all("tenant", role, after, limit).await.unwrap();
        found.into_iter().map(|(person, _)| person).collect::<Vec<_>>()
    };
    let [one, two, ten] = ["1", "2", "10"].map(|key| person("tenant", key));
    assert_eq!(all(None, None, 2).await, [one, two.clone()]);
    assert_eq!(all(None, Some(&two), 2).await, std::slice::from_ref(&ten));
    assert_eq!(all(Some("holder"), None, 9).await, [two, ten]);
    assert_eq!(world.people.all("none", None, None, 1).await.unwrap_err().code, Code::NotFound);
    assert_eq!(world.people.all("tenant", Some("none"), None, 1).await.unwrap_err().code, Code::NotFound);
}

#[tokio::test]
async fn several_persons_of_several_kinds_are_told_together_and_nobody_else() {
    let world = World::new(ROWS).await;
    let asked = [("owner", "4"), ("tenant", "10"), ("tenant", "1"), ("tenant", "3"), ("tenant", "4")];
    let asked: Vec<_> = asked.iter().map(|(kind, key)| person(kind, key)).collect();
    let found = world.people.contacts(&asked).await.unwrap();
    let names: std::collections::BTreeSet<_> =
        found.iter().map(|(_, contact)| contact.name.as_str()).collect();
    assert_eq!(names.into_iter().collect::<Vec<_>>(), ["Roux, Ann", "Ten Late", "Zoé Roux"]);
    assert_eq!(world.people.contacts(&[]).await.unwrap(), []);
}
