//! `vantail.portal.v1.Portal`

use std::mem::take;

use tonic::{Request, Response, Status, async_trait};
use vantail_proto::portal::{
    AccountReply, AccountRequest, EndSessionReply, EndSessionRequest, FindReply, FindRequest, HomeReply,
    HomeRequest, LegalReply, LegalRequest, PageReply, PageRequest, SearchReply, SearchRequest, Session,
    SetLanguageReply, SetLanguageRequest, SignInReply, SignInRequest, SignOutReply, SignOutRequest,
    portal_server::Portal,
};
use vantail_shared::failure::{Code, Failure};
use zeroize::Zeroizing;

use super::{
    answer::{Caller, answer, confirmation, language_of},
    entry::{advance, door},
    federation::providers,
    frame,
};
use crate::{
    handle::{Action, Handles},
    identity::{AnySession, Identity, SessionId},
    page::Pages,
};

/// Pages, sign-in and the account of a signed-in person.
#[derive(Debug, Clone)]
pub struct PortalService {
    /// Knows who is calling.
    pub identity: Identity,
    /// Makes the pages.
    pub pages: Pages,
    /// Seals the names of sessions.
    pub handles: Handles,
}

impl PortalService {
    async fn any(&self, caller: &Caller) -> Result<AnySession, Failure> {
        self.identity.any(caller.kind, caller.token()).await
    }

    async fn sessions(&self, session: &AnySession) -> Result<Vec<Session>, Failure> {
        let mut sessions = Vec::new();
        for open in self.identity.sessions(session).await? {
            let handle = if open.current {
                String::new()
            } else {
                let row = [data_encoding::HEXLOWER.encode(open.id.as_bytes())];
                self.handles.seal(session.id(), Action::EndSession, &row).map_err(Failure::internal)?
            };
            sessions.push(Session {
                handle,
                device: open.device,
                opened: open.opened_seconds_ago,
                last_used: open.used_seconds_ago,
            });
        }
        Ok(sessions)
    }

    async fn end(&self, session: &AnySession, handle: &str) -> Result<u32, Failure> {
        if handle.is_empty() {
            return self.identity.end_other_sessions(session).await;
        }
        let row = self.handles.open(session.id(), Action::EndSession, handle);
        let named = row.and_then(|row| {
            let bytes = data_encoding::HEXLOWER.decode(row.first()?.as_bytes()).ok()?;
            SessionId::from_bytes(&bytes)
        });
        // A session that ended meanwhile is as good as one that is ended now.
        let which = named.ok_or_else(|| Failure::new(Code::NotFound))?;
        self.identity.end_session(session, &which).await
    }
}

#[async_trait]
impl Portal for PortalService {
    async fn sign_in(&self, request: Request<SignInRequest>) -> Result<Response<SignInReply>, Status> {
        let work = async |caller: Caller, mut message: SignInRequest| {
            let password = Zeroizing::new(take(&mut message.password));
            let opened =
                self.identity.sign_in(&door(&caller), &message.login, password, &message.device).await?;
            // The messages wipe what they hold; the buffers of the connection, which tonic owns, cannot be wiped.
            let mut advance = advance(opened);
            let mut reply = SignInReply::default();
            reply.set_next(advance.next());
            (reply.token, reply.browser) = (take(&mut advance.token), take(&mut advance.browser));
            (reply.language, reply.terms_due) = (take(&mut advance.language), advance.terms_due);
            Ok(reply)
        };
        answer("SignIn", request, work).await
    }

    async fn sign_out(&self, request: Request<SignOutRequest>) -> Result<Response<SignOutReply>, Status> {
        let work = async |caller: Caller, _| {
            let door = door(&caller);
            // First here: a provider that does not answer must not keep a session open.
            self.identity.sign_out(caller.token()).await?;
            let provider_url = self.identity.provider_sign_out(&door, caller.token()).await;
            Ok(SignOutReply { provider_url: provider_url.unwrap_or_default() })
        };
        answer("SignOut", request, work).await
    }

