//! What a signed-in person changes: password, address, factors, terms. The present password is "right".

use tonic::{Request, Response, Status};
use vantail_proto::portal;
use vantail_shared::failure::{Code, Failure};

use super::{
    Back, TOKEN,
    entry::{judge, weigh},
    sample::accounts as sample,
};

/// What was changed, beyond what the sample says.
#[derive(Debug, Default)]
pub struct Changed {
    /// An address that waits for its code.
    pub pending: String,
    /// An app that waits for its code.
    pub begun: bool,
    /// No app is set up.
    pub bare: bool,
    /// The account has no password: what confirms a change instead.
    pub confirmation: Option<portal::Confirmation>,
    /// The last answer to terms.
    pub answered: Option<portal::AnswerTermsRequest>,
}

impl Back {
    pub fn confirm(&self, password: &str) -> Result<(), Status> {
        let confirmation = self.change(|changed| changed.confirmation);
        match (confirmation, password) {
            (Some(portal::Confirmation::SignIn), "") | (None, "right") => Ok(()),
            (Some(portal::Confirmation::Renewal), _) => Err(Failure::new(Code::SignInDue).to_status()),
            (_, "duty") => Err(Failure::new(Code::Forbidden).to_status()),
            (_, "throttled") => Err(Failure::new(Code::Throttled).retry_after(120).to_status()),
            _ => Err(Failure::new(Code::WrongCredentials).to_status()),
        }
    }

    /// What confirms a change, as the sample's pages tell it.
    pub fn confirmation(&self) -> i32 {
        self.change(|changed| changed.confirmation).unwrap_or(portal::Confirmation::Password).into()
    }

    fn change<T>(&self, set: impl FnOnce(&mut Changed) -> T) -> T {
        set(&mut self.changed.lock().expect("a whole lock"))
    }
}

#[tonic::async_trait]
impl portal::credentials_server::Credentials for Back {
    async fn password_rules(
        &self,
        request: Request<portal::PasswordRulesRequest>,
    ) -> Result<Response<portal::PasswordRulesReply>, Status> {
        let call = self.enter("password_rules", &request, true).await?;
        let frame = super::sample::frame(call.language.code());
        let login = "mhaubigne-27".to_owned();
        Ok(Response::new(portal::PasswordRulesReply { frame: Some(frame), rules: sample::rules(), login }))
    }

    async fn change_password(
        &self,
        request: Request<portal::ChangePasswordRequest>,
    ) -> Result<Response<portal::ChangePasswordReply>, Status> {
        self.enter("change_password", &request, true).await?;
        self.confirm(&request.get_ref().current)?;
        weigh(&request.get_ref().password)?;
        let mut reply = portal::ChangePasswordReply::default();
        TOKEN.clone_into(&mut reply.token);
        Ok(Response::new(reply))
    }

    async fn change_email(
        &self,
        request: Request<portal::ChangeEmailRequest>,
    ) -> Result<Response<portal::ChangeEmailReply>, Status> {
        self.enter("change_email", &request, true).await?;
        self.confirm(&request.get_ref().password)?;
        self.change(|changed| changed.pending.clone_from(&request.get_ref().email));
        Ok(Response::new(portal::ChangeEmailReply {}))
    }

    async fn confirm_email(
        &self,
        request: Request<portal::ConfirmEmailRequest>,
    ) -> Result<Response<portal::ConfirmEmailReply>, Status> {
        self.enter("confirm_email", &request, true).await?;
        judge(&request.get_ref().code)?;
        self.change(|changed| changed.pending.clear());
        Ok(Response::new(portal::ConfirmEmailReply {}))
    }

    async fn cancel_email(
        &self,
        request: Request<portal::CancelEmailRequest>,
    ) -> Result<Response<portal::CancelEmailReply>, Status> {
        self.enter("cancel_email", &request, true).await?;
        self.change(|changed| changed.pending.clear());
        Ok(Response::new(portal::CancelEmailReply {}))
    }
}

#[tonic::async_trait]
impl portal::factors_server::Factors for Back {
    async fn list(
        &self,
        request: Request<portal::ListFactorsRequest>,
    ) -> Result<Response<portal::ListFactorsReply>, Status> {
        let call = self.enter("factors", &request, true).await?;
        let (bare, begun) = self.change(|changed| (changed.bare, changed.begun));
        let mut reply = sample::factors(call.language.code(), !bare && !begun);
        reply.confirmation = self.confirmation();
        if begun {
            (reply.pending_secret, reply.pending_qr) = (sample::SECRET.to_owned(), sample::QR.to_owned());
        }
        Ok(Response::new(reply))
    }

