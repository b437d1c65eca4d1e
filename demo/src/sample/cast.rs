//! The persons written by hand: each shows something. They own and rent in the first building.

use time::{Date, Duration};

use super::{
    building::Address,
    months_before,
    owners::{Group, Member, Nature, Stay},
    payer::Payer,
    person::{Category, Person, company, mailbox, named},
    scale::Scale,
};

/// Six years of rent.
pub const ELODIE: i64 = 1;
/// Pays by transfer; the file of one document is lost.
pub const JEAN_BAPTISTE: i64 = 2;
/// One of two namesakes.
pub const MARIE: i64 = 3;
/// The other one.
pub const OTHER_MARIE: i64 = 4;
/// Has just moved in.
pub const LOIC: i64 = 5;
/// Behind with the rent.
pub const AGNES: i64 = 6;
/// A tenant who works for the manager.
pub const NADIA: i64 = 7;
/// A co-owner from the first day.
pub const NOEL: i64 = 8;
/// President of the council.
pub const HELENE: i64 = 9;
/// A couple with one mailbox.
pub const ETIENNE: i64 = 10;
/// The other half.
pub const SOLENE: i64 = 11;
/// Does not pay: in court.
pub const GENEVIEVE: i64 = 12;
/// A company.
pub const OEILLETS: i64 = 13;
/// Died last year.
pub const GERARD: i64 = 14;
/// An heir.
pub const BEATRICE: i64 = 15;
/// The other heir.
pub const REMI: i64 = 16;
/// Has the use of a dwelling.
pub const ODILE: i64 = 17;
/// Has its bare ownership.
pub const THEO: i64 = 18;
/// A landlord.
pub const FRANCOISE: i64 = 19;
/// Owns and lets in many buildings.
pub const FONCIERE: i64 = 20;
/// As most are.
pub const THOMAS: i64 = 21;
/// In the register, and nothing else.
pub const ZOE: i64 = 22;
/// How many they are.
pub const COUNT: i64 = 22;

/// All of them, by number.
pub(super) fn persons(scale: Scale, home: &Address) -> Vec<Person> {
    let person =
        |id, category, civility, first, last| named(scale, id, category, civility, first, last, home);
    let mut all = vec![
        person(ELODIE, Category::Tenant, "Mme", "Élodie", "Lefèvre-Dubois"),
        person(JEAN_BAPTISTE, Category::Tenant, "M.", "Jean-Baptiste", "D'Haëne"),
        person(MARIE, Category::Tenant, "Mme", "Marie", "Martin"),
        person(OTHER_MARIE, Category::Tenant, "Mme", "Marie", "Martin"),
        person(LOIC, Category::Tenant, "M.", "Loïc", "N'Diaye"),
        person(AGNES, Category::Tenant, "Mme", "Agnès", "Çelik"),
        person(NADIA, Category::Tenant, "Mme", "Nadia", "Ferhat"),
        person(NOEL, Category::CoOwner, "M.", "Noël", "L'Hermitte"),
        person(HELENE, Category::CoOwner, "Mme", "Hélène", "Aubépart"),
        person(ETIENNE, Category::CoOwner, "M.", "Étienne", "Quéméneur"),
        person(SOLENE, Category::CoOwner, "Mme", "Solène", "Quéméneur"),
        person(GENEVIEVE, Category::CoOwner, "Mme", "Geneviève", "Haÿ"),
        company(scale, OEILLETS, Category::CoOwner, "SCI Les Œillets", home),
        person(GERARD, Category::CoOwner, "M.", "Gérard", "Poincelet"),
        person(BEATRICE, Category::CoOwner, "Mme", "Béatrice", "Poincelet"),
        person(REMI, Category::CoOwner, "M.", "Rémi", "Poincelet"),
        person(ODILE, Category::CoOwner, "Mme", "Odile", "Grosjean"),
        person(THEO, Category::CoOwner, "M.", "Théo", "Grosjean"),
        person(FRANCOISE, Category::Landlord, "Mme", "Françoise", "Château-Lebœuf"),
        fonciere(scale),
        person(THOMAS, Category::CoOwner, "M.", "Thomas", "Bernard"),
        person(ZOE, Category::Other, "Mme", "Zoé", "Thévenet"),
    ];
    for person in &mut all {
        match person.id {
            OTHER_MARIE => person.email = Some(mailbox("m", "martin", 0)),
            ETIENNE | SOLENE => person.email = Some("famille.quemeneur@example.org".into()),
            GERARD => person.died_on = Some(death(scale)),
            _ => {}
        }
    }
    all
}

