//! Random rows, and whose they are as plain Rust says.

use proptest::prelude::*;

use super::super::maybe;
use crate::{business::testing::mariadb::is_mysql, map::Dialect};

/// The day of the month that all tests are set on.
const TODAY: u8 = 22;
pub(super) const PERSONS: i64 = 4;
pub(super) const HOUSES: i64 = 3;

#[derive(Debug, Clone)]
pub(super) struct Person {
    pub(super) member: bool,
    pub(super) card: Option<String>,
    pub(super) guardian: Option<i64>,
    pub(super) state: Option<&'static str>,
}

#[derive(Debug, Clone)]
pub(super) struct Mandate {
    pub(super) person: Option<i64>,
    pub(super) house: Option<i64>,
    pub(super) starts: Option<u8>,
    pub(super) ends: Option<u8>,
}

#[derive(Debug, Clone)]
pub(super) struct Ticket {
    pub(super) house: Option<i64>,
    pub(super) person: Option<i64>,
    pub(super) author: Option<i64>,
    pub(super) note: Option<&'static str>,
}

/// Rows of every table; the place in a list is the key.
#[derive(Debug, Clone)]
pub(super) struct Data {
    pub(super) persons: Vec<Person>,
    pub(super) mandates: Vec<Mandate>,
    pub(super) tickets: Vec<Ticket>,
    /// ticket, person
    pub(super) receipts: Vec<(Option<i64>, Option<i64>)>,
    /// house, day
    pub(super) visits: Vec<(Option<i64>, Option<u8>)>,
    /// object, module
    pub(super) logs: Vec<(Option<i64>, Option<&'static str>)>,
    /// card, a word made of a person's key
    pub(super) loans: Vec<(Option<String>, Option<&'static str>)>,
    /// sender, recipient
    pub(super) messages: Vec<(Option<i64>, Option<i64>)>,
}

pub(super) fn data() -> impl Strategy<Value = Data> {
    let person = || maybe(0..PERSONS);
    let house = || maybe(0..HOUSES);
    let day = || maybe(TODAY - 2..TODAY + 3);
    let word = |words: &'static [&'static str]| maybe(prop::sample::select(words));
    let card = || maybe(prop::sample::select(vec!["", " ", "A1", "a1 ", "b2", "é"]).prop_map(str::to_owned));
    let persons = (prop::bool::weighted(0.9), card(), person(), word(&["here", "here", "gone"]));
    let mandates = (person(), house(), day(), day());
    let tickets = (house(), person(), person(), word(&["open", "closed"]));
    (
        prop::collection::vec(persons, at(PERSONS)),
        prop::collection::vec(mandates, 0..8),
        prop::collection::vec(tickets, 0..12),
        prop::collection::vec((maybe(0i64..12), person()), 0..12),
        prop::collection::vec((house(), day()), 0..6),
        prop::collection::vec((person(), word(&["A", "B", "C"])), 0..8),
        prop::collection::vec((card(), word(&["P-0", "P-1", "P-", "P-00"])), 0..8),
        prop::collection::vec((person(), person()), 0..8),
    )
        .prop_map(|(persons, mandates, tickets, receipts, visits, logs, loans, messages)| {
            let persons = persons.into_iter().map(|(member, card, guardian, state)| Person {
                member,
                card,
                guardian,
                state,
            });
            let mandates = mandates.into_iter().map(|(person, house, starts, ends)| Mandate {
                person,
                house,
                starts,
                ends,
            });
            let tickets = tickets.into_iter().map(|(house, person, author, note)| Ticket {
                house,
                person,
                author,
                note,
            });
            Data {
                persons: persons.collect(),
                mandates: mandates.collect(),
                tickets: tickets.collect(),
                receipts,
                visits,
                logs,
                loans,
                messages,
            }
        })
}

fn at(id: i64) -> usize {
    usize::try_from(id).unwrap()
}

fn within(day: u8, mandate: &Mandate) -> bool {
    mandate.starts.is_none_or(|starts| starts <= day) && mandate.ends.is_none_or(|ends| day <= ends)
}

/// Whether a column that names a person names no other one.
fn own(person: Option<i64>, me: i64) -> bool {
    person.is_none_or(|person| person == me)
}

fn numbers<T>(rows: &[T], mine: impl Fn(i64, &T) -> bool) -> Vec<i64> {
    (0i64..).zip(rows).filter(|(id, row)| mine(*id, row)).map(|(id, _)| id).collect()
}

impl Data {
    pub(super) fn is_there(&self, me: i64) -> bool {
        let person = &self.persons[at(me)];
        person.member && person.state != Some("gone")
    }

    /// What stands in the guardian's row, unless it names somebody else by itself.
    pub(super) fn mail(&self, me: i64) -> String {
        let guardian = self.persons[at(me)].guardian;
        let seen = guardian.filter(|guardian| own(self.persons[at(*guardian)].guardian, me));
        seen.map(|guardian| format!("m{guardian}")).unwrap_or_default()
    }

