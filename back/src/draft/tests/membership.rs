//! An association's software as it is: a word before every table, one behind every column, link tables, numbers for words.

use super::*;

fn association() -> Schema {
    let mut schema = Schema::default();
    let mut add = |name: &str, shape: TableShape| schema.tables.insert(TableName::plain(name), shape);
    add(
        "zub_adherents",
        table(
            &[
                "id_adh#",
                "nom_adh",
                "prenom_adh",
                "sexe_adh#",
                "email_adh",
                "ddn_adh@",
                "id_statut#",
                "pref_lang",
            ],
            &[("id_statut", "zub_statuts", "id_statut")],
        ),
    );
    add("zub_statuts", table(&["id_statut#", "libelle_statut"], &[]));
    add(
        "zub_cotisations",
        table(
            &[
                "id#",
                "id_adh#",
                "paid_on@",
                "label",
                "method",
                "state_text",
                "kept_on@",
                "remark",
                "other_id#",
                "amount$",
                "date_crea@",
                "created_by",
            ],
            &[("id_adh", "zub_adherents", "id_adh")],
        ),
    );
    add(
        "zub_groups_members",
        table(
            &["id#", "id_group#", "id_adh#"],
            &[("id_group", "zub_groups", "id_group"), ("id_adh", "zub_adherents", "id_adh")],
        ),
    );
    add("zub_groups", table(&["id_group#", "group_name"], &[]));
    add(
        "zub_member_alerts",
        table(&["id#", "id_adh#", "created_at@"], &[("id_adh", "zub_adherents", "id_adh")]),
    );
    add(
        "zub_medical_visits",
        table(&["id#", "id_adh#", "seen_on@", "result"], &[("id_adh", "zub_adherents", "id_adh")]),
    );
    schema
}

fn drafted(samples: &Samples) -> String {
    first(&association(), &[], samples).to_toml()
}

#[test]
fn words_that_all_names_share_are_left_out() {
    let text = drafted(&Samples::default());
    for line in [
        "[persons.member]",
        "name = \"{prenom_adh} {nom_adh}\"",
        "birth = \"ddn_adh\"",
        "title = { fr = \"Cotisations\", en = \"Membership fees\" }",
        // The person is a member: what is theirs are groups, and what names a status is the status.
        "title = { fr = \"Groupes\", en = \"Groups\" }",
        "{ column = \"zub_statuts.libelle_statut\", title = { fr = \"Statut\", en = \"Status\" } },",
    ] {
        assert!(text.contains(line), "{line}\n{text}");
    }
}

fn page_of<'a>(draft: &'a Draft, table: &str) -> Option<&'a page::Page> {
    draft.pages.iter().find(|page| draft.tables[page.table].name.name == table)
}

#[test]
fn what_a_person_lacks_is_told() {
    let text = drafted(&Samples::default());
    assert!(text.contains("# Without `postal` letters bear the name alone. # to check"), "{text}");
    assert!(!text.contains("# Without `email`"), "{text}");
}

#[test]
fn an_amount_stands_in_its_list_and_nothing_that_says_nothing() {
    let mut samples = Samples::default();
    samples.empty.insert((TableName::plain("zub_cotisations"), "method".to_owned()));
    let draft = first(&association(), &[], &samples);
    let page = page_of(&draft, "zub_cotisations").unwrap();
    let own = |name: &str| page::Cell::Own(name.to_owned());
    assert_eq!(page.columns.last(), Some(&own("amount")));
    for name in ["method", "other_id", "date_crea", "created_by"] {
        assert!(!page.columns.contains(&own(name)) && !page.detail.contains(&own(name)), "{name}");
    }
    assert!(page_of(&draft, "zub_member_alerts").is_none(), "when a row was made is no page");
}

#[test]
fn what_is_about_health_is_said_to_be() {
    let draft = first(&association(), &[], &Samples::default());
    let visits = draft.tables.iter().find(|table| table.name.name == "zub_medical_visits").unwrap();
    assert_eq!(visits.column("result").unwrap().category, DataCategory::Health);
    assert!(draft.logs.is_empty(), "an appointment is no trace");
}

#[test]
fn numbers_that_stand_for_words_are_no_quantities() {
    let draft = first(&association(), &[], &Samples::default());
    assert_eq!(draft.tables[0].column("sexe_adh").unwrap().format, None);
    let syear = column("syear", Nature::Integer, false);
    let year = column::look(&TableShape::default(), &syear, theme::Theme::Other, column::Part::Value);
    assert_eq!((year.format, year.title.sure), (None, true));
}

#[test]
fn one_letter_says_yes_or_no() {
    let mut samples = Samples::default();
    let method = (TableName::plain("zub_cotisations"), "method".to_owned());
    samples.words.insert(method, vec!["N".to_owned(), "Y".to_owned()]);
    let text = drafted(&samples);
    let words = "words = { N = { fr = \"Non\", en = \"No\" }, Y = { fr = \"Oui\", en = \"Yes\" } }";
    assert!(text.contains(words), "{text}");
    let group = (TableName::plain("zub_cotisations"), "method".to_owned());
    samples.words.insert(group, vec!["A".to_owned(), "O".to_owned()]);
    let text = drafted(&samples);
    assert!(text.contains("A = {") && !text.contains("Oui"), "{text}");
    let letter = ColumnShape { max_length: Some(1), ..column("bus", Nature::Text, true) };
    assert!(survey::is_list(&TableShape::default(), &letter));
}

#[test]
fn what_a_programmer_wrote_of_a_column_is_no_heading() {
    let mut schema = association();
    let shape = schema.tables.get_mut(&TableName::plain("zub_cotisations")).unwrap();
    for (name, comment) in [("state_text", "Où en est-on"), ("kept_on", "references zub_groups(id_group)")] {
        let column = shape.columns.iter_mut().find(|column| column.name == name).unwrap();
        column.name = format!("xyzzy_{name}");
        column.comment = comment.to_owned();
    }
    let text = first(&schema, &[], &Samples::default()).to_toml();
    assert!(text.contains("Où en est-on") && !text.contains("\"references "), "{text}");
}
