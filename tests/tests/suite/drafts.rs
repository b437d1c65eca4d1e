//! Drafts of a database of another trade, with the names of an old program: a word before every column, days as texts, keys
//! of several columns, no foreign key. The same in three databases.

use sqlx::{Connection as _, SqliteConnection, sqlite::SqliteConnectOptions};
use vantail_back::{
    business::Business,
    draft,
    map::{DataMap, Format},
};
use vantail_shared::{call::Language, config::Faults};
use vantail_tests::real::{cluster, server};

const CLUB: &str = include_str!("../../awkward/club.sql");

async fn in_sqlite(folder: &std::path::Path) -> String {
    let file = folder.join("club.db");
    let options = SqliteConnectOptions::new().filename(&file).create_if_missing(true);
    let mut connection = SqliteConnection::connect_with(&options).await.unwrap();
    sqlx::raw_sql(CLUB).execute(&mut connection).await.unwrap();
    connection.close().await.unwrap();
    format!("sqlite:{}", file.display())
}

async fn check(url: &str) {
    let business = Business::open(url).unwrap();
    let text = draft::draft(&business, &[]).await.unwrap().to_toml();
    let (faults, schema) = (Faults::new(), business.schema().await.unwrap());
    let map = DataMap::parse("draft.toml".as_ref(), &text, &faults);
    let checked = map.and_then(|map| map.check(schema, &faults));
    let told: Vec<String> = faults.into_sorted().iter().map(ToString::to_string).collect();
    let map = checked.unwrap_or_else(|| panic!("{url}: {told:#?}\n{text}"));

    let kind = &map.kinds[0];
    assert_eq!(kind.table.value.to_string(), "t_adh");
    assert_eq!(kind.postal.len(), 3, "the name, the street, the town:\n{text}");
    assert_eq!(kind.birth.as_ref().unwrap().value.column, "adh_dt_nais");
    assert_eq!(kind.title.of(Language::Fr), "Personne", "an abbreviation is no word for somebody");
    let rows = |table: &str| {
        let mut pages = map.pages.iter().filter_map(|page| page.content.rows());
        pages
            .find(|rows| rows.source.table.value.to_string() == table)
            .unwrap_or_else(|| panic!("{table}\n{text}"))
    };
    let order = |table: &str| {
        let first = &rows(table).order[0].value;
        (first.column.column.clone(), first.descending)
    };
    assert_eq!(order("t_cotis"), ("cot_dt".to_owned(), true), "the newest first");
    assert_eq!(order("t_licence"), ("lic_dt_deb".to_owned(), true));
    for (table, column, format) in [
        ("t_cotis", "cot_dt", Format::Date),
        ("t_licence", "lic_dt_deb", Format::Date),
        ("t_licence", "lic_dt_certif", Format::DateTime),
        ("t_cotis", "cot_not_dt", Format::Text),
    ] {
        let found =
            map.tables.iter().find(|of| of.name.value.to_string() == table).unwrap().column(column).unwrap();
        assert_eq!(found.format.unwrap_or(Format::Text), format, "{column}\n{text}");
    }
    let joined = rows("t_licence").joins.iter().any(|hop| hop.to.to_string() == "t_section");
    assert!(joined, "the word for a section stands beside its code:\n{text}");
    for shown in map.pages.iter().filter_map(|page| page.content.rows()).flat_map(|rows| &rows.columns) {
        let title = shown.title.of(Language::Fr);
        let raw = title.contains('_')
            || ["adh", "cot", "lic"]
                .iter()
                .any(|word| title.to_lowercase().starts_with(word) && title.len() < 5);
        assert!(!raw, "{title} is no title\n{text}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_old_programs_database_is_drafted_in_sqlite() {
    let folder = tempfile::tempdir().unwrap();
    check(&in_sqlite(folder.path()).await).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_old_programs_database_is_drafted_in_postgresql() {
    cluster().await.run("postgres", "CREATE DATABASE club").await;
    cluster().await.run("club", CLUB).await;
    check(&cluster().await.url_of("postgres", "club")).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_old_programs_database_is_drafted_in_mariadb() {
    server().await.run("mysql", "CREATE DATABASE club CHARACTER SET utf8mb4").await;
    server().await.run("club", CLUB).await;
    let tables = ["t_adh", "t_section", "t_licence", "t_cotis"].map(str::to_owned);
    check(&server().await.reader("club", &tables).await).await;
}
