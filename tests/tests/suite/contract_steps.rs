//! The steps of a sign-in and the changes of an account, over the wire, by whoever has no business there: another person's
//! session, a sign-in under way, a step out of its turn, a front of the other kind.

use vantail_proto::portal::{
    AskPasskeyRequest, BeginFederationRequest, BeginPasskeyRequest, BeginTotpRequest, CancelEmailRequest,
    ChangeEmailRequest, ChangePasswordRequest, ChoosePasswordRequest, ConfirmEmailRequest,
    ConfirmTotpRequest, CurrentRequest, EnrolRequest, FinishFederationRequest, ForgotRequest,
    GiveCodeRequest, HomeRequest, LeaveRequest, LinkFederationRequest, ListFactorsRequest, ObjectRequest,
    PasswordRulesRequest, ReturnFederationRequest, SendCodeRequest, SignInRequest, Step,
};
use vantail_shared::failure::Code;
use vantail_tests::{
    letters::invite,
    organisation::{ELEONORE, QUENTIN, STAFF},
    pair::{Pair, World},
    wire::{Wire, code, with},
};

const OWN: &str = "brume-cobalt-verger-417";
const NO_CODE: &str = "2222-2222-2222";

async fn pair() -> Pair {
    Pair::in_world(World::build().await.with_mail(), "sqlite:store.db").await
}

/// The token of somebody's way of a forgotten password.
async fn forgot(wire: &Wire, login: &str) -> String {
    let request = ForgotRequest { login: login.to_owned(), device: String::new() };
    wire.entry().forgot(with(None, request)).await.unwrap().into_inner().token.clone()
}

fn give(text: &str) -> GiveCodeRequest {
    let mut request = GiveCodeRequest::default();
    text.clone_into(&mut request.code);
    request
}

fn choose(text: &str) -> ChoosePasswordRequest {
    let mut request = ChoosePasswordRequest::default();
    text.clone_into(&mut request.password);
    request
}

/// The code of each method of a sign-in under way, with this token.
async fn every_step(wire: &Wire, token: &str) -> [Code; 5] {
    let (mut entry, token) = (wire.entry(), Some(token));
    [
        code(entry.current(with(token, CurrentRequest {})).await),
        code(entry.send_code(with(token, SendCodeRequest {})).await),
        code(entry.give_code(with(token, give(NO_CODE))).await),
        code(entry.choose_password(with(token, choose(OWN))).await),
        code(entry.enrol(with(token, EnrolRequest {})).await),
    ]
}

