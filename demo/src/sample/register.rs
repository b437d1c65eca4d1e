//! The register of persons while it is drawn: who comes next, until it is full.

use super::{
    building::Address,
    cast,
    dice::{Dice, Topic},
    person::{Category, Person, draw},
    scale::Scale,
};

/// Hands out persons by number.
#[derive(Debug)]
pub(super) struct Register {
    scale: Scale,
    next: i64,
}

impl Register {
    /// Begins after the cast.
    pub(super) fn new(scale: Scale) -> Self {
        Self { scale, next: cast::COUNT + 1 }
    }

    /// Whether nobody comes any more.
    pub(super) fn full(&self) -> bool {
        usize::try_from(self.next).is_ok_and(|next| next > self.scale.persons)
    }

    /// Somebody new; three in a hundred are somebody of `others` once more, under another number.
    pub(super) fn next(&mut self, category: Category, home: &Address, others: &[Person]) -> Option<Person> {
        if self.full() {
            return None;
        }
        let (id, number) = (self.next, usize::try_from(self.next).unwrap_or(0));
        self.next += 1;
        let mut dice = Dice::new(Topic::Person, number);
        if dice.happens(30) && !others.is_empty() {
            let same = &others[dice.index(others.len())];
            if same.company.is_none() && same.id > cast::COUNT {
                let last_name = same.last_name.to_uppercase();
                return Some(Person { id, category, last_name, ..same.clone() });
            }
        }
        Some(draw(self.scale, id, category, home, &mut dice))
    }

    /// Two people of one household: the second has the name, often the mailbox and the telephone of the first.
    pub(super) fn pair(
        &mut self,
        category: Category,
        home: &Address,
        others: &[Person],
        dice: &mut Dice,
    ) -> Vec<Person> {
        let Some(first) = self.next(category, home, others) else { return Vec::new() };
        let mut pair = vec![first];
        if pair[0].company.is_none()
            && let Some(mut second) = self.next(category, home, &[])
        {
            if second.company.is_none() && dice.happens(600) {
                second.last_name.clone_from(&pair[0].last_name);
            }
            if dice.happens(320) {
                second.email.clone_from(&pair[0].email);
                second.mobile.clone_from(&pair[0].mobile);
            }
            pair.push(second);
        }
        pair
    }
}
