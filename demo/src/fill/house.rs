//! Buildings, lots, who owns, lets, rents and sits in the council.

use anyhow::Result;
use time::macros::date;

use super::{Filling, nth};
use crate::{
    database::{
        cell::{Cell, cells},
        tables::{BUILDING, LEASE, LEASE_PARTY, LOT, MANAGEMENT, MANDATE, MEETING, OWNERSHIP, SALE},
    },
    sample::unit::Unit,
};

impl Filling {
    pub(super) fn house(&mut self, unit: &Unit) -> Result<()> {
        let building = &unit.building;
        let id = nth(0, unit.number);
        let row = cells![
            nth(0, building.agency),
            building.name.clone(),
            building.address.street.clone(),
            building.address.postcode,
            building.address.city,
            building.registry.clone(),
            building.built,
            building.total_shares,
            building.managed_since,
            Cell::Null,
        ];
        self.rows.put(&BUILDING, id, row)?;
        for (at, lot) in unit.lots.iter().enumerate() {
            let number = nth(0, lot.number) - 1;
            let area = Cell::Tenths(lot.area);
            let row = cells![id, number, lot.kind, lot.floor.clone(), area, lot.shares];
            self.rows.put(&LOT, nth(self.counts.lots, at), row)?;
        }
        self.owners(unit)?;
        self.letting(unit)?;
        for seat in &unit.seats {
            let row = cells![id, unit.persons[seat.who].id, seat.office, seat.starts, seat.ends];
            self.rows.add(&MANDATE, row)?;
        }
        for meeting in &unit.meetings {
            let place = format!("Agence du Cabinet, {}", building.address.city);
            self.rows.add(&MEETING, cells![id, "annual", meeting.on, place, meeting.present])?;
        }
        self.sales(unit)
    }

    fn owners(&mut self, unit: &Unit) -> Result<()> {
        for (at, lot) in unit.lots.iter().enumerate() {
            for stay in &unit.owners.stays[lot.main] {
                for member in &unit.owners.groups[stay.group].members {
                    let person = unit.persons[member.who].id;
                    // Old programs write a last day that never comes where there is none.
                    let never = (person % 83 == 0).then_some(date!(9999 - 12 - 31));
                    let row = cells![
                        nth(self.counts.lots, at),
                        person,
                        member.nature.as_str(),
                        member.numerator,
                        member.denominator,
                        stay.from,
                        stay.until.or(never),
                    ];
                    self.rows.add(&OWNERSHIP, row)?;
                }
            }
        }
        Ok(())
    }

    fn letting(&mut self, unit: &Unit) -> Result<()> {
        for (at, contract) in unit.letting.contracts.iter().enumerate() {
            let landlord = unit.owners.groups[contract.group].members[0].who;
            let row = cells![
                nth(self.counts.lots, contract.main),
                unit.persons[landlord].id,
                contract.starts,
                Cell::Null,
                Cell::Tenths(contract.fee),
            ];
            self.rows.put(&MANAGEMENT, nth(self.counts.contracts, at), row)?;
        }
        for (at, lease) in unit.letting.leases.iter().enumerate() {
            let id = nth(self.counts.leases, at);
            let row = cells![
                nth(self.counts.lots, unit.letting.contracts[lease.contract].main),
                nth(self.counts.contracts, lease.contract),
                if id % 9 == 0 { "furnished" } else { "empty" },
                lease.starts,
                lease.ends,
                lease.rent,
                lease.charges,
                lease.rent,
            ];
            self.rows.put(&LEASE, id, row)?;
            let tenants = lease.tenants.iter().map(|who| (*who, "tenant"));
            for (who, part) in tenants.chain(lease.guarantor.map(|who| (who, "guarantor"))) {
                let row = cells![id, unit.persons[who].id, part, lease.starts, lease.ends];
                self.rows.add(&LEASE_PARTY, row)?;
            }
        }
        Ok(())
    }

    fn sales(&mut self, unit: &Unit) -> Result<()> {
        for sale in &unit.cases.sales {
            let row = cells![
                nth(self.counts.lots, sale.main),
                unit.persons[sale.seller].id,
                sale.buyer.map(|who| unit.persons[who].id),
                "Étude notariale des Quais",
                sale.promised,
                sale.signed,
                sale.price,
                if sale.signed.is_some() { "signed" } else { "promised" },
            ];
            self.rows.add(&SALE, row)?;
        }
        Ok(())
    }
}
