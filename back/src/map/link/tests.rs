use super::*;

#[test]
fn a_hop_may_be_composite_and_odd() {
    let hop: Hop =
        r#"line."account no" = "s p"."ac""c".no and line.year = "s p"."ac""c".year"#.parse().unwrap();
    assert_eq!(hop.from, TableName::plain("line"));
    assert_eq!(hop.to, TableName { schema: Some("s p".into()), name: "ac\"c".into() });
    assert_eq!(hop.pairs(), Some(vec![("account no", "no"), ("year", "year")]));
}

#[test]
fn a_hop_may_carry_conditions_and_an_alias() {
    let hop: Hop = "log.object = person.id and log.module in ('A', 'B')".parse().unwrap();
    assert_eq!(
        (hop.from.clone(), hop.to.clone(), hop.pairs()),
        (TableName::plain("log"), TableName::plain("person"), None)
    );
    let hop: Hop = "film.language_id = language.id as spoken".parse().unwrap();
    assert_eq!(hop.target(), TableName::plain("spoken"));
    assert_eq!(hop.pairs(), Some(vec![("language_id", "id")]));
    let own: Hop = "person.guardian_id = person.id as guardian".parse().unwrap();
    assert_eq!((own.from.clone(), own.target()), (TableName::plain("person"), TableName::plain("guardian")));
}

#[test]
fn anything_else_is_refused() {
    for text in [
        "",
        "a.b",
        "a.b =",
        "a = b.c",
        "a.b = c.d and",
        "a.b = c.d or a.e = c.f",
        "a.b = c.d and x.y = c.e",
        "a.b = 'c'",
        "b = c.d",
        "a.b = c.d as",
    ] {
        assert_eq!(text.parse::<Hop>(), Err(()), "{text}");
    }
}
