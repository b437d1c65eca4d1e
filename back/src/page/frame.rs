//! What surrounds every page: the name and the menu.

use vantail_proto::portal::{Frame, MenuEntry, Presentation};

use super::{Pages, Viewer, controls::Questions};
use crate::{map::Content, query::PersonRow};

impl Pages {
    pub(super) fn frame_of(&self, viewer: Viewer<'_>, person: &PersonRow) -> Frame {
        let menu = self
            .map
            .pages_of(viewer.kind)
            .filter(|page| self.is_seen(viewer, page, person))
            .map(|page| MenuEntry {
                page: page.id.value.clone(),
                title: page.title.of(viewer.language).clone(),
                presentation: presentation(&page.content).into(),
            })
            .collect();
        // People without a name in the database are still greeted by something they know.
        let name = if person.name.is_empty() { viewer.session.login() } else { &person.name };
        let mut seen = self.map.pages_of(viewer.kind).filter(|page| self.is_seen(viewer, page, person));
        Frame {
            searchable: seen.any(|page| Questions::of(page, self.sets(page)).searchable),
            person: name.to_owned(),
            kind: viewer.kind.title.of(viewer.language).clone(),
            menu,
            language: viewer
                .session
                .language()
                .map(|language| language.code().to_owned())
                .unwrap_or_default(),
            held: false,
        }
    }
}

fn presentation(content: &Content) -> Presentation {
    match content {
        Content::Record(_) => Presentation::Record,
        Content::Statement(..) => Presentation::Statement,
        Content::List(_) => Presentation::List,
        Content::Cards(_) => Presentation::Cards,
        Content::Timeline(_) => Presentation::Timeline,
        Content::Documents(_) => Presentation::Documents,
        Content::Coverage(_) => Presentation::Coverage,
    }
}
