//! The video shops.

use vantail_shared::call::Language;
use vantail_tests::{oracle::ask, real::PAGILA};

use super::{Oracle, agree, open, total};

const CUSTOMER: [Oracle; 4] = [
    (
        "rentals",
        "SELECT f.title, r.rental_date::text, r.return_date::text FROM rental r
         JOIN inventory i USING (inventory_id) JOIN film f USING (film_id) WHERE r.customer_id = $1::int",
    ),
    (
        "at-home",
        "SELECT r.rental_date::text, f.rental_duration::text, f.title FROM rental r
         JOIN inventory i USING (inventory_id) JOIN film f USING (film_id)
         WHERE r.customer_id = $1::int AND r.return_date IS NULL",
    ),
    // The film of a rental that is somebody else's stays hidden.
    (
        "payments",
        "SELECT p.payment_date::text, f.title, p.amount::text FROM payment p
         LEFT JOIN rental r ON r.rental_id = p.rental_id AND r.customer_id = p.customer_id
         LEFT JOIN inventory i USING (inventory_id) LEFT JOIN film f USING (film_id) WHERE p.customer_id = $1::int",
    ),
    (
        "details",
        "SELECT c.first_name, c.last_name, c.email, a.address, a.address2, a.postal_code, t.city, a.district, n.country,
           a.phone, c.create_date::text, c.active::text
         FROM customer c JOIN address a USING (address_id) JOIN city t USING (city_id) JOIN country n USING (country_id)
         WHERE c.customer_id = $1::int",
    ),
];
const EMPLOYEE: [Oracle; 1] =
    [("employment", "SELECT first_name, last_name, email, username FROM staff WHERE staff_id = $1::int")];

#[tokio::test(flavor = "multi_thread")]
async fn customers_and_staff_see_their_rows_and_no_others() {
    let portal = open(&PAGILA).await;
    for key in ["148", "182", "75", "401", "16", "577", "1", "599"] {
        agree(&PAGILA, &portal.sign_in("customer", key).await, key, &CUSTOMER).await;
    }
    for key in ["1", "2"] {
        agree(&PAGILA, &portal.sign_in("employee", key).await, key, &EMPLOYEE).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_named_customers_see_what_the_readme_says() {
    let portal = open(&PAGILA).await;
    for (key, rentals, at_home, payments, paid) in [
        ("148", 46, 0, 46, "216.54"),
        ("182", 26, 0, 26, "97.74"),
        ("75", 41, 3, 41, "155.59"),
        ("401", 21, 0, 22, "74.78"),
        ("16", 28, 0, 29, "120.71"),
    ] {
        let visit = portal.sign_in("customer", key).await;
        assert_eq!(visit.all("rentals", "", 50).await.len(), rentals, "{key}");
        assert_eq!(visit.all("at-home", "", 50).await.len(), at_home, "{key}");
        assert_eq!(total(&visit, "payments").await, (payments, paid.to_owned()), "{key}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_payment_for_somebody_elses_rental_does_not_show_it() {
    let portal = open(&PAGILA).await;
    let owner = PAGILA.url().await;
    let film =
        "SELECT f.title FROM rental r JOIN inventory i USING (inventory_id) JOIN film f USING (film_id)
                WHERE r.rental_id = $1::int";
    let film = ask(&owner, film, "4591").await[0][0].clone();
    let visit = portal.sign_in("customer", "401").await;
    let payments = visit.all("payments", "", 50).await;
    assert_eq!(payments.len(), 22);
    assert!(payments.iter().all(|row| row[1] != film), "{film:?} is the rental of somebody else");
    assert_eq!(payments.iter().filter(|row| row[1].is_none()).count(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_address_is_found_from_the_person() {
    let portal = open(&PAGILA).await;
    let visit = portal.sign_in("customer", "148").await;
    let details = visit.all("details", "", 50).await;
    let texts: Vec<&str> = details[0].iter().flatten().map(String::as_str).collect();
    for wanted in ["ELEANOR", "HUNT", "1952 Pune Lane", "92150", "Saint-Denis", "Runion", "354615066969"] {
        assert!(texts.contains(&wanted), "{wanted} in {texts:?}");
    }
    let french = visit.page(Language::Fr, "details").await;
    assert_eq!(french.title, "Mes coordonnées");
}
