//! Every paper of the sample is a PDF that an independent reader can read.

use std::process::Command;

use time::macros::date;

use super::*;
use crate::sample::papers;

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
fn a_paper_of_each_subject_says_what_it_should() {
    let sample = Organisation::new(100, date!(2026 - 11 - 22));
    let ledger = Ledger::new(&sample);
    let mut subjects = std::collections::HashSet::new();
    let persons = (0..100).flat_map(|index| {
        papers::of_person(&ledger, &sample, index)
            .into_iter()
            .map(move |paper| (Holder::Person(index), paper))
    });
    let buildings = (0..sample.buildings.len()).flat_map(|index| {
        let all = papers::of_building(&sample, index).into_iter().chain(papers::notices(&sample, index));
        all.map(move |paper| (Holder::Building(index), paper))
    });
    for (holder, paper) in persons.chain(buildings) {
        let pdf = render(&sample, &ledger, holder, &paper);
        assert!(pdf.starts_with(b"%PDF-1.") && pdf.len() > 1000);
        if subjects.insert(std::mem::discriminant(&paper.subject)) {
            let text = text_of(&pdf);
            assert!(text.contains(&paper.title), "{text}");
            assert!(!text.contains('?'), "{text}");
            if let Holder::Person(index) = holder {
                assert!(text.contains(&sample.persons[index].full_name()), "{text}");
                assert!(text.contains('€'), "{text}");
            }
        }
        if paper.subject == Subject::Survey {
            assert!(pdf.len() > 5 << 20);
        }
    }
    assert_eq!(subjects.len(), 9);
}
