//! What stands around every page of somebody who is signed in.

use vantail_proto::portal::Frame;
use vantail_shared::{call::Language, failure::Failure};

use crate::{identity::AnySession, page::Pages};

/// The frame, and the e-mail address that the business database has.
pub(super) async fn of(
    pages: &Pages,
    session: &AnySession,
    language: Language,
) -> Result<(Frame, String), Failure> {
    match session {
        AnySession::Person(person) => {
            Ok((pages.frame(person, language).await?, pages.account_email(person).await?))
        }
        AnySession::Staff(staff) => {
            let kept = staff.language().map_or("", Language::code);
            let frame =
                Frame { person: staff.name().to_owned(), language: kept.to_owned(), ..Frame::default() };
            Ok((frame, String::new()))
        }
    }
}
