//! Which names of columns look personal, in English and French: for strict maps, which declare every such column, and
//! for first drafts.

use super::DataCategory;
use crate::words;

use DataCategory::{
    Contact, Credentials, Criminal, Documents, Family, Finance, FreeText, Health, Housing, Identity,
    Opinions, Preferences, Technical, Traces, Work,
};

/// Words that make a column look personal whatever table it stands in.
const PERSONAL: &[(DataCategory, &str)] = &[
    (
        Identity,
        "name, first name, last name, surname, firstname, family name, given name, forename, maiden name, birth name, \
         middle name, second given name, other names, full name, display name, nickname, nick name, initials, salutation, \
         honorific, nom, prenom, patronyme, nom prenom, nom famille, civilite, civ, surnom, raison sociale, birth date, date of \
         birth, dob, birth day, born, birth, birth year, birth place, date naissance, naissance, dt naissance, date nais, dt nais, ddn, lieu naissance, gender, \
         sex, sexe, nationality, citizenship, nationalite, ssn, social security, nir, numero securite sociale, passport, \
         passeport, national id, identity number, ident value, ident value 2, driver license, license number, photo, \
         picture, image, avatar, portrait, signature, card number, card no, membership number, numero carte, no carte, tin, \
         alias, fullname",
    ),
    (
        Contact,
        "email, e mail, mail, courriel, mel, phone, telephone, tel, mobile, portable, cell, gsm, fax, sms, address, addr, \
         adresse, adr, complement adresse, street, rue, voie, road, house number, building number, street number, street type, zip, zip code, \
         postcode, post code, postal code, code postal, cp, city, ville, town, commune, country, pays, state, region, \
         district, county, province, latitude, longitude, contact, website, skype, telegram, whatsapp",
    ),
    (
        Family,
        "spouse, conjoint, guardian, guarantor, garant, tuteur, children, enfant, marital status, situation familiale, \
         relationship, kinship, lien parente, emergency contact, alt contact, next of kin, household, mother, father, \
         contact name, contact first name, contact title, alternative contact",
    ),
    (
        Credentials,
        "user name, login, login name, user id, usr name, password, passwd, pwd, mdp, mot de passe, passphrase, pin, secret, token, api key, auth token, salt, totp, otp",
    ),
    (
        Finance,
        "iban, bic, rib, bank account, card holder, credit card, salary, salaire, wage, tax number, bank",
    ),
    (
        Traces,
        "ip, ip address, user agent, last login, last seen, last visit, derniere connexion, session, cookie, fingerprint, session id",
    ),
    (
        FreeText,
        "note, comment, remark, commentaire, remarque, observation, obs, memo, message, body, content, free text, text, notes, \
         description of, reason, motif, review, opac note, staff note, feedback comment, details, subject, info, answer, reply",
    ),
    (
        Health,
        "health, sante, medical, disability, handicap, allergy, allergie, blood type, diet, pregnancy, diagnosis, treatment",
    ),
    (
        Opinions,
        "religion, belief, political, politique, union, syndicat, ethnicity, ethnic, race, sexual orientation",
    ),
    (Criminal, "criminal, conviction, offence, casier"),
    (Work, "employer, employeur, profession, occupation, job title, job, metier, fonction"),
];

/// Words that say what a column of a person's row holds, without making it look personal by themselves.
const WIDER: &[(DataCategory, &str)] = &[
    (
        Finance,
        "amount, montant, balance, solde, price, prix, tarif, paid, to pay, fee, charge, penalty, debit, credit, cost, cout, \
         tax, vat, tva, total, sum, rent, loyer, deposit, fine, outstanding, discount, currency, payment, invoice, receipt, \
         account, compte, value, payment date, due date, transaction",
    ),
    (FreeText, "purpose, description"),
    (
        Housing,
        "unit, unit name, unit type, property address, floor, section, flat, apartment, appartement, logement, lot, building, immeuble, property, lease, bail, room",
    ),
    (Work, "position, department, salary level, hire date, hired on, position title, staff, poste"),
    (
        Documents,
        "file, file name, nom fichier, document, attachment, path, fichier, file path, file content, file type, mimetype, blob, piece jointe",
    ),
    (
        Preferences,
        "language, lang, locale, langue, privacy, consent, newsletter, preference, opt in, opt out, marketing, theme, has marketing consent",
    ),
    (Identity, "title, owner, barcode, bar code"),
    (
        Technical,
        "id, uuid, version, created at, updated at, created on, updated on, timestamp, last update, modified, dv, v, key",
    ),
];

/// The category of a column that looks personal by its name alone, as `name`, `Prénom`, `clientPhone` or `B_address2` do;
/// a `file_name` does not.
pub fn category(name: &str) -> Option<DataCategory> {
    let words = words::split(name);
    let personal = best(&words, PERSONAL)?;
    let wider = best(&words, WIDER).is_some_and(|wider| wider.length > personal.length);
    (!wider).then_some(personal.category)
}

/// The category of a column of a row that is about a person, as far as its name tells.
pub fn category_in_row(name: &str) -> Option<DataCategory> {
    let words = words::split(name);
    let found = [best(&words, PERSONAL), best(&words, WIDER)].into_iter().flatten();
    // Of equals the first, which is the one that looks personal by itself.
    found.rev().max_by_key(|found| found.length).map(|found| found.category)
}

/// What a phrase in a name says.
struct Found {
    length: usize,
    category: DataCategory,
}

/// The longest phrase that stands in the words; of several the last, which is the head in English.
fn best(words: &[String], rules: &[(DataCategory, &str)]) -> Option<Found> {
    let words: Vec<String> = words.iter().map(|word| words::singular(word)).collect();
    let mut best: Option<(usize, usize, DataCategory)> = None;
    for (category, phrases) in rules {
        for phrase in phrases.split(',') {
            let phrase: Vec<&str> = phrase.split_whitespace().collect();
            let Some(place) = words.windows(phrase.len()).rposition(|window| window == phrase) else {
                continue;
            };
            if best.is_none_or(|(length, at, _)| (phrase.len(), place) > (length, at)) {
                best = Some((phrase.len(), place, *category));
            }
        }
    }
    best.map(|(length, _, category)| Found { length, category })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_look_personal_however_they_are_written() {
        for (name, expected) in [
            ("first_name", Some(Identity)),
            ("Prénom", Some(Identity)),
            ("dateofbirth", Some(Identity)),
            ("clientPhone", Some(Contact)),
            ("B_address2", Some(Contact)),
            ("email_address", Some(Contact)),
            ("ip_address", Some(Traces)),
            ("borrowernotes", Some(FreeText)),
            ("overdrive_auth_token", Some(Credentials)),
            ("CODE_POSTAL", Some(Contact)),
            ("guarantorid", Some(Family)),
            ("iban", Some(Finance)),
            ("altcontactphone", Some(Family)),
            ("file_name", None),
            ("shipping", None),
            ("description", None),
            ("amount", None),
            ("rental_id", None),
        ] {
            assert_eq!(category(name), expected, "{name}");
        }
    }

    #[test]
    fn a_row_about_a_person_makes_more_of_a_name() {
        assert_eq!(category_in_row("amount"), Some(Finance));
        assert_eq!(category_in_row("file_content"), Some(Documents));
        assert_eq!(category_in_row("file_name"), Some(Documents));
        assert_eq!(category_in_row("xyzzy"), None);
    }
}
