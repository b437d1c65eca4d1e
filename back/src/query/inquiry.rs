//! Everything that one page is asked for at once: its rows, what its filters offer, the numbers of its chart.

use vantail_shared::failure::Failure;

use super::{
    access::Whom,
    answer::{Answer, Row},
    asked::Asked,
    build::Select,
    cache::Beginning,
    chart::Points,
    choices::Choices,
    coverage::Coverage,
    layout::{Layout, Listing},
    listing::{Part, Query},
    papers::Papers,
    rows::PageRows,
    statement::Prepared,
    together,
};
use crate::map::{Content, Page};

/// What a page is about, for one person.
#[derive(Debug, Clone)]
pub(crate) enum Subject<'a> {
    /// Rows of a table.
    Rows(PageRows<'a>),
    /// Documents.
    Papers(Papers<'a>),
    /// Which documents are there.
    Coverage(Coverage<'a>),
}

/// A page as it is asked for once.
#[derive(Debug, Clone)]
pub(crate) struct Inquiry<'a> {
    pub(crate) subject: Subject<'a>,
    pub(crate) asked: Asked,
    part: Part,
    /// Whether what stands beside the rows is wanted as well.
    whole: bool,
}

/// What came back.
#[derive(Debug, Clone)]
pub(crate) struct Told {
    pub(crate) listing: Listing,
    /// For each filter; empty for one of days.
    pub(crate) choices: Vec<Choices>,
    pub(crate) points: Option<Points>,
}

impl<'a> Subject<'a> {
    /// `None` when the page has no way to this kind of person.
    pub(crate) fn of(whom: Whom<'a>, page: &'a Page) -> Option<Self> {
        match &page.content {
            Content::Documents(_) => Papers::new(whom, page).map(Self::Papers),
            Content::Coverage(group) => Coverage::new(whom, page, group).map(Self::Coverage),
            _ => PageRows::new(whom, page).map(Self::Rows),
        }
    }

    /// For whom it is.
    pub(super) fn whom(&self) -> Whom<'a> {
        match self {
            Self::Rows(rows) => rows.whom,
            Self::Papers(papers) => papers.whom,
            Self::Coverage(coverage) => coverage.whom,
        }
    }

    fn page(&self) -> Option<&'a Page> {
        match self {
            Self::Rows(rows) => Some(rows.page()),
            Self::Papers(papers) => Some(papers.page()),
            Self::Coverage(coverage) => coverage.page(),
        }
    }

    fn layout(&self, asked: &Asked) -> Layout {
        match self {
            Self::Rows(rows) => rows.layout(asked),
            Self::Papers(papers) => papers.layout(),
            Self::Coverage(coverage) => coverage.layout(),
        }
    }

    fn query(&self, asked: &Asked) -> Query<'a> {
        match self {
            Self::Rows(rows) => rows.list(asked),
            Self::Papers(papers) => papers.list(asked),
            Self::Coverage(coverage) => coverage.list(),
        }
    }

    /// How many filters there are.
    fn filters(&self) -> usize {
        match self {
            Self::Rows(rows) => rows.filters(),
            Self::Papers(_) => Papers::FILTERS,
            Self::Coverage(_) => 0,
        }
    }

    /// Whether a filter offers choices.
    fn offers(&self, filter: usize) -> bool {
        match self {
            Self::Rows(rows) => rows.offers(filter),
            Self::Papers(_) => true,
            Self::Coverage(_) => false,
        }
    }

    fn is_drawn(&self) -> bool {
        matches!(self, Self::Rows(rows) if rows.is_drawn())
    }

    fn choices(&self, filter: usize, asked: &Asked) -> Option<Select> {
        match self {
            Self::Rows(rows) => rows.choices(filter, asked),
            Self::Papers(papers) => Some(papers.choices(filter, asked)),
            Self::Coverage(_) => None,
        }
    }

    fn chart(&self, asked: &Asked) -> Option<Select> {
        match self {
            Self::Rows(rows) => rows.chart(asked),
            Self::Papers(_) | Self::Coverage(_) => None,
        }
    }
}

impl<'a> Inquiry<'a> {
    /// A part of a page with everything around it.
    pub(crate) fn whole(subject: Subject<'a>, asked: Asked, part: Part) -> Self {
        Self { subject, asked, part, whole: true }
    }

