//! `vantail.portal.v1.Factors`

use std::mem::take;

use tonic::{Request, Response, Status, async_trait};
use vantail_proto::portal::{
    BeginPasskeyReply, BeginPasskeyRequest, BeginTotpReply, BeginTotpRequest, ConfirmTotpReply,
    ConfirmTotpRequest, FinishPasskeyReply, FinishPasskeyRequest, ListFactorsReply, ListFactorsRequest,
    Passkey, RemovePasskeyReply, RemovePasskeyRequest, RemoveTotpReply, RemoveTotpRequest,
    RenewRecoveryCodesReply, RenewRecoveryCodesRequest, factors_server::Factors,
};
use vantail_shared::failure::{Code, Failure};
use zeroize::Zeroizing;

use super::{
    answer::{Caller, answer, confirmation, language_of},
    entry::door,
    federation::providers,
    frame,
};
use crate::{
    handle::{Action, Handles},
    identity::{AnySession, Identity, OwnPasskey},
    page::Pages,
};

/// The second factors of a signed-in person.
#[derive(Debug, Clone)]
pub struct FactorsService {
    /// Knows who is calling.
    pub identity: Identity,
    /// Makes the frame around the page.
    pub pages: Pages,
    /// Seals the names of passkeys.
    pub handles: Handles,
}

impl FactorsService {
    async fn any(&self, caller: &Caller) -> Result<AnySession, Failure> {
        self.identity.any(caller.kind, caller.token()).await
    }

    fn passkey(&self, session: &AnySession, own: OwnPasskey) -> Result<Passkey, Failure> {
        let row = [data_encoding::HEXLOWER.encode(&own.id)];
        let handle = self.handles.seal(session.id(), Action::Passkey, &row).map_err(Failure::internal)?;
        Ok(Passkey { handle, name: own.name, created: own.created_seconds_ago, used: own.used_seconds_ago })
    }

    fn named(&self, session: &AnySession, handle: &str) -> Result<Vec<u8>, Failure> {
        let row = self.handles.open(session.id(), Action::Passkey, handle);
        let id = row.and_then(|row| data_encoding::HEXLOWER.decode(row.first()?.as_bytes()).ok());
        id.ok_or_else(|| Failure::new(Code::NotFound))
    }
}

/// For the message, which wipes nothing that it holds once it is sent.
fn shown(codes: Vec<Zeroizing<String>>) -> Vec<String> {
    codes.into_iter().map(|mut code| take(&mut *code)).collect()
}

fn secret(text: &mut String) -> Zeroizing<String> {
    Zeroizing::new(take(text))
}

#[async_trait]
impl Factors for FactorsService {
    async fn list(&self, request: Request<ListFactorsRequest>) -> Result<Response<ListFactorsReply>, Status> {
        let work = async |caller: Caller, _| {
            let session = self.any(&caller).await?;
            let language = language_of(session.language(), &caller);
            let list = self.identity.factors(&session).await?;
            let passkeys = list.passkeys.into_iter().map(|own| self.passkey(&session, own));
            let (pending_secret, pending_qr) = list
                .pending
                .map(|mut waiting| (take(&mut *waiting.secret), take(&mut *waiting.qr)))
                .unwrap_or_default();
            Ok(ListFactorsReply {
                frame: Some(frame::of(&self.pages, &session, language).await?.0),
                totp: list.totp,
                passkeys: passkeys.collect::<Result<_, _>>()?,
                recovery_codes: list.recovery,
                required: list.required,
                pending_secret,
                pending_qr,
                providers: providers(&self.identity, &session, language).await?,
                confirmation: confirmation(self.identity.confirmation(&session).await?).into(),
            })
        };
        answer("Factors.List", request, work).await
    }

    async fn begin_totp(
        &self,
        request: Request<BeginTotpRequest>,
    ) -> Result<Response<BeginTotpReply>, Status> {
        let work = async |caller: Caller, mut message: BeginTotpRequest| {
            let session = self.any(&caller).await?;
            let password = secret(&mut message.password);
            let mut begun = self.identity.begin_totp(&session, password, caller.call.client).await?;
            Ok(BeginTotpReply { secret: take(&mut *begun.secret), qr: take(&mut *begun.qr) })
        };
        answer("BeginTotp", request, work).await
    }

    async fn confirm_totp(
        &self,
        request: Request<ConfirmTotpRequest>,
    ) -> Result<Response<ConfirmTotpReply>, Status> {
        let work = async |caller: Caller, message: ConfirmTotpRequest| {
            let session = self.any(&caller).await?;
            let codes = self.identity.end_totp(&session, &message.code, &door(&caller)).await?;
            Ok(ConfirmTotpReply { recovery_codes: shown(codes) })
        };
        answer("ConfirmTotp", request, work).await
    }

    async fn remove_totp(
        &self,
        request: Request<RemoveTotpRequest>,
    ) -> Result<Response<RemoveTotpReply>, Status> {
        let work = async |caller: Caller, mut message: RemoveTotpRequest| {
            let session = self.any(&caller).await?;
            let password = secret(&mut message.password);
            self.identity.remove_totp(&session, password, &door(&caller)).await?;
            Ok(RemoveTotpReply {})
        };
        answer("RemoveTotp", request, work).await
    }

    async fn renew_recovery_codes(
        &self,
        request: Request<RenewRecoveryCodesRequest>,
    ) -> Result<Response<RenewRecoveryCodesReply>, Status> {
        let work = async |caller: Caller, mut message: RenewRecoveryCodesRequest| {
            let session = self.any(&caller).await?;
            let password = secret(&mut message.password);
            let codes = self.identity.renew_recovery(&session, password, &door(&caller)).await?;
            Ok(RenewRecoveryCodesReply { recovery_codes: shown(codes) })
        };
        answer("RenewRecoveryCodes", request, work).await
    }

    async fn begin_passkey(
        &self,
        request: Request<BeginPasskeyRequest>,
    ) -> Result<Response<BeginPasskeyReply>, Status> {
        let work = async |caller: Caller, mut message: BeginPasskeyRequest| {
            let session = self.any(&caller).await?;
            let password = secret(&mut message.password);
            let options = self.identity.begin_passkey(&session, password, caller.call.client).await?;
            Ok(BeginPasskeyReply { options })
        };
        answer("BeginPasskey", request, work).await
    }

    async fn finish_passkey(
        &self,
        request: Request<FinishPasskeyRequest>,
    ) -> Result<Response<FinishPasskeyReply>, Status> {
        let work = async |caller: Caller, message: FinishPasskeyRequest| {
            let session = self.any(&caller).await?;
            let codes = self
                .identity
                .end_passkey(&session, &door(&caller), &message.credential, &message.name)
                .await?;
            Ok(FinishPasskeyReply { recovery_codes: shown(codes) })
        };
        answer("FinishPasskey", request, work).await
    }

    async fn remove_passkey(
        &self,
        request: Request<RemovePasskeyRequest>,
    ) -> Result<Response<RemovePasskeyReply>, Status> {
        let work = async |caller: Caller, mut message: RemovePasskeyRequest| {
            let session = self.any(&caller).await?;
            let id = self.named(&session, &message.handle)?;
            let password = secret(&mut message.password);
            self.identity.remove_passkey(&session, &id, password, &door(&caller)).await?;
            Ok(RemovePasskeyReply {})
        };
        answer("RemovePasskey", request, work).await
    }
}
