//! `vantail.portal.v1.Entry`

use std::mem::take;

use tonic::{Request, Response, Status, async_trait};
use vantail_proto::portal::{
    AdvanceReply, AskPasskeyReply, AskPasskeyRequest, ChoosePasswordRequest, Contact, CurrentReply,
    CurrentRequest, DoorsReply, DoorsRequest, EnrolReply, EnrolRequest, ForgotReply, ForgotRequest,
    GiveCodeRequest, GivePasskeyRequest, LeaveReply, LeaveRequest, ObjectReply, ObjectRequest,
    PasswordReason, Provider, SendCodeReply, SendCodeRequest, Step as Next, entry_server::Entry,
};
use vantail_shared::call::Language;
use zeroize::Zeroizing;

use super::answer::{Caller, answer};
use crate::{
    identity::{Browser, Current, Door, Identity, Opened, Reason, SessionId, Step},
    page::Pages,
};

/// The steps of a sign-in.
#[derive(Debug, Clone)]
pub struct EntryService {
    /// Knows who is calling.
    pub identity: Identity,
    /// Knows how the organisation is reached.
    pub pages: Pages,
}

/// Where a call comes in.
pub(super) fn door(caller: &Caller) -> Door {
    let browser = caller.call.browser.as_ref().and_then(|cookie| Browser::read(cookie));
    let call = &caller.call;
    let (client, language) = (call.client, call.language);
    let left = caller.token().and_then(SessionId::of_token);
    Door { kind: caller.kind, name: caller.front.clone(), client, browser, language, left }
}

/// A step as it crosses the wire.
pub(super) fn next(step: Step) -> Next {
    match step {
        Step::Done => Next::Done,
        Step::NewPassword(_) => Next::NewPassword,
        Step::EmailCode => Next::EmailCode,
        Step::NoEmail => Next::NoEmail,
        Step::SecondFactor => Next::SecondFactor,
        Step::Enrol => Next::Enrol,
    }
}

fn reason(step: Step) -> PasswordReason {
    match step {
        Step::NewPassword(Reason::Initial) => PasswordReason::Initial,
        Step::NewPassword(Reason::Forgotten) => PasswordReason::Forgotten,
        Step::NewPassword(Reason::Rules) => PasswordReason::Rules,
        Step::NewPassword(Reason::Expired) => PasswordReason::Expired,
        _ => PasswordReason::Unspecified,
    }
}

/// Where a sign-in stands, as it crosses the wire.
pub(super) fn advance(mut opened: Opened) -> AdvanceReply {
    // The message wipes it; the buffers of the connection, which tonic owns, cannot be wiped.
    let mut reply = AdvanceReply::default();
    reply.set_next(next(opened.next));
    reply.token = take(&mut *opened.token);
    reply.browser = opened.browser.map(|mut cookie| take(&mut *cookie)).unwrap_or_default();
    opened.language.map_or("", Language::code).clone_into(&mut reply.language);
    (reply.terms_due, reply.look) = (opened.terms_due, opened.look);
    reply.recovery_codes = opened.recovery.into_iter().map(|mut code| take(&mut *code)).collect();
    reply
}

impl EntryService {
    fn current_reply(&self, current: Current, language: Language) -> CurrentReply {
        let mut reply = CurrentReply {
            rules: current.rules,
            address: current.address,
            resend_seconds: current.resend_seconds,
            code_unsent: current.code_unsent,
            code_seconds: current.code_seconds,
            language: current.language.map_or("", Language::code).to_owned(),
            login: current.login,
            totp: current.factors.totp,
            passkey: current.factors.passkeys > 0,
            recovery: current.factors.recovery > 0,
            ..CurrentReply::default()
        };
        reply.set_step(next(current.step));
        reply.set_reason(reason(current.step));
        let legal = self.pages.legal(language);
        reply.contact = legal.controller.map(|controller| Contact {
            name: controller.name,
            email: controller.email,
            phone: controller.phone,
        });
        reply
    }
}

#[async_trait]
impl Entry for EntryService {
    async fn doors(&self, request: Request<DoorsRequest>) -> Result<Response<DoorsReply>, Status> {
        let work = async |caller: Caller, _| {
            let passkeys = self.identity.takes_passkeys(caller.kind);
            let providers = self.identity.providers(caller.kind, caller.call.language);
            let providers = providers.into_iter().map(|(id, title)| Provider { id, title });
            Ok(DoorsReply { providers: providers.collect(), forgot: self.identity.sends_mail(), passkeys })
        };
        answer("Doors", request, work).await
    }

