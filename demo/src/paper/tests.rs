//! Every paper of the sample is a PDF that an independent reader can read.

use std::process::Command;

use time::macros::date;

use super::*;
use crate::sample::{papers, scale::Scale, unit::Units};

fn text_of(pdf: &[u8]) -> String {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("paper.pdf");
    std::fs::write(&file, pdf).unwrap();
    let found =
        Command::new("pdftotext").args(["-layout", "-enc", "UTF-8"]).arg(&file).arg("-").output().unwrap();
    assert!(found.status.success() && found.stderr.is_empty(), "{}", String::from_utf8_lossy(&found.stderr));
    String::from_utf8(found.stdout).unwrap()
}

#[test]
fn a_paper_of_each_type_says_what_it_should() {
    let scale = Scale { persons: 120, today: date!(2026 - 11 - 22) };
    let mut kinds = std::collections::HashSet::new();
    for unit in Units::new(scale) {
        for paper in papers::of_unit(&unit) {
            let subject = (paper.kind, std::mem::discriminant(&paper.subject));
            if !kinds.insert(subject) {
                continue;
            }
            let pdf = render(&unit, &paper);
            assert!(pdf.starts_with(b"%PDF-1.") && pdf.len() > 1000);
            let text = text_of(&pdf);
            let begin: String = paper.title.chars().take(40).collect();
            assert!(text.contains(&begin), "{text}");
            assert!(!text.contains('?'), "{text}");
            if let Holder::Account(account) = paper.holder {
                let name = unit.persons[unit.accounts[account].holders[0]].full_name();
                assert!(text.contains(&name) && text.contains('€'), "{text}");
            }
            if paper.subject == Subject::Building(BuildingTopic::Survey) {
                assert!(pdf.len() > 5 << 20);
            }
        }
    }
    assert!(kinds.len() >= 19, "{kinds:?}");
}

#[test]
fn the_files_that_stand_for_many_can_be_read() {
    let shared = papers::shared();
    assert!(text_of(&render_shared(&shared[0])).contains(&shared[0].title));
}
