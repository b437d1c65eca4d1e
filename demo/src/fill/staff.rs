//! Offices, employees, suppliers, prospects, and the log of who looked at what.

use anyhow::Result;

use super::{Filling, nth};
use crate::{
    database::{
        cell::{Cell, cells},
        tables::{ACCESS_LOG, AGENCY, EMPLOYEE, PROSPECT, SUPPLIER},
    },
    old_portal,
    sample::{scale::Scale, staff, suppliers},
};

impl Filling {
    /// What is there before the first building.
    pub(super) fn offices(&mut self, scale: Scale) -> Result<()> {
        for number in 0..scale.agencies() {
            let (name, address) = staff::agency(number);
            let email = format!("agence{}@morel.example", number + 1);
            let phone = format!("04 65 71 {:02} 00", number % 100);
            let row = cells![name, address.street, address.postcode, address.city, phone, email];
            self.rows.add(&AGENCY, row)?;
        }
        for number in 0..scale.suppliers() {
            let supplier = suppliers::draw(scale, number);
            let row = cells![
                supplier.name,
                supplier.trade,
                format!("998 {:03} {:03}", number / 1000, number % 1000),
                supplier.contact,
                supplier.email,
                format!("04 65 71 {:02} {:02}", number / 100 % 100, number % 100),
                supplier.address.street,
                supplier.address.postcode,
                supplier.address.city,
                format!("FR00 9999 8000 {:04} {number:07}", number % 10_000),
                supplier.since,
                supplier.until,
            ];
            self.rows.add(&SUPPLIER, row)?;
        }
        Ok(())
    }

    /// What points to persons and is of no building.
    pub(super) fn after(&mut self, scale: Scale) -> Result<()> {
        for number in 0..scale.employees() {
            let employee = staff::employee(scale, number);
            let agency = if number < scale.agencies() { number } else { number % scale.agencies() };
            let email = format!("employe{}@morel.example", number + 1);
            let row = cells![
                nth(0, agency),
                employee.person,
                employee.civility,
                employee.first,
                employee.last,
                email,
                format!("04 65 71 {:02} {:02}", agency % 100, number % 100),
                employee.job,
                employee.hired,
                employee.left,
                old_portal::login(number),
                old_portal::digest(number),
            ];
            self.rows.add(&EMPLOYEE, row)?;
        }
        for number in 0..scale.prospects() {
            let prospect = staff::prospect(scale, number);
            let row = cells![
                nth(0, prospect.agency),
                Cell::Null,
                prospect.first,
                prospect.last,
                prospect.email,
                Cell::Null,
                prospect.wanted,
                prospect.budget,
                prospect.contacted,
                prospect.outcome,
            ];
            self.rows.add(&PROSPECT, row)?;
        }
        let looks = if scale.deep() { scale.persons * 4 } else { scale.persons };
        for number in 0..looks {
            let look = staff::look(scale, number);
            let details = format!("{{\"dossier\":{},\"ecran\":\"fiche\"}}", look.person);
            let row = cells![
                look.at,
                nth(0, look.employee),
                look.action,
                "person",
                look.person,
                format!("10.20.{}.{}", look.employee % 250, look.host),
                "Mozilla/5.0 (X11; Linux x86_64)",
                details,
            ];
            self.rows.add(&ACCESS_LOG, row)?;
        }
        Ok(())
    }
}