/// The code of each method of an account, with this token.
async fn every_change(wire: &Wire, token: &str) -> Vec<Code> {
    let (mut own, mut factors, mut federation) = (wire.credentials(), wire.factors(), wire.federation());
    let token = Some(token);
    vec![
        code(own.password_rules(with(token, PasswordRulesRequest {})).await),
        code(own.change_password(with(token, ChangePasswordRequest::default())).await),
        code(own.change_email(with(token, ChangeEmailRequest::default())).await),
        code(own.confirm_email(with(token, ConfirmEmailRequest::default())).await),
        code(own.cancel_email(with(token, CancelEmailRequest {})).await),
        code(factors.list(with(token, ListFactorsRequest {})).await),
        code(factors.begin_totp(with(token, BeginTotpRequest::default())).await),
        code(factors.confirm_totp(with(token, ConfirmTotpRequest::default())).await),
        code(factors.begin_passkey(with(token, BeginPasskeyRequest::default())).await),
        code(federation.link(with(token, LinkFederationRequest::default())).await),
    ]
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sign_in_under_way_is_no_session_and_a_session_no_sign_in() {
    let pair = pair().await;
    let wire = pair.wire("public-f1").await;
    let (session, entry) = (pair.token(QUENTIN).await, forgot(&wire, ELEONORE.login).await);
    assert_eq!(every_change(&wire, &entry).await, [Code::StepDue; 10]);
    assert_eq!(code(wire.portal().home(with(Some(&entry), HomeRequest {})).await), Code::StepDue);
    let mut steps = wire.entry();
    let current = steps.current(with(Some(&session), CurrentRequest {})).await.unwrap();
    assert_eq!(current.into_inner().step(), Step::Done);
    assert_eq!(code(steps.send_code(with(Some(&session), SendCodeRequest {})).await), Code::StepDue);
    assert_eq!(code(steps.give_code(with(Some(&session), give(NO_CODE))).await), Code::StepDue);
    assert_eq!(code(steps.choose_password(with(Some(&session), choose(OWN))).await), Code::StepDue);
    assert_eq!(code(steps.enrol(with(Some(&session), EnrolRequest {})).await), Code::StepDue);
    // Leaving what is no sign-in leaves the session.
    wire.entry().leave(with(Some(&session), LeaveRequest {})).await.unwrap();
    assert!(wire.portal().home(with(Some(&session), HomeRequest {})).await.is_ok());
    // Left, it is nothing any more.
    wire.entry().leave(with(Some(&entry), LeaveRequest {})).await.unwrap();
    assert_eq!(every_step(&wire, &entry).await, [Code::SignedOut; 5]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sign_in_under_way_is_worth_nothing_through_the_other_kind_of_front() {
    let pair = pair().await;
    let (public, staff) = (pair.wire("public-f1").await, pair.wire("staff-s1").await);
    let (persons, clerks) = (forgot(&public, ELEONORE.login).await, forgot(&staff, STAFF.login).await);
    assert_eq!(every_step(&staff, &persons).await, [Code::SignedOut; 5]);
    assert_eq!(every_step(&public, &clerks).await, [Code::SignedOut; 5]);
    let (person, clerk) = (pair.token(ELEONORE).await, pair.staff_token().await);
    for (wire, token) in [(&staff, &person), (&public, &clerk)] {
        assert_eq!(every_change(wire, token).await, [Code::SignedOut; 10]);
    }
    // Each still is at its own.
    let current = public.entry().current(with(Some(&persons), CurrentRequest {})).await.unwrap();
    assert_eq!(current.into_inner().step(), Step::EmailCode);
}

#[tokio::test(flavor = "multi_thread")]
async fn no_step_is_done_before_its_turn_or_twice() {
    let pair = Pair::with_accounts(World::build().await.with_mail(), "sqlite:store.db", &[]).await;
    let wire = pair.wire("public-f1").await;
    let told = invite(&pair, "tenant", "1");
    let mut request = SignInRequest::default();
    (request.login, request.password) = (told.login, told.password);
    let reply = wire.portal().sign_in(with(None, request)).await.unwrap().into_inner();
    assert_eq!(reply.next(), Step::NewPassword);
    let (token, mut entry) = (Some(reply.token.as_str()), wire.entry());

    // A password is due: no code before it.
    assert_eq!(code(entry.give_code(with(token, give(NO_CODE))).await), Code::StepDue);
    assert_eq!(code(entry.send_code(with(token, SendCodeRequest {})).await), Code::StepDue);
    assert_eq!(code(entry.enrol(with(token, EnrolRequest {})).await), Code::StepDue);
    assert_eq!(code(entry.ask_passkey(with(token, AskPasskeyRequest {})).await), Code::StepDue);
    assert_eq!(code(entry.choose_password(with(token, choose("abc"))).await), Code::WeakPassword);
    let next = entry.choose_password(with(token, choose(OWN))).await.unwrap().into_inner();
    assert_eq!(next.next(), Step::EmailCode);

    // A code is due: no other password instead, and no page.
    let other = choose("quatre-chevaux-sur-la-lande");
    assert_eq!(code(entry.choose_password(with(token, other)).await), Code::StepDue);
    assert_eq!(code(entry.enrol(with(token, EnrolRequest {})).await), Code::StepDue);
    assert_eq!(code(wire.portal().home(with(token, HomeRequest {})).await), Code::StepDue);
    let right = pair.world.mails().code("eleonore@exemple.test", "").await;
    let done = entry.give_code(with(token, give(&right))).await.unwrap().into_inner();
    assert_eq!(done.next(), Step::Done);
    let session = Some(done.token.as_str());
    assert!(wire.portal().home(with(session, HomeRequest {})).await.is_ok());
    // The sign-in's own token opens no page, then or later.
    assert!(wire.portal().home(with(token, HomeRequest {})).await.is_err());
    pair.clock.advance(61);
    assert_eq!(every_step(&wire, &reply.token).await, [Code::SignedOut; 5]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_code_of_somebody_else_is_a_wrong_code() {
    let pair = pair().await;
    let wire = pair.wire("public-f1").await;
    let (hers, his) = (forgot(&wire, ELEONORE.login).await, forgot(&wire, QUENTIN.login).await);
    let mut mails = pair.world.mails();
    let right = mails.code("eleonore@exemple.test", "/forgot").await;
    assert_eq!(code(wire.entry().give_code(with(Some(&his), give(&right))).await), Code::WrongCode);
    // Nor is it one at the other places that take codes.
    let session = pair.token(QUENTIN).await;
    let mut request = ObjectRequest::default();
    right.clone_into(&mut request.code);
    let objected = code(wire.entry().object(with(None, request)).await);
    assert!(matches!(objected, Code::WrongCode | Code::CodeOver), "{objected:?}");
    let mut change = ChangeEmailRequest::default();
    QUENTIN.password.clone_into(&mut change.password);
    "q@nouveau.test".clone_into(&mut change.email);
    wire.credentials().change_email(with(Some(&session), change)).await.unwrap();
    let mut confirm = ConfirmEmailRequest::default();
    right.clone_into(&mut confirm.code);
    let refused = wire.credentials().confirm_email(with(Some(&session), confirm)).await;
    assert_eq!(code(refused), Code::WrongCode);
    let next = wire.entry().give_code(with(Some(&hers), give(&right))).await.unwrap().into_inner();
    assert_eq!(next.next(), Step::NewPassword);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_not_begun_cannot_be_finished() {
    let pair = pair().await;
    let wire = pair.wire("public-f1").await;
    let session = pair.token(QUENTIN).await;
    let token = Some(session.as_str());
    let mut confirm = ConfirmEmailRequest::default();
    NO_CODE.clone_into(&mut confirm.code);
    assert_eq!(code(wire.credentials().confirm_email(with(token, confirm)).await), Code::CodeOver);
    let mut first = ConfirmTotpRequest::default();
    "123456".clone_into(&mut first.code);
    let confirmed = code(wire.factors().confirm_totp(with(token, first)).await);
    assert!(matches!(confirmed, Code::WrongCode | Code::CodeOver), "{confirmed:?}");
    let mut federation = wire.federation();
    let finished = federation.finish(with(token, FinishFederationRequest::default())).await;
    assert!(finished.is_err(), "{finished:?}");
    let mut returned = ReturnFederationRequest::default();
    "A".repeat(43).clone_into(&mut returned.state);
    // Whoever posts it learns nothing.
    assert!(federation.r#return(with(None, returned)).await.is_ok());
    let begun = federation.begin(with(None, BeginFederationRequest { provider: "agency".to_owned() })).await;
    assert_eq!(code(begun), Code::NotFound);
    // Without the password nothing is begun.
    let mut begin = BeginTotpRequest::default();
    ELEONORE.password.clone_into(&mut begin.password);
    assert_eq!(code(wire.factors().begin_totp(with(token, begin)).await), Code::WrongCredentials);
}