    async fn forgot(&self, request: Request<ForgotRequest>) -> Result<Response<ForgotReply>, Status> {
        let work = async |caller: Caller, message: ForgotRequest| {
            let mut token = self.identity.forgot(&door(&caller), &message.login, &message.device).await?;
            let mut reply = ForgotReply::default();
            reply.token = take(&mut *token);
            Ok(reply)
        };
        answer("Forgot", request, work).await
    }

    async fn current(&self, request: Request<CurrentRequest>) -> Result<Response<CurrentReply>, Status> {
        let work = async |caller: Caller, _| {
            let current = self.identity.current(&door(&caller), caller.token()).await?;
            Ok(self.current_reply(current, caller.call.language))
        };
        answer("Current", request, work).await
    }

    async fn send_code(&self, request: Request<SendCodeRequest>) -> Result<Response<SendCodeReply>, Status> {
        let work = async |caller: Caller, _| {
            let resend_seconds = self.identity.send_code(&door(&caller), caller.token()).await?;
            Ok(SendCodeReply { resend_seconds })
        };
        answer("SendCode", request, work).await
    }

    async fn give_code(&self, request: Request<GiveCodeRequest>) -> Result<Response<AdvanceReply>, Status> {
        let work = async |caller: Caller, message: GiveCodeRequest| {
            Ok(advance(self.identity.give_code(&door(&caller), caller.token(), &message.code).await?))
        };
        answer("GiveCode", request, work).await
    }

    async fn choose_password(
        &self,
        request: Request<ChoosePasswordRequest>,
    ) -> Result<Response<AdvanceReply>, Status> {
        let work = async |caller: Caller, mut message: ChoosePasswordRequest| {
            let password = Zeroizing::new(take(&mut message.password));
            Ok(advance(self.identity.choose_password(&door(&caller), caller.token(), password).await?))
        };
        answer("ChoosePassword", request, work).await
    }

    async fn enrol(&self, request: Request<EnrolRequest>) -> Result<Response<EnrolReply>, Status> {
        let work = async |caller: Caller, _| {
            let mut begun = self.identity.enrol(&door(&caller), caller.token()).await?;
            Ok(EnrolReply { secret: take(&mut *begun.secret), qr: take(&mut *begun.qr) })
        };
        answer("Enrol", request, work).await
    }

    async fn ask_passkey(
        &self,
        request: Request<AskPasskeyRequest>,
    ) -> Result<Response<AskPasskeyReply>, Status> {
        let work = async |caller: Caller, _| {
            let mut asked = self.identity.passkey_question(&door(&caller), caller.token()).await?;
            let mut reply = AskPasskeyReply::default();
            (reply.options, reply.token) = (asked.options, take(&mut *asked.token));
            Ok(reply)
        };
        answer("AskPasskey", request, work).await
    }

    async fn give_passkey(
        &self,
        request: Request<GivePasskeyRequest>,
    ) -> Result<Response<AdvanceReply>, Status> {
        let work = async |caller: Caller, message: GivePasskeyRequest| {
            let GivePasskeyRequest { credential, device, holder } = &message;
            let (door, identity) = (door(&caller), &self.identity);
            let opened = if holder.is_empty() {
                identity.passkey_factor(&door, caller.token(), credential).await?
            } else {
                identity.passkey_entry(&door, holder, credential, device).await?
            };
            Ok(advance(opened))
        };
        answer("GivePasskey", request, work).await
    }

    async fn leave(&self, request: Request<LeaveRequest>) -> Result<Response<LeaveReply>, Status> {
        let work = async |caller: Caller, _| {
            self.identity.leave(caller.token()).await?;
            Ok(LeaveReply {})
        };
        answer("Leave", request, work).await
    }

    async fn object(&self, request: Request<ObjectRequest>) -> Result<Response<ObjectReply>, Status> {
        let work = async |caller: Caller, message: ObjectRequest| {
            self.identity.object(&door(&caller), &message.code).await?;
            Ok(ObjectReply {})
        };
        answer("Object", request, work).await
    }
}