    fn mandates_of(&self, me: i64) -> impl Iterator<Item = &Mandate> {
        self.mandates.iter().filter(move |mandate| mandate.person == Some(me))
    }

    pub(super) fn sits_today(&self, me: i64) -> bool {
        self.mandates_of(me).any(|mandate| within(TODAY, mandate))
    }

    fn ticket_is_mine(&self, id: i64, me: i64) -> bool {
        let Some(ticket) = self.tickets.get(at(id)) else { return false };
        let seat = |mandate: &Mandate| within(TODAY, mandate) && mandate.house == ticket.house;
        ticket.house.is_some() && own(ticket.person, me) && self.mandates_of(me).any(seat)
    }

    /// The cells of the joined rows of a receipt.
    pub(super) fn joined(&self, receipt: i64, me: i64) -> [Option<String>; 2] {
        let ticket = self.receipts[at(receipt)].0.and_then(|ticket| self.tickets.get(at(ticket)));
        let ticket = ticket.filter(|ticket| own(ticket.person, me));
        let note = ticket.and_then(|ticket| ticket.note).map(str::to_owned);
        [note, ticket.and_then(|ticket| ticket.house).map(house_name)]
    }

    /// The keys of the rows that a page shows to a person, in their order.
    pub(super) fn rows(&self, dialect: Dialect, page: &str, me: i64) -> Vec<i64> {
        let card = self.persons[at(me)].card.as_deref();
        match page {
            "tickets" => numbers(&self.tickets, |id, _| self.ticket_is_mine(id, me)),
            "papers" => numbers(&self.receipts, |_, (ticket, person)| {
                own(*person, me) && ticket.is_some_and(|ticket| self.ticket_is_mine(ticket, me))
            }),
            "receipts" => numbers(&self.receipts, |_, (_, person)| *person == Some(me)),
            "visits" => numbers(&self.visits, |_, (house, day)| {
                let seat = |mandate: &Mandate| {
                    mandate.house == *house && day.is_some_and(|day| within(day, mandate))
                };
                house.is_some() && self.mandates_of(me).any(seat)
            }),
            "logs" => numbers(&self.logs, |_, (object, module)| {
                *object == Some(me) && matches!(module, Some("A" | "B"))
            }),
            "loans" => {
                let normal = |card: &str| card.trim_matches(' ').to_ascii_lowercase();
                let mine = card.map(normal).filter(|card| !card.is_empty());
                numbers(&self.loans, |_, (card, _)| mine.is_some() && card.as_deref().map(normal) == mine)
            }
            "cards" => numbers(&self.loans, |_, (loan, _)| {
                let same = |card: &str| loan.as_deref().is_some_and(|loan| same(dialect, loan, card));
                card.is_some_and(|card| !same_as_nothing(dialect, card) && same(card))
            }),
            "built" => numbers(&self.loans, |_, (_, word)| *word == Some(format!("P-{me}").as_str())),
            "messages" => {
                numbers(&self.messages, |_, (sender, recipient)| [*sender, *recipient].contains(&Some(me)))
            }
            "both" => numbers(&self.tickets, |_, ticket| {
                let seat = self.mandates_of(me).any(|mandate| mandate.house == ticket.house);
                ticket.person == Some(me) || ticket.person.is_none() && ticket.house.is_some() && seat
            }),
            "wards" => numbers(&self.persons, |_, person| person.guardian == Some(me)),
            "house" => {
                let mine = |house| self.mandates_of(me).any(|mandate| mandate.house == Some(house));
                (1..HOUSES).filter(|house| self.sits_today(me) && mine(*house)).collect()
            }
            "busy" => numbers(&self.tickets, |_, ticket| {
                let mine = self.mandates_of(me).any(|mandate| mandate.house == ticket.house);
                ticket.note == Some("open") && ticket.house.is_some() && mine
            }),
            other => panic!("{other} is no page of the map"),
        }
    }
}

/// `MariaDB` compares by the collation of the columns: without case, accents and blanks at the end. That of `MySQL` minds
/// blanks.
fn same(dialect: Dialect, one: &str, other: &str) -> bool {
    match dialect {
        Dialect::MariaDb if is_mysql() => return one.eq_ignore_ascii_case(other),
        Dialect::MariaDb => {}
        Dialect::Sqlite | Dialect::Postgres => return one == other,
    }
    one.trim_end_matches(' ').eq_ignore_ascii_case(other.trim_end_matches(' '))
}

fn same_as_nothing(dialect: Dialect, text: &str) -> bool {
    same(dialect, text, "")
}

/// The first one is named so that the condition of its page leaves it out.
pub(super) fn house_name(house: i64) -> String {
    if house == 0 { "x".to_owned() } else { format!("house {house}") }
}
