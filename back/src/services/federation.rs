//! `vantail.portal.v1.Federation`

use std::mem::take;

use tonic::{Request, Response, Status, async_trait};
use vantail_proto::portal::{
    AdvanceReply, BeginFederationReply, BeginFederationRequest, FinishFederationRequest,
    LinkFederationRequest, LinkedProvider, ReturnFederationReply, ReturnFederationRequest,
    UnlinkFederationReply, UnlinkFederationRequest, federation_server::Federation,
};
use vantail_shared::{call::Language, failure::Failure};
use zeroize::Zeroizing;

use super::{
    answer::answer,
    entry::{advance, door},
};
use crate::{
    identity::{AnySession, Begun, Identity, Linked},
    services::answer::Caller,
};

/// Sign-in at providers.
#[derive(Debug, Clone)]
pub struct FederationService {
    /// Knows who is calling, and the providers.
    pub identity: Identity,
}

fn begun(mut begun: Begun) -> BeginFederationReply {
    let mut reply = BeginFederationReply::default();
    (reply.url, reply.token) = (begun.url, take(&mut *begun.token));
    reply
}

/// The providers that are offered to an account.
pub(super) async fn providers(
    identity: &Identity,
    session: &AnySession,
    language: Language,
) -> Result<Vec<LinkedProvider>, Failure> {
    let linked = identity.linked_providers(session, language).await?.into_iter();
    let message = |Linked { id, title, since }| LinkedProvider { id, title, linked: since.is_some(), since };
    Ok(linked.map(message).collect())
}

#[async_trait]
impl Federation for FederationService {
    async fn begin(
        &self,
        request: Request<BeginFederationRequest>,
    ) -> Result<Response<BeginFederationReply>, Status> {
        let work = async |caller: Caller, message: BeginFederationRequest| {
            Ok(begun(self.identity.begin_federation(&door(&caller), &message.provider).await?))
        };
        answer("Federation.Begin", request, work).await
    }

    async fn r#return(
        &self,
        request: Request<ReturnFederationRequest>,
    ) -> Result<Response<ReturnFederationReply>, Status> {
        let work = async |_: Caller, message: ReturnFederationRequest| {
            let ReturnFederationRequest { state, code, error, issuer } = &message;
            let mut ticket = self.identity.return_federation(state, code, error, issuer).await?;
            let mut reply = ReturnFederationReply::default();
            reply.ticket = take(&mut *ticket);
            Ok(reply)
        };
        answer("Federation.Return", request, work).await
    }

    async fn finish(
        &self,
        request: Request<FinishFederationRequest>,
    ) -> Result<Response<AdvanceReply>, Status> {
        let work = async |caller: Caller, message: FinishFederationRequest| {
            let FinishFederationRequest { device, ticket, holder } = &message;
            let (door, secrets) = (door(&caller), (holder.as_str(), ticket.as_str()));
            let opened = self.identity.finish_federation(&door, caller.token(), secrets, device).await?;
            Ok(advance(opened))
        };
        answer("Federation.Finish", request, work).await
    }

    async fn link(
        &self,
        request: Request<LinkFederationRequest>,
    ) -> Result<Response<BeginFederationReply>, Status> {
        let work = async |caller: Caller, mut message: LinkFederationRequest| {
            let session = self.identity.any(caller.kind, caller.token()).await?;
            let password = Zeroizing::new(take(&mut message.password));
            Ok(begun(self.identity.link(&door(&caller), &session, &message.provider, password).await?))
        };
        answer("Federation.Link", request, work).await
    }

    async fn unlink(
        &self,
        request: Request<UnlinkFederationRequest>,
    ) -> Result<Response<UnlinkFederationReply>, Status> {
        let work = async |caller: Caller, mut message: UnlinkFederationRequest| {
            let session = self.identity.any(caller.kind, caller.token()).await?;
            let password = Zeroizing::new(take(&mut message.password));
            self.identity.unlink(&door(&caller), &session, &message.provider, password).await?;
            Ok(UnlinkFederationReply {})
        };
        answer("Federation.Unlink", request, work).await
    }
}
