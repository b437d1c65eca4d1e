//! General meetings, and the council that they elect.

use time::{Date, Duration, Month};

use super::{
    cast,
    dice::{Dice, Topic},
    owners::Owners,
    person::Person,
    scale::Scale,
};

/// A yearly meeting.
#[derive(Debug)]
pub struct Meeting {
    /// The day.
    pub on: Date,
    /// Shares present or represented.
    pub present: i64,
}

/// A seat in the council.
#[derive(Debug)]
pub struct Seat {
    /// Index of the person.
    pub who: usize,
    /// `president` or `member`.
    pub office: &'static str,
    /// From the meeting that elected.
    pub starts: Date,
    /// To the meeting that elected the next, at most three years (decree of 17 March 1967, article 22).
    pub ends: Date,
}

/// The day of the meeting of a year, in May or June.
pub(super) fn day(scale: Scale, number: usize, year: i32) -> Date {
    let into = i64::try_from(number % 50).unwrap_or(0) + i64::from(year % 5);
    Date::from_calendar_date(year, Month::May, 4).unwrap_or(scale.today) + Duration::days(into)
}

/// The meetings since `since`, oldest first.
pub(super) fn meetings(scale: Scale, number: usize, since: Date, total_shares: i64) -> Vec<Meeting> {
    let mut dice = Dice::new(Topic::Council, number);
    let years = since.year() + 1..=scale.today.year();
    let all = years.map(|year| (day(scale, number, year), total_shares * dice.between(520, 880) / 1000));
    all.filter(|(on, _)| *on <= scale.today).map(|(on, present)| Meeting { on, present }).collect()
}

/// The councils, elected every third year among those who own then; the smallest buildings have none.
pub(super) fn seats(
    scale: Scale,
    number: usize,
    owners: &Owners,
    meetings: &[Meeting],
    persons: &[Person],
) -> Vec<Seat> {
    let mut dice = Dice::new(Topic::Council, number);
    let (mains, mut seats) = (owners.stays.len(), Vec::new());
    if mains < 4 {
        return seats;
    }
    for meeting in meetings.iter().rev().step_by(3) {
        let ends = day(scale, number, meeting.on.year() + 3);
        let mut chosen: Vec<usize> = Vec::new();
        if number == 0 {
            chosen.extend([cast::HELENE, cast::NOEL].map(cast::who));
        }
        let first = dice.index(mains);
        for step in 0..mains {
            let group = &owners.groups[owners.on((first + step) % mains, meeting.on)];
            let who = group.members[0].who;
            let sits = persons[who].company.is_none()
                && persons[who].died_on.is_none()
                && !chosen.contains(&who)
                // The cast keeps to its parts.
                && persons[who].id > cast::COUNT;
            if sits && chosen.len() < 4 {
                chosen.push(who);
            }
        }
        for (at, who) in chosen.into_iter().enumerate() {
            let office = if at == 0 { "president" } else { "member" };
            seats.push(Seat { who, office, starts: meeting.on, ends });
        }
    }
    seats
}
