//! Payments: each settles what is due on its day, sub-account by sub-account.

use std::borrow::Cow;

use time::{Date, Duration};

use super::Line;
use crate::sample::{budget::Code, dice::Dice, payer::Payer};

/// After how long without a payment a debt is called doubtful.
const DOUBTFUL: Duration = Duration::days(540);

/// What ends an account.
#[derive(Debug, Clone, Copy)]
pub(super) struct Closing {
    /// The day.
    pub(super) on: Date,
    /// What the last payment, or the repayment, is called.
    pub(super) words: (&'static str, &'static str),
}

/// Something that happens to what is owed.
#[derive(Clone, Copy)]
enum Event {
    Pays(Payer),
    Doubtful,
}

/// Adds the payments to what is `owed`, up to `today`; `payer` says how what is due on a day is paid.
pub(super) fn pay(
    mut owed: Vec<Line>,
    payer: impl Fn(Date) -> Payer,
    closing: Option<Closing>,
    today: Date,
    dice: &mut Dice,
) -> Vec<Line> {
    let last = closing.map_or(today, |closing| closing.on.min(today));
    owed.retain(|line| line.on <= last);
    owed.sort_by_key(|line| line.on);
    let events = events(&owed, payer, last, today, dice);
    let mut books = Books { lines: Vec::with_capacity(owed.len() * 2), balances: [0; Code::ALL.len()] };
    let mut owed = owed.into_iter().peekable();
    for (on, event) in events {
        while let Some(line) = owed.next_if(|line| line.on <= on) {
            books.add(line);
        }
        match event {
            Event::Pays(payer) => books.pay(on, payer),
            Event::Doubtful => books.doubt(on),
        }
    }
    owed.for_each(|line| books.add(line));
    if let Some(Closing { on, words }) = closing.filter(|closing| closing.on <= today) {
        for code in Code::ALL {
            let balance = books.balances[code as usize];
            let (label, method) = if balance > 0 { (words.0, Some("transfer")) } else { (words.1, None) };
            if balance != 0 {
                books.add(Line { method, ..Line::plain(on, code, label, -balance) });
            }
        }
    }
    books.lines
}

/// The days of payment, and the day on which the debt of who stopped paying is called doubtful.
fn events(
    owed: &[Line],
    payer: impl Fn(Date) -> Payer,
    last: Date,
    today: Date,
    dice: &mut Dice,
) -> Vec<(Date, Event)> {
    let mut due: Vec<Date> = owed.iter().map(|line| line.on).collect();
    due.dedup();
    let pays = |on| (payer(on).day(on, dice), Event::Pays(payer(on)));
    let mut events: Vec<(Date, Event)> = due.into_iter().map(pays).collect();
    if payer(today) == Payer::Never {
        let stopped = today - Duration::days(dice.between(60, 1_700));
        events.retain(|(on, _)| *on <= stopped);
        events.push((stopped + DOUBTFUL, Event::Doubtful));
    }
    events.retain(|(on, _)| *on <= last);
    events.sort_by_key(|(on, _)| *on);
    events
}

struct Books {
    lines: Vec<Line>,
    balances: [i64; Code::ALL.len()],
}

impl Books {
    fn add(&mut self, line: Line) {
        self.balances[line.code as usize] += line.amount;
        self.lines.push(line);
    }

    fn pay(&mut self, on: Date, payer: Payer) {
        let (method, label) = payer.method();
        for code in Code::ALL {
            let due = self.balances[code as usize];
            if due <= 0 || code == Code::Doubtful {
                continue;
            }
            // A standing order is a round sum.
            let round = payer == Payer::Ahead && matches!(code, Code::Budget | Code::Tenant);
            let paid = if round { (due + 4_999) / 5_000 * 5_000 } else { due };
            self.add(Line { method: Some(method), ..Line::plain(on, code, label, -paid) });
        }
    }

    fn doubt(&mut self, on: Date) {
        let label = Cow::Borrowed("Virement aux créances douteuses");
        for code in Code::ALL {
            let due = self.balances[code as usize];
            if due > 0 && !matches!(code, Code::Doubtful | Code::Tenant | Code::Landlord) {
                self.add(Line::plain(on, code, label.clone(), -due));
                self.add(Line::plain(on, Code::Doubtful, label.clone(), due));
            }
        }
    }
}
