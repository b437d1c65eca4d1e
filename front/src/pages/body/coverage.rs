//! Which of the documents that must be there are, for each building or contract.

use vantail_proto::portal::{self, Covered, Presence};

use crate::{format, texts::Texts};

pub(crate) struct Coverage<'a> {
    pub(crate) groups: Vec<Group<'a>>,
}

/// One building or contract.
pub(crate) struct Group<'a> {
    pub(crate) title: &'a str,
    /// "7 of 9 are there"
    pub(crate) told: String,
    pub(crate) whole: bool,
    pub(crate) items: Vec<Item<'a>>,
}

/// One thing that must be there.
pub(crate) struct Item<'a> {
    pub(crate) title: &'a str,
    pub(crate) basis: &'a str,
    /// The style class, and the end of the key of its word.
    pub(crate) state: &'static str,
    pub(crate) word: &'static str,
    /// The newest, written for people; empty when there is none.
    pub(crate) newest: String,
    pub(crate) day: Option<&'a str>,
    pub(crate) age: String,
    /// "2 of 3"; empty where one is enough.
    pub(crate) counted: String,
}

impl<'a> Coverage<'a> {
    pub(crate) fn new(groups: &'a [Covered], today: i64, t: &'static Texts) -> Self {
        Self { groups: groups.iter().map(|group| self::group(group, today, t)).collect() }
    }
}

fn group<'a>(group: &'a Covered, today: i64, t: &'static Texts) -> Group<'a> {
    let there = group.expected.iter().filter(|one| one.presence() == Presence::Present).count();
    let all = group.expected.len();
    Group {
        title: &group.title,
        told: t.fill("coverage-told", &[("there", &there.to_string()), ("all", &all.to_string())]),
        whole: there == all,
        items: group.expected.iter().map(|one| item(one, today, t)).collect(),
    }
}

fn item<'a>(one: &'a portal::Expected, today: i64, t: &'static Texts) -> Item<'a> {
    let (state, word) = match one.presence() {
        Presence::Present => ("present", "coverage-present"),
        Presence::Stale => ("stale", "coverage-stale"),
        Presence::Missing | Presence::Unspecified => ("missing", "coverage-missing"),
    };
    let age = format::days(&one.newest).and_then(|day| u64::try_from(today - day).ok());
    let (count, needed) = (t.number(&one.count), t.number(&u64::from(one.needed)));
    Item {
        title: &one.title,
        basis: &one.basis,
        state,
        word: t.say(word),
        newest: format::date(&one.newest, t.language),
        day: format::iso_day(&one.newest),
        age: age.map(|days| t.age(days)).unwrap_or_default(),
        counted: if one.needed > 1 {
            t.fill("coverage-counted", &[("count", &count), ("needed", &needed)])
        } else {
            String::new()
        },
    }
}
