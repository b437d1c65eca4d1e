//! Who owned and owns the dwellings: alone, together, in usufruct and bare ownership, heirs after the dead.

use time::{Date, Duration};

use super::{
    building::{Building, Lot},
    cast,
    dice::{Dice, Topic, whole},
    payer::Payer,
    person::{Category, Person},
    register::Register,
    scale::Scale,
};

/// As what somebody owns.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Nature {
    /// Alone.
    Full,
    /// Together with others.
    Undivided,
    /// The use.
    Usufruct,
    /// What is left without the use.
    Bare,
}

impl Nature {
    /// As the database has it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Full => "full",
            Self::Undivided => "undivided",
            Self::Usufruct => "usufruct",
            Self::Bare => "bare",
        }
    }
}

/// One of those who own together.
#[derive(Debug, Clone)]
pub struct Member {
    /// Index in the unit's persons.
    pub who: usize,
    /// As what.
    pub nature: Nature,
    /// The part.
    pub numerator: i64,
    /// Of how many.
    pub denominator: i64,
}

/// Those who own together and hold one account.
#[derive(Debug, Clone)]
pub struct Group {
    /// At least one.
    pub members: Vec<Member>,
    /// How they pay.
    pub payer: Payer,
    /// Whether the manager lets their dwellings.
    pub managed: bool,
}

/// How long a group owned a dwelling and what goes with it.
#[derive(Debug, Clone)]
pub struct Stay {
    /// Index of the group.
    pub group: usize,
    /// The first day.
    pub from: Date,
    /// The last day, when it is sold.
    pub until: Option<Date>,
}

/// The owners of a building.
#[derive(Debug, Default)]
pub struct Owners {
    /// Those who own together.
    pub groups: Vec<Group>,
    /// For each dwelling, its owners one after the other, without gaps from before the books on.
    pub stays: Vec<Vec<Stay>>,
}

impl Owners {
    /// Who owns the dwelling on a day.
    pub fn on(&self, main: usize, day: Date) -> usize {
        let stays = &self.stays[main];
        let at = stays.iter().position(|stay| stay.until.is_none_or(|until| day <= until));
        stays[at.unwrap_or(stays.len() - 1)].group
    }
}

/// Draws the owners of a building, adding them to `persons`.
pub(super) fn draw(
    scale: Scale,
    number: usize,
    (building, lots): (&Building, &[Lot]),
    register: &mut Register,
    persons: &mut Vec<Person>,
) -> Owners {
    let mut owners = Owners::default();
    if number == 0 {
        (owners.groups, owners.stays) = cast::owners(scale);
    }
    let mut drawing = Drawing { dice: Dice::new(Topic::Owners, number), building, register, persons };
    let guest = drawing.whale(scale, number, &mut owners);
    let mains = lots.iter().enumerate().filter(|(at, lot)| lot.main == *at).count();
    let first = owners.stays.len().min(mains);
    for lot in &lots[first..mains] {
        let let_out = lot.kind == "Appartement" && drawing.dice.happens(200);
        let sold = drawing.sales(scale);
        let mut from = building.managed_since - Duration::days(drawing.dice.between(1, 9_000));
        let mut stays = Vec::new();
        for until in sold.into_iter().map(Some).chain([None]) {
            let group = match guest {
                Some(guest) if until.is_none() && drawing.dice.happens(400) => guest,
                _ => drawing.group(let_out && until.is_none(), &mut owners, guest),
            };
            stays.push(Stay { group, from, until });
            from = until.map_or(from, |until| until + Duration::DAY);
        }
        drawing.heirs(scale, &mut stays, &mut owners);
        owners.stays.push(stays);
    }
    owners
}

struct Drawing<'a> {
    dice: Dice,
    building: &'a Building,
    register: &'a mut Register,
    persons: &'a mut Vec<Person>,
}

