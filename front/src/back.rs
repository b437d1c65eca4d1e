//! The calls that this front makes, by name. One page costs one of them.

use std::{collections::HashSet, sync::Arc};

use tokio_util::sync::CancellationToken;
use vantail_proto::{files, portal, staff};
use vantail_shared::{call::Call, failure::Failure, ops::Readiness, tls::ClientTls};

use crate::{
    config,
    pool::{Budget, Entry, Pool, Reply},
};

/// The condition of readiness that a data listener is up.
pub const DATA: &str = "back-data";
/// The condition of readiness that a files listener is up.
pub const FILES: &str = "back-files";

/// Both pools: pages never wait behind downloads.
#[derive(Debug)]
pub struct Back {
    data: Pool,
    files: Pool,
}

type Answer<T> = Result<T, Failure>;

/// One call with one answer: its name here, its path, its budget, its messages.
macro_rules! calls {
    ($($(#[$doc:meta])* $name:ident $path:literal $pool:ident $budget:ident ($request:ty) -> $reply:ty;)*) => {
        impl Back {
            $($(#[$doc])*
            pub async fn $name(&self, call: &Call, request: $request) -> Answer<$reply> {
                self.$pool.unary($path, call, Budget::$budget, &request).await
            })*
        }

        #[cfg(test)]
        const PATHS: &[(&str, &str)] = &[$(($path, stringify!($budget))),*];
    };
}

calls! {
    /// Checks a name and a password and opens a session.
    sign_in "/vantail.portal.v1.Portal/SignIn" data CHANGE (portal::SignInRequest) -> portal::SignInReply;
    /// Destroys the session of the call.
    sign_out "/vantail.portal.v1.Portal/SignOut" data READ (portal::SignOutRequest) -> portal::SignOutReply;
    /// Who answers for the data.
    legal "/vantail.portal.v1.Portal/Legal" data READ (portal::LegalRequest) -> portal::LegalReply;
    /// The first page.
    home "/vantail.portal.v1.Portal/Home" data READ (portal::HomeRequest) -> portal::HomeReply;
    /// One page of the data map.
    page "/vantail.portal.v1.Portal/Page" data READ (portal::PageRequest) -> portal::PageReply;
    /// What was asked of a page, as a handle.
    find "/vantail.portal.v1.Portal/Find" data READ (portal::FindRequest) -> portal::FindReply;
    /// The rows of all pages that hold some words.
    search "/vantail.portal.v1.Portal/Search" data READ (portal::SearchRequest) -> portal::SearchReply;
    /// The account itself.
    account "/vantail.portal.v1.Portal/Account" data READ (portal::AccountRequest) -> portal::AccountReply;
    /// Ends other sessions of the account.
    end_session "/vantail.portal.v1.Portal/EndSession" data CHANGE
        (portal::EndSessionRequest) -> portal::EndSessionReply;
    /// Keeps the language that the person chose.
    set_language "/vantail.portal.v1.Portal/SetLanguage" data CHANGE
        (portal::SetLanguageRequest) -> portal::SetLanguageReply;
    /// What a member of staff sees first.
    overview "/vantail.staff.v1.Staff/Overview" data READ (staff::OverviewRequest) -> staff::OverviewReply;
    /// Which of the documents that must be there are.
    coverage "/vantail.staff.v1.Staff/Coverage" data READ (staff::CoverageRequest) -> staff::CoverageReply;
    /// How a person may come in besides name and password.
    doors "/vantail.portal.v1.Entry/Doors" data READ
        (portal::DoorsRequest) -> portal::DoorsReply;
    /// Begins the way of a forgotten password.
    forgot "/vantail.portal.v1.Entry/Forgot" data CHANGE
        (portal::ForgotRequest) -> portal::ForgotReply;
    /// What the entry waits for.
    current "/vantail.portal.v1.Entry/Current" data READ
        (portal::CurrentRequest) -> portal::CurrentReply;
    /// Sends another code by mail.
    send_code "/vantail.portal.v1.Entry/SendCode" data CHANGE
        (portal::SendCodeRequest) -> portal::SendCodeReply;
    /// The code that the entry waits for.
    give_code "/vantail.portal.v1.Entry/GiveCode" data CHANGE
        (portal::GiveCodeRequest) -> portal::AdvanceReply;
    /// The new password that the entry waits for.
    choose_password "/vantail.portal.v1.Entry/ChoosePassword" data CHANGE
        (portal::ChoosePasswordRequest) -> portal::AdvanceReply;
    /// Begins the second factor that the entry waits for.
    enrol "/vantail.portal.v1.Entry/Enrol" data CHANGE
        (portal::EnrolRequest) -> portal::EnrolReply;
    /// The question for a passkey.
    ask_passkey "/vantail.portal.v1.Entry/AskPasskey" data CHANGE
        (portal::AskPasskeyRequest) -> portal::AskPasskeyReply;
    /// The answer of a passkey.
    give_passkey "/vantail.portal.v1.Entry/GivePasskey" data CHANGE
        (portal::GivePasskeyRequest) -> portal::AdvanceReply;
    /// Ends the entry.
    leave "/vantail.portal.v1.Entry/Leave" data READ
        (portal::LeaveRequest) -> portal::LeaveReply;
    /// Takes back a change of the e-mail address.
    object "/vantail.portal.v1.Entry/Object" data CHANGE
        (portal::ObjectRequest) -> portal::ObjectReply;
    /// The rules for passwords.
    password_rules "/vantail.portal.v1.Credentials/PasswordRules" data READ
        (portal::PasswordRulesRequest) -> portal::PasswordRulesReply;
    /// Sets another password.
    change_password "/vantail.portal.v1.Credentials/ChangePassword" data CHANGE
        (portal::ChangePasswordRequest) -> portal::ChangePasswordReply;
    /// Begins the change of the e-mail address.
    change_email "/vantail.portal.v1.Credentials/ChangeEmail" data CHANGE
        (portal::ChangeEmailRequest) -> portal::ChangeEmailReply;
    /// Ends the change of the e-mail address.
    confirm_email "/vantail.portal.v1.Credentials/ConfirmEmail" data CHANGE
        (portal::ConfirmEmailRequest) -> portal::ConfirmEmailReply;
    /// Gives the change of the e-mail address up.
    cancel_email "/vantail.portal.v1.Credentials/CancelEmail" data READ
        (portal::CancelEmailRequest) -> portal::CancelEmailReply;
    /// The second factors that are set up.
    factors "/vantail.portal.v1.Factors/List" data READ
        (portal::ListFactorsRequest) -> portal::ListFactorsReply;
    /// Begins an app that makes codes.
    begin_totp "/vantail.portal.v1.Factors/BeginTotp" data CHANGE
        (portal::BeginTotpRequest) -> portal::BeginTotpReply;
    /// The first code of the app.
    confirm_totp "/vantail.portal.v1.Factors/ConfirmTotp" data CHANGE
        (portal::ConfirmTotpRequest) -> portal::ConfirmTotpReply;
    /// Takes the app away.
    remove_totp "/vantail.portal.v1.Factors/RemoveTotp" data CHANGE
        (portal::RemoveTotpRequest) -> portal::RemoveTotpReply;
    /// New recovery codes.
    renew_recovery_codes "/vantail.portal.v1.Factors/RenewRecoveryCodes" data CHANGE
        (portal::RenewRecoveryCodesRequest) -> portal::RenewRecoveryCodesReply;
    /// Begins a passkey.
    begin_passkey "/vantail.portal.v1.Factors/BeginPasskey" data CHANGE
        (portal::BeginPasskeyRequest) -> portal::BeginPasskeyReply;
    /// The new passkey.
    finish_passkey "/vantail.portal.v1.Factors/FinishPasskey" data CHANGE
        (portal::FinishPasskeyRequest) -> portal::FinishPasskeyReply;
    /// Takes a passkey away.
    remove_passkey "/vantail.portal.v1.Factors/RemovePasskey" data CHANGE
        (portal::RemovePasskeyRequest) -> portal::RemovePasskeyReply;
    /// Begins a sign-in at a provider.
    begin_federation "/vantail.portal.v1.Federation/Begin" data CHANGE
        (portal::BeginFederationRequest) -> portal::BeginFederationReply;
    /// What the provider posted.
    return_federation "/vantail.portal.v1.Federation/Return" data CHANGE
        (portal::ReturnFederationRequest) -> portal::ReturnFederationReply;
    /// Ends a sign-in at a provider.
    finish_federation "/vantail.portal.v1.Federation/Finish" data CHANGE
        (portal::FinishFederationRequest) -> portal::AdvanceReply;
    /// Binds the account to a provider.
    link_federation "/vantail.portal.v1.Federation/Link" data CHANGE
        (portal::LinkFederationRequest) -> portal::BeginFederationReply;
    /// Unbinds the account from a provider.
    unlink_federation "/vantail.portal.v1.Federation/Unlink" data CHANGE
        (portal::UnlinkFederationRequest) -> portal::UnlinkFederationReply;
    /// The terms of whoever is signed in.
    terms "/vantail.portal.v1.Terms/Show" data CHANGE
        (portal::ShowTermsRequest) -> portal::ShowTermsReply;
    /// An answer to terms.
    answer_terms "/vantail.portal.v1.Terms/Answer" data CHANGE
        (portal::AnswerTermsRequest) -> portal::AnswerTermsReply;
    /// What was asked for about persons, as a handle.
    find_people "/vantail.staff.v1.People/Find" data READ
        (staff::FindPeopleRequest) -> staff::FindPeopleReply;
    /// Persons with their accounts.
    search_people "/vantail.staff.v1.People/Search" data READ
        (staff::SearchPeopleRequest) -> staff::SearchPeopleReply;
    /// One person with the account and its history.
    show_person "/vantail.staff.v1.People/Show" data READ
        (staff::ShowPersonRequest) -> staff::ShowPersonReply;
    /// Makes an account or a new initial password.
    invite "/vantail.staff.v1.People/Invite" data CHANGE
        (staff::InviteRequest) -> staff::InviteReply;
    /// One of the two letters.
    letter "/vantail.staff.v1.People/Letter" data CHANGE
        (staff::LetterRequest) -> staff::LetterReply;
    /// Disables an account, or takes that back.
    disable "/vantail.staff.v1.People/Disable" data CHANGE
        (staff::DisableRequest) -> staff::DisableReply;
    /// Sets the e-mail address of an account.
    settle_email "/vantail.staff.v1.People/SettleEmail" data CHANGE
        (staff::SettleEmailRequest) -> staff::SettleEmailReply;
    /// Takes the second factors of an account away.
    reset_factors "/vantail.staff.v1.People/ResetFactors" data CHANGE
        (staff::ResetFactorsRequest) -> staff::ResetFactorsReply;
    /// What a document is, and a small one itself.
    fetch "/vantail.files.v1.Files/Fetch" files READ (files::FetchRequest) -> files::FetchReply;
}

impl Back {
    /// Starts both pools; their watches end with `stop`.
    ///
    /// # Errors
    /// The contract compiled into this program cannot be read: a fault of the build.
    pub fn start(
        config: &config::Back,
        tls: &ClientTls,
        readiness: &Readiness,
        stop: &CancellationToken,
    ) -> Result<Self, prost::DecodeError> {
        let methods = vantail_proto::methods::all()?;
        let idempotent: HashSet<_> = methods.into_iter().filter(|m| m.idempotent).map(|m| m.path).collect();
        let idempotent = Arc::new(idempotent);
        let pool = |condition, addresses| {
            Pool::start(condition, addresses, tls, idempotent.clone(), readiness, stop)
        };
        Ok(Self { data: pool(DATA, &config.data), files: pool(FILES, &config.files) })
    }

    /// Turns to new connections, with the certificates, CAs and revocation lists that were read last. What runs on the
    /// old connections ends there.
    pub fn renew(&self) {
        self.data.renew();
        self.files.renew();
    }

    /// The bytes of a large document.
    pub async fn read(&self, call: &Call, request: files::ReadRequest) -> Answer<(Reply, Entry)> {
        self.files.stream("/vantail.files.v1.Files/Read", call, Budget::READ, &request).await
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_path_is_in_the_contract_and_only_what_reads_has_the_budget_of_reads() {
        let methods = vantail_proto::methods::all().unwrap();
        for (path, budget) in PATHS {
            let method = methods.iter().find(|method| method.path == *path).expect(path);
            assert_eq!(method.idempotent, *budget == "READ", "{path}");
        }
        assert_eq!(PATHS.len() + 1, methods.len());
    }
}
