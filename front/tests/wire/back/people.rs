//! The accounts of persons, by heart.

use tonic::{Request, Response, Status};
use vantail_proto::staff::{
    DisableReply, DisableRequest, FindPeopleReply, FindPeopleRequest, InviteReply, InviteRequest,
    LetterReply, LetterRequest, ResetFactorsReply, ResetFactorsRequest, SearchPeopleReply,
    SearchPeopleRequest, SettleEmailReply, SettleEmailRequest, ShowPersonReply, ShowPersonRequest,
    people_server::People,
};
use vantail_shared::failure::{Code, Failure};

use super::{super::sample, Back};

/// What the letters consist of.
pub const LETTER: &[u8] = b"%PDF-1.7 a letter";

impl Back {
    /// One act: noted, and refused by a person with whom it cannot be done.
    async fn act<T, R: Default>(
        &self,
        name: &'static str,
        request: &Request<T>,
        told: String,
    ) -> Result<Response<R>, Status> {
        self.enter(name, request, true).await?;
        let changed = told.contains("changed");
        *self.last_act.lock().expect("a whole lock") = told;
        if changed { Err(Failure::new(Code::Changed).to_status()) } else { Ok(Response::new(R::default())) }
    }
}

#[tonic::async_trait]
impl People for Back {
    async fn find(&self, request: Request<FindPeopleRequest>) -> Result<Response<FindPeopleReply>, Status> {
        let told = format!("find {} {}", request.get_ref().search, request.get_ref().state);
        *self.last_act.lock().expect("a whole lock") = told;
        self.enter("find_people", &request, true).await?;
        Ok(Response::new(FindPeopleReply { handle: "asked".to_owned() }))
    }

    async fn search(
        &self,
        request: Request<SearchPeopleRequest>,
    ) -> Result<Response<SearchPeopleReply>, Status> {
        let call = self.enter("search_people", &request, true).await?;
        let reply = sample::people::search(&request.get_ref().handle, call.language.code());
        reply.map(Response::new).ok_or_else(|| Failure::new(Code::NotFound).to_status())
    }

    async fn show(&self, request: Request<ShowPersonRequest>) -> Result<Response<ShowPersonReply>, Status> {
        let call = self.enter("show_person", &request, true).await?;
        let reply = sample::people::person(&request.get_ref().handle, call.language.code());
        reply.map(Response::new).ok_or_else(|| Failure::new(Code::NotFound).to_status())
    }

    async fn invite(&self, request: Request<InviteRequest>) -> Result<Response<InviteReply>, Status> {
        self.act("invite", &request, format!("invite {}", request.get_ref().handle)).await
    }

    async fn letter(&self, request: Request<LetterRequest>) -> Result<Response<LetterReply>, Status> {
        let LetterRequest { handle, password } = request.get_ref();
        let told = format!("letter {handle} {password}");
        let reply: Response<LetterReply> = self.act("letter", &request, told).await?;
        Ok(reply.map(|_| LetterReply { pdf: LETTER.into() }))
    }

    async fn disable(&self, request: Request<DisableRequest>) -> Result<Response<DisableReply>, Status> {
        let DisableRequest { handle, enable } = request.get_ref();
        self.act("disable", &request, format!("disable {handle} {enable}")).await
    }

    async fn settle_email(
        &self,
        request: Request<SettleEmailRequest>,
    ) -> Result<Response<SettleEmailReply>, Status> {
        let SettleEmailRequest { handle, email } = request.get_ref();
        if email == "nowhere" {
            return Err(Failure::new(Code::Invalid).to_status());
        }
        self.act("settle_email", &request, format!("email {handle} {email}")).await
    }

    async fn reset_factors(
        &self,
        request: Request<ResetFactorsRequest>,
    ) -> Result<Response<ResetFactorsReply>, Status> {
        self.act("reset_factors", &request, format!("factors {}", request.get_ref().handle)).await
    }
}