    /// The rows alone.
    pub(crate) fn rows_alone(subject: Subject<'a>, asked: Asked, part: Part) -> Self {
        Self { whole: false, ..Self::whole(subject, asked, part) }
    }

    /// Whether what stands beside the rows was asked for as well.
    pub(crate) fn is_whole(&self) -> bool {
        self.whole
    }

    /// What stands for it among the questions that are asked over and over; `None` when it is none of those.
    pub(super) fn beginning(&self) -> Option<Beginning> {
        let plain = self.part.from.is_none() && self.asked.keeps_all() && self.part.is_usual();
        let page = self.subject.page().filter(|_| plain)?;
        let Self { asked, part, whole, .. } = self;
        Some(Beginning { page: page.id.value.clone(), sort: asked.sort, limit: part.limit, whole: *whole })
    }

    /// The person stands in the first select of a statement alone: without a row there, nothing of the answer is read.
    fn selects(&self, first: bool) -> Vec<Select> {
        let mut selects = vec![self.subject.query(&self.asked).select(&self.part, !first)];
        if self.whole {
            let filters = 0..self.subject.filters();
            selects.extend(filters.filter_map(|filter| self.subject.choices(filter, &self.asked)));
            selects.extend(self.subject.chart(&self.asked));
        }
        selects
    }

    /// How many selects there are.
    fn width(&self) -> usize {
        if !self.whole {
            return 1;
        }
        let offered = (0..self.subject.filters()).filter(|filter| self.subject.offers(*filter)).count();
        1 + offered + usize::from(self.subject.is_drawn())
    }

    /// Takes its own answers from the front; `None` when the person is gone.
    fn read<'r>(
        &self,
        first: bool,
        answers: &mut impl Iterator<Item = Vec<Row<'r>>>,
    ) -> Result<Option<Told>, Failure> {
        let mut next = || answers.next().unwrap_or_default();
        let layout = self.subject.layout(&self.asked);
        let listing = layout.read(self.subject.whom(), &self.part, !first, &next())?;
        let Some(listing) = listing else { return Ok(None) };
        let mut told = Told { listing, choices: Vec::new(), points: None };
        if !self.whole {
            return Ok(Some(told));
        }
        for filter in 0..self.subject.filters() {
            let offered = self.subject.offers(filter);
            told.choices.push(if offered { Choices::read(&next())? } else { Choices::default() });
        }
        if let Subject::Rows(rows) = &self.subject
            && rows.is_drawn()
        {
            told.points = Some(rows.read_chart(&next(), told.listing.balance)?);
        }
        Ok(Some(told))
    }
}

/// One statement for everything that several pages are asked for.
pub(super) fn statement(whom: Whom<'_>, inquiries: &[Inquiry<'_>]) -> Prepared {
    let schema = whom.map.schema();
    let each = inquiries.iter().enumerate();
    let mut selects: Vec<Select> = each.flat_map(|(at, inquiry)| inquiry.selects(at == 0)).collect();
    match selects.pop() {
        Some(only) if selects.is_empty() => Prepared::one(schema, only),
        last => {
            selects.extend(last);
            Prepared::together(schema, selects)
        }
    }
}

/// Reads the answer to [`statement`], one for each; `None` when the person is gone.
///
/// # Errors
/// The answer is to something else.
pub(crate) fn read(inquiries: &[Inquiry<'_>], answer: &Answer) -> Result<Option<Vec<Told>>, Failure> {
    let count = inquiries.iter().map(Inquiry::width).sum();
    let answers = if count == 1 { vec![answer.rows().collect()] } else { together::apart(count, answer)? };
    let mut answers = answers.into_iter();
    let each = inquiries.iter().enumerate();
    let told: Option<Vec<Told>> =
        each.map(|(at, inquiry)| inquiry.read(at == 0, &mut answers)).collect::<Result<_, _>>()?;
    let Some(mut told) = told else { return Ok(None) };
    if let Some((first, others)) = told.split_first_mut() {
        for other in others {
            other.listing.person.clone_from(&first.listing.person);
        }
    }
    Ok(Some(told))
}
