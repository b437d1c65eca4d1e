//! Who is given an account: the cast, some of the others, a supplier, an employee, a member of staff.

use crate::sample::{
    cast,
    person::{Category, Person},
    scale::Scale,
    staff, suppliers,
    unit::Unit,
};

/// Accounts of drawn persons of each kind: enough to try anything, few enough to hash their passwords at start.
const DRAWN: [(Category, usize); 3] =
    [(Category::Tenant, 80), (Category::CoOwner, 80), (Category::Landlord, 20)];

/// People of the list for an import.
const LISTED: usize = 3;

/// Somebody who may be given an account.
#[derive(Debug, Clone)]
pub struct Candidate {
    /// What the person is: `tenant`, `coowner`, `landlord`, `council`, `supplier`, `employee`, `staff`.
    pub kind: &'static str,
    /// The kind in the data map; none for staff.
    pub owner: Option<&'static str>,
    /// The key in the database.
    pub id: i64,
    /// The name.
    pub name: String,
    /// What there is to see; only of those that are printed.
    pub shows: Option<&'static str>,
    /// Whether an app that makes codes is set up.
    pub app: bool,
    /// Whether the terms in force are accepted.
    pub accepts: bool,
}

/// Those who may be given an account, in the order of their numbers.
#[derive(Debug, Default)]
pub struct Candidates {
    persons: Vec<Candidate>,
    drawn: [usize; DRAWN.len()],
    /// Who gets two letters instead of a password that is printed.
    pub invited: Invited,
}

/// People who wait for their first sign-in.
#[derive(Debug, Default)]
pub struct Invited {
    /// Somebody with an address of mail.
    pub reachable: Option<Candidate>,
    /// Somebody without one.
    pub unreachable: Option<Candidate>,
    /// People for the list of an import, with their addresses of mail.
    pub listed: Vec<(Candidate, String)>,
    /// Somebody with a password who has not accepted the terms.
    hesitant: bool,
}

impl Candidates {
    /// Takes those of a unit that are wanted.
    pub fn note(&mut self, unit: &Unit) {
        for person in (0..unit.persons.len()).filter(|who| unit.at_home(*who)).map(|who| &unit.persons[who]) {
            let (mut kind, mut shows) = (person.category.as_str(), None);
            let (owner, name) = (Some(map_kind(person)), person.full_name());
            let candidate = Candidate { kind, owner, id: person.id, name, shows, app: false, accepts: true };
            if let Some((_, known, words)) = CAST.iter().find(|(id, ..)| *id == person.id) {
                (kind, shows) = (known, Some(*words));
            } else if self.invited.takes(person, &candidate) || !self.wanted(person.category) {
                continue;
            }
            let accepts = shows.is_some() || !self.invited.hesitates(person);
            if !accepts {
                (kind, shows) = ("other", Some("is asked to accept the terms before anything else"));
            }
            self.persons.push(Candidate { kind, shows, accepts, ..candidate });
        }
    }

    /// All of them, with those who are no persons of the register.
    pub fn all(&self, scale: Scale) -> Vec<Candidate> {
        let mut all = self.persons.clone();
        let supplier = suppliers::draw(scale, 5);
        let employee = staff::employee(scale, 0);
        all.push(Candidate {
            kind: "supplier",
            owner: Some("supplier"),
            id: 6,
            name: supplier.name,
            shows: Some("a plumber: invoices to many buildings"),
            app: false,
            accepts: true,
        });
        all.push(Candidate {
            kind: "employee",
            owner: Some("employee"),
            id: 1,
            name: format!("{} {} {}", employee.civility, employee.first, employee.last),
            shows: Some("the head of an office: the own file"),
            app: false,
            accepts: true,
        });
        all.push(Candidate {
            kind: "staff",
            owner: None,
            id: 0,
            name: "Camille Morel".into(),
            shows: Some("staff: people and their accounts; asked for a code"),
            app: true,
            accepts: true,
        });
        all.push(Candidate {
            kind: "staff",
            owner: None,
            id: 0,
            name: "Dominique Sarrazin".into(),
            shows: Some("staff who must set up a second factor first, then give an undertaking"),
            app: false,
            accepts: false,
        });
        all
    }

    fn wanted(&mut self, category: Category) -> bool {
        let Some(at) = DRAWN.iter().position(|(of, _)| *of == category) else { return false };
        self.drawn[at] += 1;
        self.drawn[at] <= DRAWN[at].1
    }
}

impl Invited {
    /// Keeps the first who fits.
    fn takes(&mut self, person: &Person, candidate: &Candidate) -> bool {
        let place = if person.email.is_some() { &mut self.reachable } else { &mut self.unreachable };
        if person.company.is_some() || person.died_on.is_some() {
            return false;
        }
        if place.is_none() {
            *place = Some(candidate.clone());
            return true;
        }
        let Some(email) = person.email.as_ref().filter(|_| self.listed.len() < LISTED) else { return false };
        let taken = self.listed.iter().any(|(_, known)| known == email);
        let is_sound = email.contains('@') && email.is_ascii() && !taken;
        if is_sound {
            self.listed.push((candidate.clone(), email.clone()));
        }
        is_sound
    }

    /// The first who is asked.
    fn hesitates(&mut self, person: &Person) -> bool {
        let hesitates = !self.hesitant && person.company.is_none() && person.died_on.is_none();
        self.hesitant |= hesitates;
        hesitates
    }
}

/// The kind of a person in the data map.
fn map_kind(person: &Person) -> &'static str {
    if person.company.is_some() { "company" } else { "individual" }
}

const CAST: [(i64, &str, &str); 22] = [
    (cast::ELODIE, "tenant", "six years of rent, two years of receipts"),
    (cast::JEAN_BAPTISTE, "tenant", "transfers now and then, one document whose file is lost"),
    (cast::MARIE, "tenant", "one of two namesakes in one building"),
    (cast::OTHER_MARIE, "tenant", "the other one"),
    (cast::LOIC, "tenant", "has just moved in: nothing yet"),
    (cast::AGNES, "tenant", "behind with the rent"),
    (cast::NADIA, "tenant", "a tenant who works for the manager"),
    (cast::NOEL, "coowner", "fifteen years, two dwellings of late, one large file (6 MB)"),
    (cast::HELENE, "council", "president of the council: what only the council sees"),
    (cast::ETIENNE, "coowner", "a couple with one mailbox and one account"),
    (cast::SOLENE, "coowner", "the other half"),
    (cast::GENEVIEVE, "coowner", "does not pay: a doubtful debt, in court"),
    (cast::OEILLETS, "coowner", "a company"),
    (cast::GERARD, "coowner", "died: a closed account"),
    (cast::BEATRICE, "coowner", "an heir"),
    (cast::REMI, "coowner", "the other heir"),
    (cast::ODILE, "coowner", "has the use of a dwelling"),
    (cast::THEO, "coowner", "has its bare ownership"),
    (cast::FRANCOISE, "landlord", "several dwellings let, a long account"),
    (cast::FONCIERE, "landlord", "the largest of all: lots in many buildings"),
    (cast::THOMAS, "coowner", "as most are: some twenty lines, six documents"),
    (cast::ZOE, "other", "in the register, and nothing else"),
];
