//! The schema of the sample organisation: what a property manager's database holds.
//!
//! Amounts are whole cents. Dates have no time zone. `required` columns are `not null`; an arrow is a foreign key.

use super::table::{MANY, SOME, Table, hole, presence, repeated, sql_type, table, text};

table! {
    /// An office of the manager.
    AGENCY agency {
        name: text required, street: text required, postcode: code required, city: text required, phone: code optional,
        email: text optional,
    }
}

table! {
    /// Somebody who has dealings with the manager, or had; companies too.
    PERSON person {
        category: code required, type: code required, civility: code optional, first_name: text optional,
        last_name: text required, born_on: date optional, died_on: date optional, email: text optional,
        phone: code optional, mobile: code optional, street: text optional, postcode: code optional,
        city: text optional, country: code required, language: code optional, iban: code optional,
        created_on: date required, internal_note: long optional,
    }
}

table! {
    /// What only companies have, one row for each of them.
    COMPANY company {
        person_id: key required -> person, legal_form: code required, registration: code optional,
        representative: text optional,
    }
}

table! {
    /// Who works for the manager. Some are among its clients too.
    EMPLOYEE employee {
        agency_id: key required -> agency, person_id: key optional -> person, civility: code optional,
        first_name: text required, last_name: text required, email: text optional, phone: code optional,
        job: text required, hired_on: date required, left_on: date optional, intranet_login: code optional,
        intranet_digest: text optional,
    }
}

table! {
    /// Who asked for a dwelling and did not become a tenant.
    PROSPECT prospect {
        agency_id: key required -> agency, civility: code optional, first_name: text optional, last_name: text required,
        email: text optional, mobile: code optional, wanted: text optional, budget_cents: cents optional,
        contacted_on: date required, outcome: code required,
    }
}

table! {
    /// Who works in the buildings and sends invoices.
    SUPPLIER supplier {
        name: text required, trade: text required, registration: code optional, contact: text optional,
        email: text optional, phone: code optional, street: text optional, postcode: code optional, city: text optional,
        iban: code optional, since: date required, until: date optional,
    }
}

table! {
    /// A co-ownership (syndicat).
    BUILDING building {
        agency_id: key required -> agency, name: text required, street: text required, postcode: code required,
        city: text required, registry_number: code optional, built_in: int optional, total_shares: int required,
        managed_since: date required, managed_until: date optional,
    }
}

table! {
    /// A lot of a building's division statement.
    LOT lot {
        building_id: key required -> building, number: int required, type: code required, floor: text optional,
        area_m2: area optional, shares: int required,
    }
}

table! {
    /// Who owns a lot, from when to when, as what, and for which part.
    OWNERSHIP ownership {
        lot_id: key required -> lot, person_id: key required -> person, nature: code required,
        numerator: int required, denominator: int required, starts_on: date required, ends_on: date optional,
    }
}

table! {
    /// A landlord's mandate to let a lot.
    MANAGEMENT management {
        lot_id: key required -> lot, person_id: key required -> person, starts_on: date required,
        ends_on: date optional, fee_percent: area required,
    }
}

table! {
    /// A lease of a lot.
    LEASE lease {
        lot_id: key required -> lot, management_id: key required -> management, type: code required,
        starts_on: date required, ends_on: date optional, rent_cents: cents required, charges_cents: cents required,
        deposit_cents: cents required,
    }
}

table! {
    /// Who is party to a lease, and as what.
    LEASE_PARTY lease_party {
        lease_id: key required -> lease, person_id: key required -> person, part: code required,
        starts_on: date required, ends_on: date optional,
    }
}

table! {
    /// A seat in the council of a building.
    MANDATE mandate {
        building_id: key required -> building, person_id: key required -> person, office: code required,
        starts_on: date required, ends_on: date optional,
    }
}

table! {
    /// A general meeting of a building.
    MEETING meeting {
        building_id: key required -> building, type: code required, held_on: date required, place: text optional,
        present_shares: int optional,
    }
}

table! {
    /// An account: of the owners of lots of a building, of a lease, or of a landlord in a building.
    ACCOUNT account {
        building_id: key required -> building, lease_id: key optional -> lease, type: code required,
        number: code required, opened_on: date required, closed_on: date optional, balance_cents: cents required,
    }
}

table! {
    /// Whose account it is: couples and heirs hold one together.
    ACCOUNT_HOLDER account_holder {
        account_id: key required -> account, person_id: key required -> person, position: int required,
    }
}

table! {
    /// The balance of an account by sub-account (order of 14 March 2005: 450-1 to 450-5, 459).
    SUB_ACCOUNT sub_account {
        account_id: key required -> account, code: code required, title: text required, balance_cents: cents required,
    }
}