impl Drawing<'_> {
    /// In some buildings one landlord owns much: more than a thousand lots where there are a hundred thousand persons.
    fn whale(&mut self, scale: Scale, number: usize, owners: &mut Owners) -> Option<usize> {
        let buildings = i64::try_from(scale.persons / 36 + 1).unwrap_or(1);
        let wanted = i64::try_from(scale.persons / 400).unwrap_or(1).clamp(4, 275);
        if number == 0 || !self.dice.happens((1000 * wanted / buildings).clamp(1, 300)) {
            return None;
        }
        self.persons.push(cast::fonciere(scale));
        let member =
            Member { who: self.persons.len() - 1, nature: Nature::Full, numerator: 1, denominator: 1 };
        owners.groups.push(Group { members: vec![member], payer: Payer::Managed, managed: true });
        Some(owners.groups.len() - 1)
    }

    /// The days on which a dwelling was sold: one in twenty-five a year.
    fn sales(&mut self, scale: Scale) -> Vec<Date> {
        let mut days = Vec::new();
        let mut day = self.building.managed_since.max(scale.first_day());
        loop {
            day += Duration::days(whole(self.dice.exponential(25.0 * 365.0)).max(90));
            if day > scale.today - Duration::days(20) {
                return days;
            }
            days.push(day);
        }
    }

    /// Somebody new, or somebody who owns here already.
    fn group(&mut self, managed: bool, owners: &mut Owners, guest: Option<usize>) -> usize {
        let same: Vec<usize> = (0..owners.groups.len())
            .filter(|at| owners.groups[*at].managed == managed && Some(*at) != guest)
            .filter(|at| self.persons[owners.groups[*at].members[0].who].id > cast::COUNT)
            .collect();
        // Who lets one dwelling often lets another.
        let again = if managed { 550 } else { 200 };
        if !same.is_empty() && self.dice.happens(again) {
            return same[self.dice.index(same.len())];
        }
        let category = if managed { Category::Landlord } else { Category::CoOwner };
        let (together, split) = (self.dice.happens(280), self.dice.happens(140));
        let home = &self.building.address;
        let new = if together {
            self.register.pair(category, home, self.persons, &mut self.dice)
        } else {
            self.register.next(category, home, self.persons).into_iter().collect()
        };
        if new.is_empty() {
            // The register is full: who owns here already buys more. Somebody does: no building is begun for nobody.
            return same.first().copied().or(guest).unwrap_or(0);
        }
        let payer = if managed { Payer::Managed } else { Payer::draw(&mut self.dice) };
        self.join(new, split, payer, managed, owners)
    }

    fn join(
        &mut self,
        new: Vec<Person>,
        split: bool,
        payer: Payer,
        managed: bool,
        owners: &mut Owners,
    ) -> usize {
        let count = i64::try_from(new.len()).unwrap_or(1);
        let natures = match (new.len(), split) {
            (1, _) => [Nature::Full; 2],
            (_, true) => [Nature::Usufruct, Nature::Bare],
            (_, false) => [Nature::Undivided; 2],
        };
        let mut members = Vec::new();
        for (person, nature) in new.into_iter().zip(natures) {
            let denominator = if nature == Nature::Undivided { count } else { 1 };
            members.push(Member { who: self.persons.len(), nature, numerator: 1, denominator });
            self.persons.push(person);
        }
        owners.groups.push(Group { members, payer, managed });
        owners.groups.len() - 1
    }

    /// When the last owner died, two heirs follow.
    fn heirs(&mut self, scale: Scale, stays: &mut Vec<Stay>, owners: &mut Owners) {
        let Some(last) = stays.last_mut() else { return };
        let group = &owners.groups[last.group];
        let (member, managed) = (&group.members[0], group.managed);
        let first = self.building.managed_since.max(last.from) + Duration::days(30);
        let died = self.persons[member.who].died_on.filter(|died| *died > first && *died < scale.today);
        let (Some(died), 1, false) = (died, group.members.len(), managed) else { return };
        let name = self.persons[member.who].last_name.clone();
        let mut heirs = self.register.pair(Category::CoOwner, &self.building.address, &[], &mut self.dice);
        if heirs.is_empty() {
            return;
        }
        for heir in &mut heirs {
            if heir.company.is_none() && heir.latin.is_none() {
                heir.last_name.clone_from(&name);
            }
        }
        last.until = Some(died);
        let group = self.join(heirs, false, Payer::Prompt, false, owners);
        stays.push(Stay { group, from: died + Duration::DAY, until: None });
    }
}
