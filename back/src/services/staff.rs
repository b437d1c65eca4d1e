//! `vantail.staff.v1.Staff`

use tonic::{Request, Response, Status, async_trait};
use vantail_proto::staff::{
    CoverageReply, CoverageRequest, KindCount, OverviewReply, OverviewRequest, staff_server::Staff,
};
use vantail_shared::call::Language;

use super::answer::{Caller, answer, language_of};
use crate::{identity::Identity, page::Pages};

/// The work of the organisation's own people.
#[derive(Debug, Clone)]
pub struct StaffService {
    /// Knows who is calling.
    pub identity: Identity,
    /// Counts the persons.
    pub pages: Pages,
}

#[async_trait]
impl Staff for StaffService {
    async fn overview(&self, request: Request<OverviewRequest>) -> Result<Response<OverviewReply>, Status> {
        let work = async |caller: Caller, _| {
            let session = self.identity.staff(caller.kind, caller.token()).await?;
            let language = language_of(session.language(), &caller);
            let counts = self.identity.counts().await?;
            let mut kinds = Vec::new();
            for (kind, title) in self.pages.kinds(language) {
                let accounts = counts.kinds.iter().find(|count| count.kind == kind);
                kinds.push(KindCount {
                    title,
                    persons: self.pages.person_count(&kind).await?,
                    accounts: accounts.map_or(0, |count| count.accounts),
                    disabled: accounts.map_or(0, |count| count.disabled),
                });
            }
            Ok(OverviewReply {
                person: session.name().to_owned(),
                language: session.language().map_or("", Language::code).to_owned(),
                kinds,
                open_sessions: counts.open_sessions,
                undelivered: counts.undelivered,
            })
        };
        answer("Overview", request, work).await
    }

    async fn coverage(&self, request: Request<CoverageRequest>) -> Result<Response<CoverageReply>, Status> {
        let work = async |caller: Caller, message: CoverageRequest| {
            let session = self.identity.staff(caller.kind, caller.token()).await?;
            let language = language_of(session.language(), &caller);
            let covered = self.pages.covered_for_staff(&session, language, &message.handle).await?;
            Ok(CoverageReply {
                person: session.name().to_owned(),
                language: session.language().map_or("", Language::code).to_owned(),
                ..covered
            })
        };
        answer("Coverage", request, work).await
    }
}
