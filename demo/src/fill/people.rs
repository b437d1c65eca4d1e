//! Persons, companies, and what they asked.

use anyhow::Result;

use super::{Filling, nth};
use crate::{
    database::{
        cell::cells,
        tables::{COMPANY, MESSAGE, PERSON, REQUEST},
    },
    sample::{person::Person, unit::Unit},
};

impl Filling {
    pub(super) fn people(&mut self, unit: &Unit) -> Result<()> {
        for who in (0..unit.persons.len()).filter(|who| unit.at_home(*who)) {
            self.person(&unit.persons[who])?;
        }
        for request in &unit.cases.requests {
            let state = if request.closed.is_some() { "closed" } else { "open" };
            let row = cells![
                unit.persons[request.who].id,
                nth(0, unit.number),
                request.subject,
                state,
                request.opened,
                request.closed,
            ];
            let id = self.rows.add(&REQUEST, row)?;
            for (on, ours, body) in &request.messages {
                let employee = ours.then_some(nth(0, unit.building.agency));
                let at = format!("{on} {:02}:{:02}:00", 8 + id % 11, id * 7 % 60);
                self.rows.add(&MESSAGE, cells![id, employee, at, body.clone()])?;
            }
        }
        Ok(())
    }

    fn person(&mut self, person: &Person) -> Result<()> {
        let kind = if person.company.is_some() { "company" } else { "individual" };
        let language = if person.country == "FR" { "fr" } else { "en" };
        let note =
            (person.id % 7 == 0).then_some("À rappeler. Préfère le téléphone. Dossier suivi par l’agence.");
        let row = cells![
            person.category.as_str(),
            kind,
            person.civility,
            person.first_name.clone(),
            person.last_name.clone(),
            person.born_on,
            person.died_on,
            person.email.clone(),
            person.phone.clone(),
            person.mobile.clone(),
            person.home.street.clone(),
            person.home.postcode,
            person.home.city,
            person.country,
            language,
            person.iban.clone(),
            person.created_on,
            note,
        ];
        self.rows.put(&PERSON, person.id, row)?;
        if let Some(company) = &person.company {
            let registration = format!("999 {:03} {:03}", person.id / 1000 % 1000, person.id % 1000);
            let row = cells![person.id, company.legal_form, registration, company.representative.clone()];
            self.rows.add(&COMPANY, row)?;
        }
        Ok(())
    }
}
