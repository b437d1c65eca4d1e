//! The consortium of libraries.

use vantail_tests::{oracle::ask, real::EVERGREEN};

use super::{Oracle, agree, open, total};

const PATRON: [Oracle; 11] = [
    (
        "loans",
        "SELECT w.title, c.xact_start::text, c.due_date::text, c.checkin_time::text FROM action.circulation c
         JOIN asset.copy k ON k.id = c.target_copy JOIN asset.call_number n ON n.id = k.call_number
         LEFT JOIN reporter.materialized_simple_record w ON w.id = n.record WHERE c.usr = $1::int",
    ),
    (
        "due",
        "SELECT c.due_date::text, w.title FROM action.circulation c
         JOIN asset.copy k ON k.id = c.target_copy JOIN asset.call_number n ON n.id = k.call_number
         LEFT JOIN reporter.materialized_simple_record w ON w.id = n.record
         WHERE c.usr = $1::int AND c.checkin_time IS NULL",
    ),
    (
        "holds",
        "SELECT h.request_time::text, w.title,
           CASE h.hold_type WHEN 'T' THEN 'A title' WHEN 'C' THEN 'A copy' WHEN 'M' THEN 'A work' END, h.expire_time::text
         FROM action.hold_request h
         LEFT JOIN reporter.materialized_simple_record w ON w.id = h.target AND h.hold_type = 'T' WHERE h.usr = $1::int",
    ),
    (
        "account",
        "SELECT booked::text, label, amount::text, SUM(amount) OVER (ORDER BY booked, line)::text FROM (
           SELECT 'B' || b.id AS line, b.billing_ts AS booked, b.billing_type AS label, b.amount
             FROM money.billing b JOIN money.billable_xact x ON x.id = b.xact WHERE NOT b.voided AND x.usr = $1::int
           UNION ALL SELECT 'P' || p.id, p.payment_ts, 'Payment', -p.amount
             FROM money.payment p JOIN money.billable_xact x ON x.id = p.xact WHERE NOT p.voided AND x.usr = $1::int) l",
    ),
    (
        "transactions",
        "SELECT x.xact_start::text, x.xact_finish::text, CASE s.xact_type WHEN 'circulation' THEN 'Loan'
           WHEN 'grocery' THEN 'Sundries' ELSE 'Booking' END, s.balance_owed::text
         FROM money.billable_xact x LEFT JOIN money.materialized_billable_xact_summary s USING (id) WHERE x.usr = $1::int",
    ),
    (
        "payments",
        "SELECT p.payment_ts::text, p.note, p.amount::text FROM money.payment p
         JOIN money.billable_xact x ON x.id = p.xact WHERE x.usr = $1::int",
    ),
    (
        "answers",
        "SELECT a.answer, r.effective_date::text, q.question FROM action.survey_response r
         JOIN action.survey_question q ON q.id = r.question JOIN action.survey_answer a ON a.id = r.answer
         WHERE r.usr = $1::int",
    ),
    (
        "visits",
        "SELECT a.event_time::text, t.label FROM actor.usr_activity a JOIN config.usr_activity_type t ON t.id = a.etype
         WHERE a.usr = $1::int",
    ),
    (
        "former",
        "SELECT email, day_phone, first_given_name || ' ' || family_name, audit_time::text FROM auditor.actor_usr_history
         WHERE id = $1::int",
    ),
    (
        "addresses",
        "SELECT CASE WHEN upper(address_type) = 'MAILING' THEN 'Mailing' ELSE address_type END, street1, street2, city,
           state, post_code, country
         FROM actor.usr_address WHERE usr = $1::int",
    ),
    (
        "details",
        "SELECT u.first_given_name, u.family_name, u.email, u.day_phone, u.dob::text, u.expire_date::text, c.barcode,
           a.street1, a.street2, a.city, o.name
         FROM actor.usr u LEFT JOIN actor.card c ON c.id = u.card LEFT JOIN actor.usr_address a ON a.id = u.mailing_address
         LEFT JOIN actor.org_unit o ON o.id = u.home_ou WHERE u.id = $1::int",
    ),
];

#[tokio::test(flavor = "multi_thread")]
async fn patrons_see_their_rows_and_no_others() {
    let portal = open(&EVERGREEN).await;
    for key in ["28", "11", "284", "2", "13", "100", "379"] {
        agree(&EVERGREEN, &portal.sign_in("patron", key).await, key, &PATRON).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_named_patrons_see_what_the_readme_says() {
    let portal = open(&EVERGREEN).await;
    let pages = ["loans", "due", "holds", "former", "answers"];
    for (key, counts, transactions, paid, owed) in [
        ("28", [6, 5, 3, 3, 3], 6, (4, "45.00"), "8.40"),
        ("11", [6, 5, 3, 3, 3], 6, (2, "10.00"), "1.50"),
        ("284", [0, 0, 0, 0, 0], 3, (2, "16.00"), "0.00"),
    ] {
        let visit = portal.sign_in("patron", key).await;
        for (page, count) in pages.iter().zip(counts) {
            assert_eq!(visit.all(page, "", 30).await.len(), count, "{page} of {key}");
        }
        // The parent of three tables and the parent of nine show the rows of their children.
        assert_eq!(total(&visit, "transactions").await, (transactions, owed.to_owned()), "{key}");
        assert_eq!(total(&visit, "payments").await, (paid.0, paid.1.to_owned()), "{key}");
        assert_eq!(total(&visit, "account").await.1, owed, "{key}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn somebody_who_was_deleted_cannot_be_seen() {
    let portal = open(&EVERGREEN).await;
    let gone =
        ask(&EVERGREEN.url().await, "SELECT id::text FROM actor.usr WHERE deleted = $1::bool", "true").await;
    for row in gone {
        let visit = portal.sign_in("patron", row[0].as_deref().unwrap()).await;
        let refused = visit.part(vantail_shared::call::Language::Fr, "details", "", 0).await;
        assert_eq!(refused.unwrap_err(), vantail_shared::failure::Code::SignedOut);
    }
}
