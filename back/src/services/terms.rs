//! `vantail.portal.v1.Terms`

use time::Date;
use tonic::{Request, Response, Status, async_trait};
use vantail_proto::portal::{
    AnswerTermsReply, AnswerTermsRequest, ShowTermsReply, ShowTermsRequest, TermsText, terms_server::Terms,
};
use vantail_shared::call::Language;

use super::{
    answer::{Caller, answer, language_of},
    frame,
};
use crate::{
    identity::Identity,
    page::Pages,
    terms::{Due, Shown, Standing, Terms as Texts},
};

/// Terms of use and undertakings: shown, seen, answered.
#[derive(Debug, Clone)]
pub struct TermsService {
    /// Knows who is calling.
    pub identity: Identity,
    /// Makes the frame.
    pub pages: Pages,
    /// Knows what has to be answered.
    pub terms: Texts,
}

#[async_trait]
impl Terms for TermsService {
    async fn show(&self, request: Request<ShowTermsRequest>) -> Result<Response<ShowTermsReply>, Status> {
        let work = async |caller: Caller, _| {
            let session = self.identity.any(caller.kind, caller.token()).await?;
            let language = language_of(session.language(), &caller);
            let (frame, _) = frame::of(&self.pages, &session, language).await?;
            let shown = self.terms.show(&session).await?;
            Ok(ShowTermsReply {
                frame: Some(frame),
                terms: shown.into_iter().map(|shown| text(shown, language)).collect(),
            })
        };
        answer("ShowTerms", request, work).await
    }

    async fn answer(
        &self,
        request: Request<AnswerTermsRequest>,
    ) -> Result<Response<AnswerTermsReply>, Status> {
        let work = async |caller: Caller, message: AnswerTermsRequest| {
            let session = self.identity.any(caller.kind, caller.token()).await?;
            let AnswerTermsRequest { id, version, accept } = message;
            let due = self.terms.answer(&session, &caller.front, &id, &version, accept).await?;
            Ok(AnswerTermsReply { terms_due: due != Due::None })
        };
        answer("AnswerTerms", request, work).await
    }
}

fn text(shown: Shown, language: Language) -> TermsText {
    let Shown { text, standing, seen, accepted, refused } = shown;
    let asked = text.accept && standing != Standing::Settled;
    // Of a day that is past nothing is said.
    let may_wait = asked && standing != Standing::Held;
    TermsText {
        title: text.title.of(language).clone(),
        paragraphs: text.paragraphs.of(language).clone(),
        effective: text.effective.to_string(),
        until: day(Some(text.until()).filter(|_| may_wait)),
        asked,
        announced: standing == Standing::Announced,
        seen: day(seen),
        accepted: day(accepted),
        refused: day(refused),
        undertaking: text.undertaking,
        id: text.id.value,
        version: text.version.value,
    }
}

/// In ISO 8601; empty for none.
fn day(day: Option<Date>) -> String {
    day.as_ref().map(Date::to_string).unwrap_or_default()
}
