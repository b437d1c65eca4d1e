//! Documents as messages: what each is called, whether its file is there, whether it is new to the person.

use vantail_proto::portal::Document;
use vantail_shared::failure::Failure;

use super::{Pages, Viewer, source, words};
use crate::{
    document::{DocumentSource, MediaType, Presence},
    handle::Action,
    map::{Category, DocumentSet},
    query::{DocumentRow, Line, Papers},
};

impl Pages {
    pub(super) async fn documents(
        &self,
        viewer: Viewer<'_>,
        papers: &Papers<'_>,
        lines: Vec<Line>,
    ) -> Result<Vec<Document>, Failure> {
        let sets = &papers.sets;
        let mut rows = Vec::with_capacity(lines.len());
        for line in lines {
            rows.push(DocumentRow::read(sets, line)?);
        }
        let unread = self.unread(viewer, sets, &rows).await?;
        let presences = self.presences(sets, &rows).await;
        let documents = rows.into_iter().zip(presences).zip(unread);
        documents
            .map(|((row, presence), unread)| {
                let set = sets[row.set];
                Ok(Document { unread, ..self.document_of(viewer, set, row, presence)? })
            })
            .collect()
    }

    /// Which of them are of the last weeks and were not opened yet. The store is asked only when one is of the last weeks.
    async fn unread(
        &self,
        viewer: Viewer<'_>,
        sets: &[&DocumentSet],
        rows: &[DocumentRow],
    ) -> Result<Vec<bool>, Failure> {
        let recent: Vec<bool> = rows.iter().map(|row| self.opened.is_recent(&row.date)).collect();
        if !recent.contains(&true) {
            return Ok(recent);
        }
        let opened = self.opened.of(viewer.session.account()).await?;
        let of = |row: &DocumentRow| self.opened.fingerprint(&sets[row.set].id, &row.key);
        let unread = rows.iter().zip(recent).map(|(row, recent)| recent && !opened.contains(&of(row)));
        Ok(unread.collect())
    }

    fn document_of(
        &self,
        viewer: Viewer<'_>,
        set: &DocumentSet,
        row: DocumentRow,
        presence: Presence,
    ) -> Result<Document, Failure> {
        let media = source::of(set, &row.key, &row).map(|source| MediaType::of_document(&source));
        let name: Vec<String> = std::iter::once(set.id.value.clone()).chain(row.key).collect();
        let category = match &set.category {
            Some(Category::Words(words)) => words.of(viewer.language).clone(),
            _ => words::of(&set.words, viewer.language, &row.category).to_owned(),
        };
        Ok(Document {
            handle: self
                .handles
                .seal(viewer.session.id(), Action::Document, &name)
                .map_err(Failure::internal)?,
            title: row.title,
            category,
            date: row.date,
            size: if let Presence::Bytes(size) = presence { Some(size) } else { None },
            media_type: media.map(|media| media.name.to_owned()).unwrap_or_default(),
            unread: false,
            store_away: presence == Presence::Unknown,
        })
    }

    /// What is there of each document: by its column, or by what its store says.
    async fn presences(&self, sets: &[&DocumentSet], rows: &[DocumentRow]) -> Vec<Presence> {
        let mut presences = Vec::with_capacity(rows.len());
        let (mut places, mut asked) = (Vec::new(), Vec::new());
        for (at, row) in rows.iter().enumerate() {
            presences.push(row.size.map_or(Presence::Missing, Presence::Bytes));
            match source::of(sets[row.set], &row.key, row) {
                // What the database holds itself, it has counted.
                None | Some(DocumentSource::Blob { .. }) => {}
                Some(_) if row.size.is_some() => {}
                Some(source) => {
                    places.push(at);
                    asked.push(source);
                }
            }
        }
        if !asked.is_empty() {
            for (at, seen) in places.into_iter().zip(self.roots.presences(&asked).await) {
                presences[at] = seen;
            }
        }
        presences
    }
}