    async fn begin_totp(
        &self,
        request: Request<portal::BeginTotpRequest>,
    ) -> Result<Response<portal::BeginTotpReply>, Status> {
        self.enter("begin_totp", &request, true).await?;
        self.confirm(&request.get_ref().password)?;
        self.change(|changed| changed.begun = true);
        let mut reply = portal::BeginTotpReply::default();
        (reply.secret, reply.qr) = (sample::SECRET.to_owned(), sample::QR.to_owned());
        Ok(Response::new(reply))
    }

    async fn confirm_totp(
        &self,
        request: Request<portal::ConfirmTotpRequest>,
    ) -> Result<Response<portal::ConfirmTotpReply>, Status> {
        self.enter("confirm_totp", &request, true).await?;
        judge(&request.get_ref().code)?;
        self.change(|changed| (changed.begun, changed.bare) = (false, false));
        let mut reply = portal::ConfirmTotpReply::default();
        reply.recovery_codes = sample::recovery_codes();
        Ok(Response::new(reply))
    }

    async fn remove_totp(
        &self,
        request: Request<portal::RemoveTotpRequest>,
    ) -> Result<Response<portal::RemoveTotpReply>, Status> {
        self.enter("remove_totp", &request, true).await?;
        self.confirm(&request.get_ref().password)?;
        self.change(|changed| changed.bare = true);
        Ok(Response::new(portal::RemoveTotpReply {}))
    }

    async fn renew_recovery_codes(
        &self,
        request: Request<portal::RenewRecoveryCodesRequest>,
    ) -> Result<Response<portal::RenewRecoveryCodesReply>, Status> {
        self.enter("renew_recovery_codes", &request, true).await?;
        self.confirm(&request.get_ref().password)?;
        let mut reply = portal::RenewRecoveryCodesReply::default();
        reply.recovery_codes = sample::recovery_codes();
        Ok(Response::new(reply))
    }

    async fn begin_passkey(
        &self,
        request: Request<portal::BeginPasskeyRequest>,
    ) -> Result<Response<portal::BeginPasskeyReply>, Status> {
        self.enter("begin_passkey", &request, true).await?;
        self.confirm(&request.get_ref().password)?;
        let options = "{\"publicKey\":{\"challenge\":\"AAAA\",\"user\":{\"id\":\"AAAA\"}}}".to_owned();
        Ok(Response::new(portal::BeginPasskeyReply { options }))
    }

    async fn finish_passkey(
        &self,
        request: Request<portal::FinishPasskeyRequest>,
    ) -> Result<Response<portal::FinishPasskeyReply>, Status> {
        self.enter("finish_passkey", &request, true).await?;
        match request.get_ref().credential.as_str() {
            "{\"id\":\"right\"}" => Ok(Response::new(portal::FinishPasskeyReply::default())),
            "{\"id\":\"known\"}" => Err(Failure::new(Code::Changed).to_status()),
            "{\"id\":\"late\"}" => Err(Failure::new(Code::CodeOver).to_status()),
            "{\"id\":\"bad\"}" => Err(Failure::wrong_code(0).to_status()),
            _ => Err(Failure::new(Code::Invalid).to_status()),
        }
    }

    async fn remove_passkey(
        &self,
        request: Request<portal::RemovePasskeyRequest>,
    ) -> Result<Response<portal::RemovePasskeyReply>, Status> {
        self.enter("remove_passkey", &request, true).await?;
        self.confirm(&request.get_ref().password)?;
        Ok(Response::new(portal::RemovePasskeyReply {}))
    }
}

#[tonic::async_trait]
impl portal::terms_server::Terms for Back {
    async fn show(
        &self,
        request: Request<portal::ShowTermsRequest>,
    ) -> Result<Response<portal::ShowTermsReply>, Status> {
        let call = self.enter("terms", &request, true).await?;
        let held = call.token.as_ref().is_some_and(|token| token.as_str() == super::HELD);
        Ok(Response::new(sample::terms(call.language.code(), held)))
    }

    async fn answer(
        &self,
        request: Request<portal::AnswerTermsRequest>,
    ) -> Result<Response<portal::AnswerTermsReply>, Status> {
        self.enter("answer_terms", &request, true).await?;
        self.change(|changed| changed.answered = Some(request.into_inner()));
        Ok(Response::new(portal::AnswerTermsReply { terms_due: false }))
    }
}
