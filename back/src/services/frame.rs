//! What stands around every page of somebody who is signed in.

use vantail_proto::portal::Frame;
use vantail_shared::{call::Language, failure::Failure};

use crate::{identity::AnySession, page::Pages};

/// The frame, and the e-mail address that the business database has. To those whom terms hold it names no page that would
/// lead them back to the terms.
pub(super) async fn of(
    pages: &Pages,
    session: &AnySession,
    language: Language,
) -> Result<(Frame, String), Failure> {
    match session {
        AnySession::Person(person) => {
            let mut frame = pages.frame(person, language).await?;
            if session.held() {
                frame.menu.clear();
                (frame.searchable, frame.held) = (false, true);
            }
            Ok((frame, pages.account_email(person).await?))
        }
        AnySession::Staff(staff) => {
            let kept = staff.language().map_or("", Language::code);
            let (person, language, held) = (staff.name().to_owned(), kept.to_owned(), session.held());
            let frame = Frame { person, language, held, ..Frame::default() };
            Ok((frame, String::new()))
        }
    }
}