/// The landlord with more lots than anybody; a guest in other buildings.
pub(super) fn fonciere(scale: Scale) -> Person {
    let home = Address { street: "3 rue Crillon".into(), postcode: "69006", city: "Lyon" };
    company(scale, FONCIERE, Category::Landlord, "Foncière des Deux Rives", &home)
}

fn death(scale: Scale) -> Date {
    months_before(scale.today, 14) + Duration::days(10)
}

/// The first owners of the dwellings of the first building, and who owns each; a dwelling beyond is drawn.
pub(super) fn owners(scale: Scale) -> (Vec<Group>, Vec<Vec<Stay>>) {
    let member =
        |id: i64, nature, numerator, denominator| Member { who: who(id), nature, numerator, denominator };
    let one = |id, payer| Group { members: vec![member(id, Nature::Full, 1, 1)], payer, managed: false };
    let two = |a, b| Group {
        members: vec![member(a, Nature::Undivided, 1, 2), member(b, Nature::Undivided, 1, 2)],
        payer: Payer::Prompt,
        managed: false,
    };
    let managed = |id| Group { managed: true, ..one(id, Payer::Managed) };
    let groups = vec![
        managed(FRANCOISE),
        managed(FONCIERE),
        one(NOEL, Payer::Prompt),
        one(HELENE, Payer::Slow),
        two(ETIENNE, SOLENE),
        one(GENEVIEVE, Payer::Never),
        one(OEILLETS, Payer::Slow),
        one(GERARD, Payer::Prompt),
        two(BEATRICE, REMI),
        Group {
            members: vec![member(ODILE, Nature::Usufruct, 1, 1), member(THEO, Nature::Bare, 1, 1)],
            ..one(ODILE, Payer::Prompt)
        },
        one(THOMAS, Payer::Prompt),
    ];
    let first = scale.first_day() - Duration::days(2_000);
    let always = |group| vec![Stay { group, from: first, until: None }];
    let dies = death(scale);
    let bought = months_before(scale.today, 17) + Duration::days(12);
    let stays = vec![
        always(0),
        always(0),
        always(0),
        always(1),
        always(1),
        always(1),
        always(1),
        always(2),
        always(3),
        always(4),
        always(5),
        always(6),
        vec![
            Stay { group: 7, from: first, until: Some(dies) },
            Stay { group: 8, from: dies + Duration::DAY, until: None },
        ],
        always(9),
        vec![
            Stay { group: 2, from: first, until: Some(bought - Duration::DAY) },
            Stay { group: 10, from: bought, until: None },
        ],
        always(0),
    ];
    (groups, stays)
}

/// Who rents which of the first dwellings, since how many months, and how they pay.
pub(super) const TENANCIES: [(usize, i64, i64, Payer); 7] = [
    (0, ELODIE, 70, Payer::Prompt),
    (1, JEAN_BAPTISTE, 70, Payer::Slow),
    (2, MARIE, 60, Payer::Prompt),
    (3, OTHER_MARIE, 41, Payer::Prompt),
    (4, LOIC, 0, Payer::New),
    (5, AGNES, 50, Payer::Late),
    (6, NADIA, 30, Payer::Prompt),
];

/// The place of a person of the cast among the persons of the first building.
pub(super) fn who(id: i64) -> usize {
    usize::try_from(id - 1).unwrap_or(0)
}