table! {
    /// What a building calls from its owners on one day: budget, works, works fund, or the settlement of a year.
    FUND_CALL fund_call {
        building_id: key required -> building, type: code required, code: code required, label: text required,
        fiscal_year: int required, called_on: date required, due_on: date required, total_cents: cents required,
    }
}

table! {
    /// The part of one lot in a call.
    FUND_CALL_PART fund_call_part {
        fund_call_id: key required -> fund_call, lot_id: key required -> lot, account_id: key required -> account,
        shares: int required, amount_cents: cents required,
    }
}

table! {
    /// What a tenant was asked for a month.
    RENT_NOTICE rent_notice {
        lease_id: key required -> lease, month_on: date required, rent_cents: cents required,
        charges_cents: cents required, total_cents: cents required,
    }
}

table! {
    /// An invoice of a supplier to a building.
    INVOICE invoice {
        supplier_id: key required -> supplier, building_id: key required -> building, reference: code required,
        label: text required, code: code required, fiscal_year: int required, invoiced_on: date required,
        due_on: date required, paid_on: date optional, amount_cents: cents required, state: code required,
    }
}

table! {
    /// Money that came in for an account.
    PAYMENT payment {
        account_id: key required -> account, received_on: date required, method: code required,
        reference: code required, amount_cents: cents required,
    }
}

table! {
    /// A line of an account; positive is what owners and tenants owe and what landlords are owed.
    STATEMENT_LINE statement_line {
        account_id: key required -> account, code: code required, booked_on: date required, label: text required,
        amount_cents: cents required, fund_call_id: key optional -> fund_call, payment_id: key optional -> payment,
    }
}

table! {
    /// A dispute, before a court or on the way to it.
    LITIGATION litigation {
        building_id: key required -> building, person_id: key required -> person, account_id: key optional -> account,
        type: code required, reference: code required, court: text optional, opened_on: date required,
        closed_on: date optional, amount_cents: cents required, note: long optional,
    }
}

table! {
    /// A sale of a lot that the manager was told of.
    SALE sale {
        lot_id: key required -> lot, seller_id: key required -> person, buyer_id: key optional -> person,
        notary: text required, promised_on: date required, signed_on: date optional, price_cents: cents optional,
        state: code required,
    }
}

table! {
    /// What somebody asked the manager.
    REQUEST request {
        person_id: key required -> person, building_id: key optional -> building, subject: text required,
        state: code required, opened_on: date required, closed_on: date optional,
    }
}

table! {
    /// What was written in a request.
    MESSAGE message {
        request_id: key required -> request, employee_id: key optional -> employee, sent_at: stamp required,
        body: long required,
    }
}

table! {
    /// A document of persons or accounts.
    DOCUMENT document {
        type: code required, title: text required, issued_on: date required, path: text required, size_bytes: int optional,
    }
}

table! {
    /// Whose a document is: a person's, or all holders' of an account.
    DOCUMENT_LINK document_link {
        document_id: key required -> document, person_id: key optional -> person, account_id: key optional -> account,
    }
}

table! {
    /// A document of a building: for all its owners, or for its council only.
    BUILDING_DOCUMENT building_document {
        building_id: key required -> building, audience: code required, type: code required, title: text required,
        issued_on: date required, valid_until: date optional, path: text required, size_bytes: int optional,
    }
}

table! {
    /// Who of the staff did what to whose file. What it points to may be gone.
    ACCESS_LOG access_log {
        done_at: stamp required, employee_id: key optional, action: code required, object_type: code required,
        object_id: key required, address: code optional, agent: text optional, details: long optional,
    }
}

/// All tables, each after those that its keys point to.
pub static ALL: [&Table; 31] = [
    &AGENCY,
    &PERSON,
    &COMPANY,
    &EMPLOYEE,
    &PROSPECT,
    &SUPPLIER,
    &BUILDING,
    &LOT,
    &OWNERSHIP,
    &MANAGEMENT,
    &LEASE,
    &LEASE_PARTY,
    &MANDATE,
    &MEETING,
    &ACCOUNT,
    &ACCOUNT_HOLDER,
    &SUB_ACCOUNT,
    &FUND_CALL,
    &FUND_CALL_PART,
    &RENT_NOTICE,
    &INVOICE,
    &PAYMENT,
    &STATEMENT_LINE,
    &LITIGATION,
    &SALE,
    &REQUEST,
    &MESSAGE,
    &DOCUMENT,
    &DOCUMENT_LINK,
    &BUILDING_DOCUMENT,
    &ACCESS_LOG,
];