    async fn legal(&self, request: Request<LegalRequest>) -> Result<Response<LegalReply>, Status> {
        let work = async |caller: Caller, _| Ok(self.pages.legal(caller.call.language));
        answer("Legal", request, work).await
    }

    async fn home(&self, request: Request<HomeRequest>) -> Result<Response<HomeReply>, Status> {
        let work = async |caller: Caller, _| {
            let session = self.identity.person(caller.kind, caller.token()).await?;
            self.pages.home(&session, language_of(session.language(), &caller)).await
        };
        answer("Home", request, work).await
    }

    async fn page(&self, request: Request<PageRequest>) -> Result<Response<PageReply>, Status> {
        let work = async |caller: Caller, message: PageRequest| {
            let session = self.identity.person(caller.kind, caller.token()).await?;
            let language = language_of(session.language(), &caller);
            self.pages.page(&session, language, &message.page, &message.handle, message.rows).await
        };
        answer("Page", request, work).await
    }

    async fn find(&self, request: Request<FindRequest>) -> Result<Response<FindReply>, Status> {
        let work = async |caller: Caller, message: FindRequest| {
            let session = self.identity.person(caller.kind, caller.token()).await?;
            self.pages.find(&session, &message)
        };
        answer("Find", request, work).await
    }

    async fn search(&self, request: Request<SearchRequest>) -> Result<Response<SearchReply>, Status> {
        let work = async |caller: Caller, message: SearchRequest| {
            let session = self.identity.person(caller.kind, caller.token()).await?;
            let language = language_of(session.language(), &caller);
            self.pages.search(&session, language, &message.handle).await
        };
        answer("Search", request, work).await
    }

    async fn account(&self, request: Request<AccountRequest>) -> Result<Response<AccountReply>, Status> {
        let work = async |caller: Caller, _| {
            let session = self.any(&caller).await?;
            let language = language_of(session.language(), &caller);
            let (frame, kept) = frame::of(&self.pages, &session, language).await?;
            let rules = self.identity.rules(caller.kind);
            let known = self.identity.credentials(&session).await?;
            let (pending_email, pending_seconds) = known.pending.unwrap_or_default();
            Ok(AccountReply {
                frame: Some(frame),
                login: session.login().to_owned(),
                email: known.email.unwrap_or(kept),
                pending_email,
                pending_seconds,
                password_set: known.password_set,
                sessions: self.sessions(&session).await?,
                providers: providers(&self.identity, &session, language).await?,
                has_terms: self.identity.has_terms(&session),
                undelivered: known.undelivered,
                confirmation: confirmation(self.identity.confirmation(&session).await?).into(),
                second_factor: self.identity.factor_state(session.account()).await?.is_set_up(),
                idle_limit_seconds: u32::try_from(rules.idle_seconds).unwrap_or(u32::MAX),
                absolute_limit_seconds: u32::try_from(rules.absolute_seconds).unwrap_or(u32::MAX),
            })
        };
        answer("Account", request, work).await
    }

    async fn end_session(
        &self,
        request: Request<EndSessionRequest>,
    ) -> Result<Response<EndSessionReply>, Status> {
        let work = async |caller: Caller, message: EndSessionRequest| {
            let session = self.any(&caller).await?;
            Ok(EndSessionReply { ended: self.end(&session, &message.handle).await? })
        };
        answer("EndSession", request, work).await
    }

    async fn set_language(
        &self,
        request: Request<SetLanguageRequest>,
    ) -> Result<Response<SetLanguageReply>, Status> {
        let work = async |caller: Caller, message: SetLanguageRequest| {
            let session = self.any(&caller).await?;
            let language = message.language.parse().map_err(|()| Failure::new(Code::Invalid))?;
            self.identity.set_language(&session, language).await?;
            Ok(SetLanguageReply {})
        };
        answer("SetLanguage", request, work).await
    }
}
