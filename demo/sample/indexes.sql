-- Made after the rows: that is quicker than keeping them up to date.
create index ownership_person on ownership (person_id, lot_id);
create index lot_building on lot (building_id);
create index lease_tenant on lease (tenant_id);
create index lease_landlord on lease (landlord_id);
create index account_person on account (person_id);
create index statement_line_account on statement_line (account_id, booked_on, id);
create index document_person on document (person_id, issued_on);
create index building_document_building on building_document (building_id, issued_on);
analyze;
