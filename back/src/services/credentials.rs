//! `vantail.portal.v1.Credentials`

use std::mem::take;

use tonic::{Request, Response, Status, async_trait};
use vantail_proto::portal::{
    CancelEmailReply, CancelEmailRequest, ChangeEmailReply, ChangeEmailRequest, ChangePasswordReply,
    ChangePasswordRequest, ConfirmEmailReply, ConfirmEmailRequest, PasswordRulesReply, PasswordRulesRequest,
    credentials_server::Credentials,
};
use zeroize::Zeroizing;

use super::{
    answer::{Caller, answer, language_of},
    entry::door,
    frame,
};
use crate::{identity::Identity, page::Pages};

/// What a signed-in person changes about the ways to sign in.
#[derive(Debug, Clone)]
pub struct CredentialsService {
    /// Knows who is calling.
    pub identity: Identity,
    /// Makes what surrounds a page.
    pub pages: Pages,
}

#[async_trait]
impl Credentials for CredentialsService {
    async fn password_rules(
        &self,
        request: Request<PasswordRulesRequest>,
    ) -> Result<Response<PasswordRulesReply>, Status> {
        let work = async |caller: Caller, _| {
            let session = self.identity.any(caller.kind, caller.token()).await?;
            let language = language_of(session.language(), &caller);
            Ok(PasswordRulesReply {
                frame: Some(frame::of(&self.pages, &session, language).await?.0),
                rules: self.identity.password_rules(caller.kind).list(),
                login: session.login().to_owned(),
            })
        };
        answer("PasswordRules", request, work).await
    }

    async fn change_password(
        &self,
        request: Request<ChangePasswordRequest>,
    ) -> Result<Response<ChangePasswordReply>, Status> {
        let work = async |caller: Caller, mut message: ChangePasswordRequest| {
            let session = self.identity.any(caller.kind, caller.token()).await?;
            let current = Zeroizing::new(take(&mut message.current));
            let password = Zeroizing::new(take(&mut message.password));
            let mut token =
                self.identity.change_password(&session, &door(&caller), current, password).await?;
            let mut reply = ChangePasswordReply::default();
            reply.token = take(&mut *token);
            Ok(reply)
        };
        answer("ChangePassword", request, work).await
    }

    async fn change_email(
        &self,
        request: Request<ChangeEmailRequest>,
    ) -> Result<Response<ChangeEmailReply>, Status> {
        let work = async |caller: Caller, mut message: ChangeEmailRequest| {
            let session = self.identity.any(caller.kind, caller.token()).await?;
            let password = Zeroizing::new(take(&mut message.password));
            self.identity.change_email(&session, &door(&caller), password, &message.email).await?;
            Ok(ChangeEmailReply {})
        };
        answer("ChangeEmail", request, work).await
    }

    async fn confirm_email(
        &self,
        request: Request<ConfirmEmailRequest>,
    ) -> Result<Response<ConfirmEmailReply>, Status> {
        let work = async |caller: Caller, message: ConfirmEmailRequest| {
            let session = self.identity.any(caller.kind, caller.token()).await?;
            self.identity.confirm_email(&session, &door(&caller), &message.code).await?;
            Ok(ConfirmEmailReply {})
        };
        answer("ConfirmEmail", request, work).await
    }

    async fn cancel_email(
        &self,
        request: Request<CancelEmailRequest>,
    ) -> Result<Response<CancelEmailReply>, Status> {
        let work = async |caller: Caller, _| {
            let session = self.identity.any(caller.kind, caller.token()).await?;
            self.identity.cancel_email(&session).await?;
            Ok(CancelEmailReply {})
        };
        answer("CancelEmail", request, work).await
    }
}
