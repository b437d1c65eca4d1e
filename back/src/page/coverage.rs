//! Which of the documents that must be there are, as messages.

use vantail_proto::{
    portal::{Coverage as Wire, Covered, Expected as WireExpected, Presence},
    staff::{CoverageReply, CoveredKind},
};
use vantail_shared::{
    call::Language,
    failure::{Code, Failure},
};

use super::{Pages, gone, part};
use crate::{
    identity::StaffSession,
    map::{Group, Period},
    query::{Coverage, Cursor, FoundFor, Line, Listing, Part, Whom},
};

impl Pages {
    pub(super) fn coverage(
        &self,
        language: Language,
        coverage: &Coverage<'_>,
        lines: Vec<Line>,
    ) -> Result<Wire, Failure> {
        Ok(Wire { groups: self.covered(language, coverage, lines)? })
    }

    /// All things with what is expected of them, for staff: the beginning of every group, or the part of one that a handle
    /// names.
    ///
    /// # Errors
    /// `NotFound` when the handle is not this session's, `Unavailable` when the database is away.
    pub async fn covered_for_staff(
        &self,
        session: &StaffSession,
        language: Language,
        handle: &str,
    ) -> Result<CoverageReply, Failure> {
        let (group, from) = if handle.is_empty() {
            (None, None)
        } else {
            let named = part::open_for_staff(&self.handles, session, handle);
            let (group, cursor) = named.ok_or_else(|| Failure::new(Code::NotFound))?;
            (Some(group), Some(cursor))
        };
        let mut reply = CoverageReply::default();
        for asked in
            self.expecting_groups().filter(|asked| group.as_ref().is_none_or(|id| *id == asked.id.value))
        {
            let (kind, listing) = self.covered_kind(language, asked, from.clone()).await?;
            reply.kinds.push(kind);
            for (handle, place) in [(&mut reply.newer, listing.newer), (&mut reply.older, listing.older)] {
                if let Some(cursor) = place
                    && handle.is_empty()
                {
                    *handle = part::seal_for_staff(&self.handles, session, &asked.id, &cursor)?;
                }
            }
        }
        Ok(reply)
    }

    async fn covered_kind(
        &self,
        language: Language,
        group: &Group,
        from: Option<Cursor>,
    ) -> Result<(CoveredKind, Listing), Failure> {
        // Whose things they are is not asked: any kind will do.
        let kind = self.map.kinds.first().ok_or_else(|| Failure::new(Code::NotFound))?;
        let coverage = Coverage::of_all(Whom::new(&self.map, kind, &[], self.today()), group);
        let (query, part) = (coverage.list(), Part { limit: Part::PAGE, from });
        let answer = self.business.read_one(query.statement(&part)).await?;
        let mut listing = query.read(&part, &answer)?.ok_or_else(gone)?;
        let lines = std::mem::take(&mut listing.lines);
        let kind = CoveredKind {
            title: group.title.of(language).clone(),
            total_rows: listing.count(),
            groups: self.covered(language, &coverage, lines)?,
        };
        Ok((kind, listing))
    }

    /// The groups that documents are expected of.
    fn expecting_groups(&self) -> impl Iterator<Item = &Group> {
        let expected = |group: &&Group| self.map.expected.iter().any(|of| of.group.value == group.id.value);
        self.map.groups.iter().filter(expected)
    }

    fn covered(
        &self,
        language: Language,
        coverage: &Coverage<'_>,
        lines: Vec<Line>,
    ) -> Result<Vec<Covered>, Failure> {
        let thing = |line| {
            let covered = coverage.read(line)?;
            let expected = covered.found.into_iter().map(|found| self.expected(language, found));
            Ok(Covered { title: covered.title, expected: expected.collect() })
        };
        lines.into_iter().map(thing).collect()
    }

    fn expected(&self, language: Language, found: FoundFor<'_>) -> WireExpected {
        let expected = found.expected;
        let newest = found.newest.unwrap_or_default();
        let presence = if found.count < u64::from(expected.count) {
            Presence::Missing
        } else if self.is_stale(expected.max_age.as_ref().map(|age| age.value), &newest) {
            Presence::Stale
        } else {
            Presence::Present
        };
        WireExpected {
            title: expected.title.of(language).clone(),
            basis: expected.basis.as_ref().map(|basis| basis.of(language).clone()).unwrap_or_default(),
            presence: presence.into(),
            newest,
            count: found.count,
            needed: expected.count,
        }
    }

    /// Whether a date is longer ago than this. A date that is none says nothing: somebody must look.
    fn is_stale(&self, age: Option<Period>, newest: &str) -> bool {
        let Some(age) = age else { return false };
        let format = time::macros::format_description!("[year]-[month]-[day]");
        let newest = newest.get(..10).and_then(|day| time::Date::parse(day, format).ok());
        newest.is_none_or(|newest| age.before(self.today()).is_some_and(|oldest| newest < oldest))
    }
}
