//! Where one text stands for one account on one day: a function without a clock or a store of its own.

use std::collections::BTreeMap;

use time::Date;

use super::Due;
use crate::{
    map::{Reader, TermsText},
    store::agreement::Row,
};

/// What is to be done about a text, what presses most being the greatest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Standing {
    /// Nothing: accepted, or shown where no more is asked.
    Settled,
    /// It is in force later. It may be answered already.
    Announced,
    /// It is in force, asks for nothing and was not shown yet.
    Unseen,
    /// An answer is asked for, and may still wait.
    Asked,
    /// Without acceptance nothing goes on: the answer is overdue, or it was a refusal.
    Held,
}

/// Where a text stands.
pub(super) fn of(text: &TermsText, answer: Option<&Row>, today: Date) -> Standing {
    let seen = answer.is_some_and(|row| row.seen_at.is_some());
    let accepted = answer.is_some_and(|row| row.accepted_at.is_some());
    let refused = answer.is_some_and(|row| row.refused_at.is_some());
    if accepted {
        Standing::Settled
    } else if today < text.effective {
        Standing::Announced
    } else if !text.accept {
        if seen { Standing::Settled } else { Standing::Unseen }
    } else if refused || today >= text.until() {
        Standing::Held
    } else {
        Standing::Asked
    }
}

/// The texts that concern a reader today: of each the version in force, and those that come.
pub(super) fn of_reader<'a>(texts: &'a [TermsText], reader: Reader<'_>, today: Date) -> Vec<&'a TermsText> {
    let mut in_force: BTreeMap<&str, Date> = BTreeMap::new();
    let concerned = || texts.iter().filter(|text| text.concerns(reader));
    for text in concerned().filter(|text| text.effective <= today) {
        let latest = in_force.entry(&text.id).or_insert(text.effective);
        *latest = text.effective.max(*latest);
    }
    let is_current =
        |text: &&TermsText| text.effective > today || in_force.get(text.id.as_str()) == Some(&text.effective);
    concerned().filter(is_current).collect()
}

/// What waits for a reader at the sign-in.
pub(super) fn due(texts: &[TermsText], reader: Reader<'_>, answers: &[Row], today: Date) -> Due {
    let standings =
        of_reader(texts, reader, today).into_iter().map(|text| of(text, answer(answers, text), today));
    match standings.max() {
        Some(Standing::Held) => Due::Held,
        Some(Standing::Asked | Standing::Unseen) => Due::Shown,
        _ => Due::None,
    }
}

/// The first day from today on when a reader may not go on, should no other answer come.
pub(super) fn held_from(
    texts: &[TermsText],
    reader: Reader<'_>,
    answers: &[Row],
    today: Date,
) -> Option<Date> {
    let asked = texts.iter().filter(|text| text.accept && text.concerns(reader));
    let turns = asked.flat_map(|text| [text.effective, text.until()]).filter(|day| *day > today);
    let mut days: Vec<Date> = turns.chain([today]).collect();
    days.sort_unstable();
    days.into_iter().find(|day| due(texts, reader, answers, *day) == Due::Held)
}

/// What an account has to do with a text.
pub(super) fn answer<'a>(answers: &'a [Row], text: &TermsText) -> Option<&'a Row> {
    answers.iter().find(|row| row.terms == text.id.value && row.version == text.version.value)
}
