//! Every method of the contract: without a session, with somebody else's, with the wrong certificate. A method that is
//! not listed here fails the first test.

use std::collections::BTreeSet;

use vantail_proto::{
    files::{FetchRequest, ReadRequest},
    methods,
    portal::{
        AccountRequest, EndSessionRequest, HomeRequest, ListFactorsRequest, PageRequest,
        RemovePasskeyRequest, body::Content,
    },
    staff::OverviewRequest,
};
use vantail_shared::failure::Code;
use vantail_tests::{
    organisation::{ELEONORE, QUENTIN, STAFF},
    pair::Pair,
    wire::{Wire, code, with},
};

/// Methods that serve people who are not signed in.
const WITHOUT_SESSION: &[&str] = &[
    "/vantail.portal.v1.Portal/SignIn",
    "/vantail.portal.v1.Portal/SignOut",
    "/vantail.portal.v1.Portal/Legal",
    "/vantail.portal.v1.Entry/Doors",
    "/vantail.portal.v1.Entry/Forgot",
    "/vantail.portal.v1.Entry/Leave",
    "/vantail.portal.v1.Entry/Object",
    // In the place of name and password: see the tests of passkeys and of providers.
    "/vantail.portal.v1.Entry/AskPasskey",
    "/vantail.portal.v1.Entry/GivePasskey",
    "/vantail.portal.v1.Federation/Begin",
    "/vantail.portal.v1.Federation/Return",
    "/vantail.portal.v1.Federation/Finish",
];
/// Methods that a public front may not call.
const STAFF_ONLY: &[&str] = &[
    "/vantail.staff.v1.Staff/Overview",
    "/vantail.staff.v1.Staff/Coverage",
    "/vantail.staff.v1.People/Find",
    "/vantail.staff.v1.People/Search",
    "/vantail.staff.v1.People/Show",
    "/vantail.staff.v1.People/Invite",
    "/vantail.staff.v1.People/Letter",
    "/vantail.staff.v1.People/Disable",
    "/vantail.staff.v1.People/SettleEmail",
    "/vantail.staff.v1.People/ResetFactors",
];
/// Methods that a staff front may not call.
const PUBLIC_ONLY: &[&str] = &[
    "/vantail.portal.v1.Portal/Home",
    "/vantail.portal.v1.Portal/Page",
    "/vantail.portal.v1.Portal/Find",
    "/vantail.portal.v1.Portal/Search",
    "/vantail.files.v1.Files/Fetch",
    "/vantail.files.v1.Files/Read",
];
/// Methods that name a thing by a handle: tested below, and in `people`, with a handle of another session.
const WITH_HANDLE: &[&str] = &[
    "/vantail.portal.v1.Portal/Page",
    "/vantail.portal.v1.Portal/Search",
    "/vantail.portal.v1.Portal/EndSession",
    "/vantail.portal.v1.Factors/RemovePasskey",
    "/vantail.staff.v1.People/Search",
    "/vantail.staff.v1.People/Show",
    "/vantail.staff.v1.People/Invite",
    "/vantail.staff.v1.People/Letter",
    "/vantail.staff.v1.People/Disable",
    "/vantail.staff.v1.People/SettleEmail",
    "/vantail.staff.v1.People/ResetFactors",
    "/vantail.files.v1.Files/Fetch",
    "/vantail.files.v1.Files/Read",
];
/// Methods that name nothing: they answer about the session's own person, or about the entry, only.
const OWN_ONLY: &[&str] = &[
    "/vantail.portal.v1.Credentials/PasswordRules",
    "/vantail.portal.v1.Credentials/ChangePassword",
    "/vantail.portal.v1.Credentials/ChangeEmail",
    "/vantail.portal.v1.Credentials/ConfirmEmail",
    "/vantail.portal.v1.Credentials/CancelEmail",
    "/vantail.portal.v1.Entry/Current",
    "/vantail.portal.v1.Entry/SendCode",
    "/vantail.portal.v1.Entry/GiveCode",
    "/vantail.portal.v1.Entry/ChoosePassword",
    "/vantail.portal.v1.Entry/Enrol",
    "/vantail.portal.v1.Factors/List",
    "/vantail.portal.v1.Factors/BeginTotp",
    "/vantail.portal.v1.Factors/ConfirmTotp",
    "/vantail.portal.v1.Factors/RemoveTotp",
    "/vantail.portal.v1.Factors/RenewRecoveryCodes",
    "/vantail.portal.v1.Factors/BeginPasskey",
    "/vantail.portal.v1.Factors/FinishPasskey",
    "/vantail.portal.v1.Federation/Link",
    "/vantail.portal.v1.Federation/Unlink",
    "/vantail.portal.v1.Portal/Home",
    "/vantail.portal.v1.Portal/Find",
    "/vantail.portal.v1.Portal/Account",
    "/vantail.portal.v1.Portal/SetLanguage",
    "/vantail.portal.v1.Terms/Show",
    "/vantail.portal.v1.Terms/Answer",
    "/vantail.staff.v1.Staff/Overview",
    "/vantail.staff.v1.Staff/Coverage",
    "/vantail.staff.v1.People/Find",
];

