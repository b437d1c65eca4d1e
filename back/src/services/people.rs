//! `vantail.staff.v1.People`

use tonic::{Request, Response, Status, async_trait};
use vantail_proto::staff::{
    DisableReply, DisableRequest, FindPeopleReply, FindPeopleRequest, InviteReply, InviteRequest,
    LetterReply, LetterRequest, ResetFactorsReply, ResetFactorsRequest, SearchPeopleReply,
    SearchPeopleRequest, SettleEmailReply, SettleEmailRequest, ShowPersonReply, ShowPersonRequest,
    people_server::People,
};
use vantail_shared::{call::Language, failure::Failure};

use super::answer::{Caller, answer, language_of};
use crate::{
    desk::{Clerk, Desk},
    identity::{Identity, StaffSession},
};

/// The accounts of persons, as staff see and mend them.
#[derive(Debug, Clone)]
pub struct PeopleService {
    /// Knows who is calling.
    pub identity: Identity,
    /// Does the work.
    pub desk: Desk,
}

impl PeopleService {
    async fn staff(&self, caller: &Caller) -> Result<StaffSession, Failure> {
        self.identity.staff(caller.kind, caller.token()).await
    }
}

fn clerk<'a>(session: &'a StaffSession, caller: &'a Caller) -> Clerk<'a> {
    Clerk { session, front: &caller.front }
}

/// What surrounds every page of staff: the name and the language that was kept.
fn frame(session: &StaffSession) -> (String, String) {
    (session.name().to_owned(), session.language().map_or("", Language::code).to_owned())
}

#[async_trait]
impl People for PeopleService {
    async fn find(&self, request: Request<FindPeopleRequest>) -> Result<Response<FindPeopleReply>, Status> {
        let work = async |caller: Caller, asked: FindPeopleRequest| {
            let session = self.staff(&caller).await?;
            Ok(FindPeopleReply { handle: self.desk.find(&session, &asked.search, &asked.state)? })
        };
        answer("FindPeople", request, work).await
    }

    async fn search(
        &self,
        request: Request<SearchPeopleRequest>,
    ) -> Result<Response<SearchPeopleReply>, Status> {
        let work = async |caller: Caller, asked: SearchPeopleRequest| {
            let session = self.staff(&caller).await?;
            let spoken = language_of(session.language(), &caller);
            let found = self.desk.search(&session, spoken, &asked.handle).await?;
            let (person, language) = frame(&session);
            Ok(SearchPeopleReply { person, language, ..found })
        };
        answer("SearchPeople", request, work).await
    }

    async fn show(&self, request: Request<ShowPersonRequest>) -> Result<Response<ShowPersonReply>, Status> {
        let work = async |caller: Caller, asked: ShowPersonRequest| {
            let session = self.staff(&caller).await?;
            let spoken = language_of(session.language(), &caller);
            let shown = self.desk.show(&session, spoken, &asked.handle).await?;
            let (person, language) = frame(&session);
            Ok(ShowPersonReply { person, language, ..shown })
        };
        answer("ShowPerson", request, work).await
    }

    async fn invite(&self, request: Request<InviteRequest>) -> Result<Response<InviteReply>, Status> {
        let work = async |caller: Caller, asked: InviteRequest| {
            let session = self.staff(&caller).await?;
            self.desk.invite(clerk(&session, &caller), &asked.handle).await?;
            Ok(InviteReply {})
        };
        answer("Invite", request, work).await
    }

    async fn letter(&self, request: Request<LetterRequest>) -> Result<Response<LetterReply>, Status> {
        let work = async |caller: Caller, asked: LetterRequest| {
            let session = self.staff(&caller).await?;
            let pdf = self.desk.letter(clerk(&session, &caller), &asked.handle, asked.password).await?;
            Ok(LetterReply { pdf: pdf.into() })
        };
        answer("Letter", request, work).await
    }

    async fn disable(&self, request: Request<DisableRequest>) -> Result<Response<DisableReply>, Status> {
        let work = async |caller: Caller, asked: DisableRequest| {
            let session = self.staff(&caller).await?;
            self.desk.disable(clerk(&session, &caller), &asked.handle, asked.enable).await?;
            Ok(DisableReply {})
        };
        answer("Disable", request, work).await
    }

    async fn settle_email(
        &self,
        request: Request<SettleEmailRequest>,
    ) -> Result<Response<SettleEmailReply>, Status> {
        let work = async |caller: Caller, asked: SettleEmailRequest| {
            let session = self.staff(&caller).await?;
            self.desk.settle_email(clerk(&session, &caller), &asked.handle, &asked.email).await?;
            Ok(SettleEmailReply {})
        };
        answer("SettleEmail", request, work).await
    }

    async fn reset_factors(
        &self,
        request: Request<ResetFactorsRequest>,
    ) -> Result<Response<ResetFactorsReply>, Status> {
        let work = async |caller: Caller, asked: ResetFactorsRequest| {
            let session = self.staff(&caller).await?;
            self.desk.reset_factors(clerk(&session, &caller), &asked.handle).await?;
            Ok(ResetFactorsReply {})
        };
        answer("ResetFactors", request, work).await
    }
}
