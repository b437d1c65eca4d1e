//! The property managers.

use vantail_tests::{oracle::ask, real::CONDO};

use super::{Oracle, agree, open, total};

const RESIDENT: [Oracle; 10] = [
    (
        "receipts",
        r#"SELECT b.period::text,
             CASE k.name WHEN 'billing.category.housing.name' THEN 'Housing' WHEN 'billing.category.repair.name'
               THEN 'Repairs' WHEN 'billing.category.electricity.name' THEN 'Electricity' END,
             b."toPay"::text
           FROM "BillingReceipt" b JOIN "BillingCategory" k ON k.id = b.category WHERE b.account IN (
             SELECT a.id FROM "BillingAccount" a JOIN "BillingIntegrationOrganizationContext" c ON c.id = a.context
             JOIN "ServiceConsumer" s ON s."accountNumber" = a.number AND s.organization = c.organization
             JOIN "Resident" r ON r.id = s.resident WHERE r."user" = $1::uuid)"#,
    ),
    (
        "payments",
        r#"SELECT p.period::text, p.purpose, CASE p.status WHEN 'DONE' THEN 'Received' END, p.amount::text
           FROM "Payment" p WHERE EXISTS (SELECT 1 FROM "ServiceConsumer" s JOIN "Resident" r ON r.id = s.resident
             WHERE s."accountNumber" = p."accountNumber" AND s.organization = p.organization AND r."user" = $1::uuid)"#,
    ),
    (
        "tickets",
        r#"SELECT t."createdAt"::text,
             CASE s.type WHEN 'new_or_reopened' THEN 'New' WHEN 'processing' THEN 'In progress' WHEN 'completed' THEN 'Done'
               WHEN 'closed' THEN 'Closed' WHEN 'canceled' THEN 'Declined' WHEN 'deferred' THEN 'Put off' END,
             t."propertyAddress", 'N° ' || t.number || ' ' || t.details
           FROM "Ticket" t JOIN "TicketStatus" s ON s.id = t.status WHERE t.client = $1::uuid"#,
    ),
    (
        "comments",
        r#"SELECT c.content, 'N° ' || t.number, c."createdAt"::text FROM "TicketComment" c
           JOIN "Ticket" t ON t.id = c.ticket WHERE c."user" = $1::uuid"#,
    ),
    (
        "readings",
        r#"SELECT m.date::text, CASE k.name WHEN 'meterResource.ColdWater.name' THEN 'Cold water'
             WHEN 'meterResource.HotWater.name' THEN 'Hot water' WHEN 'meterResource.Electricity.name' THEN 'Electricity'
             WHEN 'meterResource.HeatSupply.name' THEN 'Heating' WHEN 'meterResource.GasSupply.name' THEN 'Gas' END,
             d.number, m.value1::text
           FROM "MeterReading" m JOIN "Meter" d ON d.id = m.meter JOIN "MeterResource" k ON k.id = d.resource
           WHERE m.client = $1::uuid"#,
    ),
    (
        "homes",
        r#"SELECT r.address, r."unitName", CASE r."unitType" WHEN 'flat' THEN 'Flat' END, o.name
           FROM "Resident" r LEFT JOIN "Organization" o ON o.id = r.organization WHERE r."user" = $1::uuid"#,
    ),
    (
        "notices",
        r#"SELECT m."createdAt"::text, CASE m.type WHEN 'TICKET_STATUS' THEN 'News of a request' END,
             CASE m.status WHEN 'sent' THEN 'Sent' WHEN 'delivered' THEN 'Delivered' WHEN 'error' THEN 'Failed' END
           FROM "Message" m WHERE m."user" = $1::uuid"#,
    ),
    (
        "contacts",
        r#"SELECT name, phone, email, "unitName" FROM "Contact"
           WHERE phone = (SELECT phone FROM "User" WHERE id = $1::uuid)"#,
    ),
    (
        "changes",
        r#"SELECT phone, email, CASE history_action WHEN 'c' THEN 'Created' WHEN 'u' THEN 'Changed' END, name,
             history_date::text
           FROM "UserHistoryRecord" WHERE history_id = $1::uuid"#,
    ),
    ("details", r#"SELECT name, phone, email, "createdAt"::text FROM "User" WHERE id = $1::uuid"#),
];

/// The resident with a telephone number.
async fn by_phone(phone: &str) -> String {
    let sql = r#"SELECT id::text FROM "User" WHERE phone = $1 AND type = 'resident' AND "deletedAt" IS NULL"#;
    ask(&CONDO.url().await, sql, phone).await[0][0].clone().unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn residents_see_their_rows_and_no_others() {
    let portal = open(&CONDO).await;
    for phone in ["+33611223344", "+33611223345", "+33600000001", "+33600000002"] {
        let key = by_phone(phone).await;
        agree(&CONDO, &portal.sign_in("resident", &key).await, &key, &RESIDENT).await;
    }
    // Who has several homes, and who shares a telephone number with a card of another manager.
    let several = r#"SELECT "user"::text FROM "Resident" WHERE "deletedAt" IS NULL OR $1 = '' GROUP BY "user"
                     HAVING COUNT(*) > 1 ORDER BY 1 LIMIT 3"#;
    for row in ask(&CONDO.url().await, several, "").await {
        let key = row[0].clone().unwrap();
        agree(&CONDO, &portal.sign_in("resident", &key).await, &key, &RESIDENT).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_named_residents_see_what_the_readme_says() {
    let portal = open(&CONDO).await;
    for (phone, tickets, receipts, payments) in [
        ("+33611223344", 13, (14, "1772.37"), (14, "1772.37")),
        ("+33611223345", 3, (14, "1570.28"), (13, "1530.11")),
        ("+33600000001", 5, (14, "1742.73"), (11, "1391.90")),
    ] {
        let visit = portal.sign_in("resident", &by_phone(phone).await).await;
        assert_eq!(visit.all("tickets", "", 50).await.len(), tickets, "{phone}");
        for (page, (rows, sum)) in [("receipts", receipts), ("payments", payments)] {
            assert_eq!(total(&visit, page).await, (rows, sum.to_owned()), "{page} of {phone}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn members_of_staff_are_no_residents() {
    let portal = open(&CONDO).await;
    let sql = r#"SELECT id::text FROM "User" WHERE type = $1 ORDER BY id LIMIT 1"#;
    let key = ask(&CONDO.url().await, sql, "staff").await[0][0].clone().unwrap();
    let visit = portal.sign_in("resident", &key).await;
    let refused = visit.part(vantail_shared::call::Language::Fr, "details", "", 0).await;
    assert_eq!(refused.unwrap_err(), vantail_shared::failure::Code::SignedOut);
}