#[test]
fn every_method_has_its_cases() {
    let listed: BTreeSet<&str> = [WITHOUT_SESSION, WITH_HANDLE, OWN_ONLY].concat().into_iter().collect();
    let methods = methods::all().unwrap();
    let known: BTreeSet<&str> = methods.iter().map(|method| method.path.as_str()).collect();
    assert_eq!(listed, known, "list every method once, and write its case");
}

async fn wire_for(pair: &Pair, path: &str, certificate: &str) -> Wire {
    if path.contains(".files.") { pair.file_wire(certificate).await } else { pair.wire(certificate).await }
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_session_nothing_is_answered() {
    let pair = Pair::start().await;
    for method in methods::all().unwrap() {
        let path = method.path.as_str();
        if WITHOUT_SESSION.contains(&path) {
            continue;
        }
        let certificate = if STAFF_ONLY.contains(&path) { "staff-s1" } else { "public-f1" };
        let wire = wire_for(&pair, path, certificate).await;
        for token in
            [None, Some(""), Some("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"), Some("not a token")]
        {
            assert_eq!(wire.raw(path, b"", token).await, Err(Code::SignedOut), "{path} with {token:?}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_certificate_decides_what_may_be_called() {
    let pair = Pair::start().await;
    let person = pair.token(ELEONORE).await;
    for (paths, certificate) in [(STAFF_ONLY, "public-f1"), (PUBLIC_ONLY, "staff-s1")] {
        for path in paths {
            let wire = wire_for(&pair, path, certificate).await;
            for token in [None, Some(person.as_str())] {
                assert_eq!(wire.raw(path, b"", token).await, Err(Code::Forbidden), "{path} as {certificate}");
            }
        }
    }
    let wire = pair.wire("public-f1").await;
    assert_eq!(wire.raw("/vantail.portal.v1.Portal/Nothing", b"", None).await, Err(Code::Forbidden));
    let reflection = "/grpc.reflection.v1.ServerReflection/ServerReflectionInfo";
    assert_eq!(wire.raw(reflection, b"", None).await, Err(Code::Forbidden));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_is_worth_nothing_through_the_other_kind_of_front() {
    let pair = Pair::start().await;
    let person = pair.token(ELEONORE).await;
    let staff_wire = pair.wire("staff-s1").await;
    assert_eq!(
        code(staff_wire.staff().overview(with(Some(&person), OverviewRequest {})).await),
        Code::SignedOut
    );
    assert_eq!(
        code(staff_wire.portal().account(with(Some(&person), AccountRequest {})).await),
        Code::SignedOut
    );

    let mut clerk = vantail_tests::web::Visitor::new(pair.staff, &pair.world.pki.ca());
    assert_eq!(clerk.sign_in(STAFF.login, STAFF.password).await.status, 303);
    let clerk = clerk.cookie("__Host-vantail").unwrap().to_owned();
    assert!(staff_wire.staff().overview(with(Some(&clerk), OverviewRequest {})).await.is_ok());
    let public_wire = pair.wire("public-f1").await;
    assert_eq!(
        code(public_wire.portal().account(with(Some(&clerk), AccountRequest {})).await),
        Code::SignedOut
    );
    assert_eq!(code(public_wire.portal().home(with(Some(&clerk), HomeRequest {})).await), Code::SignedOut);
}

#[tokio::test(flavor = "multi_thread")]
async fn staff_and_persons_sign_in_at_their_own_front_only() {
    let pair = Pair::start().await;
    let mut at_public = pair.visitor();
    assert_eq!(at_public.sign_in(STAFF.login, STAFF.password).await.status, 401);
    let mut at_staff = vantail_tests::web::Visitor::new(pair.staff, &pair.world.pki.ca());
    assert_eq!(at_staff.sign_in(QUENTIN.login, QUENTIN.password).await.status, 401);
}

fn page(page: &str, handle: &str) -> PageRequest {
    PageRequest { page: page.to_owned(), handle: handle.to_owned(), rows: 0 }
}

fn fetch(handle: &str) -> FetchRequest {
    FetchRequest { handle: handle.to_owned(), ..FetchRequest::default() }
}

fn read(handle: &str) -> ReadRequest {
    ReadRequest { handle: handle.to_owned(), length: 1, ..ReadRequest::default() }
}

/// The handle of the person's first document and of the second part of the statement.
async fn handles(pair: &Pair, token: &str) -> (String, String) {
    let mut portal = pair.wire("public-f1").await.portal();
    let documents = portal.page(with(Some(token), page("documents", ""))).await.unwrap().into_inner();
    let Some(Content::Documents(documents)) = documents.body.unwrap().content else { panic!("documents") };
    let statement = portal.page(with(Some(token), page("statement", ""))).await.unwrap().into_inner();
    (documents.documents[0].handle.clone(), statement.body.unwrap().older)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_handle_of_another_session_names_nothing() {
    let pair = Pair::start().await;
    let (owner, other) = (pair.token(ELEONORE).await, pair.token(QUENTIN).await);
    // The same person in a second session is another session as well.
    let again = pair.token(ELEONORE).await;
    let (document, part) = handles(&pair, &owner).await;
    let mut files = pair.file_wire("public-f1").await.files();
    let mut portal = pair.wire("public-f1").await.portal();

    assert!(files.fetch(with(Some(&owner), fetch(&document))).await.is_ok());
    assert!(portal.page(with(Some(&owner), page("statement", &part))).await.is_ok());
    for token in [&other, &again] {
        assert_eq!(code(files.fetch(with(Some(token), fetch(&document))).await), Code::NotFound);
        assert_eq!(code(files.read(with(Some(token), read(&document))).await), Code::NotFound);
        assert_eq!(code(portal.page(with(Some(token), page("statement", &part))).await), Code::NotFound);
    }
    // For another action, or another page, it names nothing either.
    assert_eq!(code(files.fetch(with(Some(&owner), fetch(&part))).await), Code::NotFound);
    assert_eq!(code(portal.page(with(Some(&owner), page("statement", &document))).await), Code::NotFound);
    assert_eq!(code(portal.page(with(Some(&owner), page("orders", &part))).await), Code::NotFound);
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_ends_a_session_of_somebody_else() {
    let pair = Pair::start().await;
    let (owner, again, other) =
        (pair.token(ELEONORE).await, pair.token(ELEONORE).await, pair.token(QUENTIN).await);
    let mut portal = pair.wire("public-f1").await.portal();
    let account = portal.account(with(Some(&owner), AccountRequest {})).await.unwrap().into_inner();
    let handle =
        account.sessions.iter().map(|session| session.handle.clone()).find(|handle| !handle.is_empty());
    let end = EndSessionRequest { handle: handle.unwrap() };
    assert_eq!(code(portal.end_session(with(Some(&other), end.clone())).await), Code::NotFound);
    assert!(portal.home(with(Some(&again), HomeRequest {})).await.is_ok());
    assert_eq!(portal.end_session(with(Some(&owner), end)).await.unwrap().into_inner().ended, 1);
    assert_eq!(code(portal.home(with(Some(&again), HomeRequest {})).await), Code::SignedOut);
    assert!(portal.home(with(Some(&owner), HomeRequest {})).await.is_ok());
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_takes_a_passkey_of_somebody_else_away() {
    let pair = Pair::start().await;
    let (owner, again, other) =
        (pair.token(ELEONORE).await, pair.token(ELEONORE).await, pair.token(QUENTIN).await);
    let options = sqlx::sqlite::SqliteConnectOptions::new().filename(pair.world.path("store.db"));
    let mut store = <sqlx::SqliteConnection as sqlx::Connection>::connect_with(&options).await.unwrap();
    let insert = "insert into passkey (id, account, name, key, counter, created_at) \
        select x'07', id, 'key', x'00', 0, 0 from account where login = ?1";
    sqlx::query(insert).bind(ELEONORE.login).execute(&mut store).await.unwrap();
    let mut factors = pair.wire("public-f1").await.factors();
    let list = factors.list(with(Some(&owner), ListFactorsRequest {})).await.unwrap().into_inner();
    let remove = |password: &str| {
        let mut request = RemovePasskeyRequest::default();
        (request.handle, request.password) = (list.passkeys[0].handle.clone(), password.to_owned());
        request
    };
    let foreign = factors.remove_passkey(with(Some(&other), remove(QUENTIN.password))).await;
    assert_eq!(code(foreign), Code::NotFound);
    let foreign = factors.remove_passkey(with(Some(&again), remove(ELEONORE.password))).await;
    assert_eq!(code(foreign), Code::NotFound);
    let wrong = factors.remove_passkey(with(Some(&owner), remove("not mine"))).await;
    assert_eq!(code(wrong), Code::WrongCredentials);
    assert!(factors.remove_passkey(with(Some(&owner), remove(ELEONORE.password))).await.is_ok());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_of_another_kind_of_person_does_not_exist() {
    let pair = Pair::start().await;
    let coowner = pair.token(vantail_tests::organisation::WANDA).await;
    let mut portal = pair.wire("public-f1").await.portal();
    for name in ["orders", "nothing", "", "../statement"] {
        assert_eq!(code(portal.page(with(Some(&coowner), page(name, ""))).await), Code::NotFound, "{name}");
    }
}
