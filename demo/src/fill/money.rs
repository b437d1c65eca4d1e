//! Calls, invoices, accounts and their lines.

use anyhow::Result;

use super::{Filling, nth};
use crate::{
    database::{
        cell::cells,
        tables::{
            ACCOUNT, ACCOUNT_HOLDER, FUND_CALL, FUND_CALL_PART, INVOICE, LITIGATION, PAYMENT, RENT_NOTICE,
            STATEMENT_LINE, SUB_ACCOUNT,
        },
    },
    sample::{
        ledger::{Account, Kind},
        unit::Unit,
    },
};

impl Filling {
    pub(super) fn money(&mut self, unit: &Unit) -> Result<()> {
        for (at, account) in unit.accounts.iter().enumerate() {
            self.account(unit, at, account)?;
        }
        self.calls(unit)?;
        self.invoices(unit)?;
        self.notices(unit)?;
        for case in &unit.cases.litigations {
            let (reference, court) = match case.kind {
                "neighbours" => ("MED", None),
                _ => ("RG", Some("Tribunal judiciaire de Lyon")),
            };
            let number = unit.persons[case.who].id;
            let row = cells![
                nth(0, unit.number),
                number,
                case.account.map(|at| nth(self.counts.accounts, at)),
                case.kind,
                format!("{reference} {}/{number:05}", case.opened.year()),
                court,
                case.opened,
                case.closed,
                case.amount,
                "Dossier confié à l’avocat du syndicat.",
            ];
            self.rows.add(&LITIGATION, row)?;
        }
        Ok(())
    }

    fn account(&mut self, unit: &Unit, at: usize, account: &Account) -> Result<()> {
        let id = nth(self.counts.accounts, at);
        let lease = match account.kind {
            Kind::Tenant(lease) => Some(nth(self.counts.leases, lease)),
            Kind::Owner(_) | Kind::Landlord(_) => None,
        };
        let row = cells![
            nth(0, unit.number),
            lease,
            account.kind.as_str(),
            account.number.clone(),
            account.opened,
            account.closed,
            account.balance(),
        ];
        self.rows.put(&ACCOUNT, id, row)?;
        for (position, who) in account.holders.iter().enumerate() {
            self.rows.add(&ACCOUNT_HOLDER, cells![id, unit.persons[*who].id, nth(0, position)])?;
        }
        for (code, balance) in account.balances() {
            let (code, title) = code.names();
            self.rows.add(&SUB_ACCOUNT, cells![id, code, title, balance])?;
        }
        for line in &account.lines {
            let payment = match line.method.filter(|_| line.on >= unit.scale.detail_since()) {
                Some(method) => {
                    let reference = format!("{}{:07}", &method[..2].to_uppercase(), id % 10_000_000);
                    Some(self.rows.add(&PAYMENT, cells![id, line.on, method, reference, -line.amount])?)
                }
                None => None,
            };
            let row = cells![
                id,
                line.code.names().0,
                line.on,
                line.label.clone(),
                line.amount,
                line.call.map(|call| nth(self.counts.calls, call)),
                payment,
            ];
            self.rows.add(&STATEMENT_LINE, row)?;
        }
        Ok(())
    }

    fn calls(&mut self, unit: &Unit) -> Result<()> {
        let account_of =
            |group: usize| unit.accounts.iter().position(|account| account.kind == Kind::Owner(group));
        let accounts: Vec<Option<usize>> = (0..unit.owners.groups.len()).map(account_of).collect();
        for (at, call) in unit.budget.calls.iter().enumerate() {
            let id = nth(self.counts.calls, at);
            let row = cells![
                nth(0, unit.number),
                call.reason.as_str(),
                call.reason.code().names().0,
                call.label.clone(),
                call.year,
                call.on,
                call.on,
                call.total,
            ];
            self.rows.put(&FUND_CALL, id, row)?;
            if call.on < unit.scale.detail_since() {
                continue;
            }
            for (lot, part) in call.parts.iter().enumerate() {
                let group = unit.owners.on(unit.lots[lot].main, call.on);
                let Some(account) = accounts[group] else { continue };
                let account = nth(self.counts.accounts, account);
                let row = cells![id, nth(self.counts.lots, lot), account, unit.lots[lot].shares, *part];
                self.rows.add(&FUND_CALL_PART, row)?;
            }
        }
        Ok(())
    }

    fn invoices(&mut self, unit: &Unit) -> Result<()> {
        for (at, invoice) in unit.budget.invoices.iter().enumerate() {
            let state = match invoice.paid_on {
                Some(_) => "paid",
                None if invoice.disputed => "disputed",
                None => "open",
            };
            let row = cells![
                nth(0, invoice.supplier),
                nth(0, unit.number),
                format!("F{}-{:05}-{:03}", invoice.year, unit.number + 1, at + 1),
                invoice.label,
                invoice.code,
                invoice.year,
                invoice.on,
                invoice.on + time::Duration::days(30),
                invoice.paid_on,
                invoice.amount,
                state,
            ];
            self.rows.add(&INVOICE, row)?;
        }
        Ok(())
    }

    fn notices(&mut self, unit: &Unit) -> Result<()> {
        for (at, lease) in unit.letting.leases.iter().enumerate() {
            let since = unit.building.books_since.max(unit.scale.detail_since());
            for month in lease.months(since, unit.scale.today) {
                let (id, rent) = (nth(self.counts.leases, at), lease.rent_in(month));
                let row = cells![id, month, rent, lease.charges, rent + lease.charges];
                self.rows.add(&RENT_NOTICE, row)?;
            }
        }
        Ok(())
    }
}
