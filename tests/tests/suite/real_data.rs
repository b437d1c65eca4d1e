//! The real databases hold what their READMEs say: what other tests build on.

use vantail_tests::real::{CONDO, EVERGREEN, KOHA, PAGILA, RealSet};

async fn holds(set: &RealSet, answers: &str) {
    let expected = std::fs::read_to_string(set.folder().join(answers)).unwrap();
    let found = set.print("checks.sql").await;
    let differing: Vec<_> =
        expected.lines().zip(found.lines()).filter(|(wanted, got)| wanted != got).collect();
    assert!(differing.is_empty(), "{differing:#?}");
    assert_eq!(found.lines().count(), expected.lines().count());
}

#[tokio::test]
async fn pagila_holds_what_its_readme_says() {
    holds(&PAGILA, "expected.txt").await;
}

#[tokio::test]
async fn koha_holds_what_its_readme_says() {
    holds(&KOHA, "expected.tsv").await;
}

#[tokio::test]
async fn condo_holds_what_its_readme_says() {
    holds(&CONDO, "expected.txt").await;
}

#[tokio::test]
async fn evergreen_holds_what_its_readme_says() {
    holds(&EVERGREEN, "expected.txt").await;
}
