//! Pages: what the portal shows, to whom, and how.

use std::str::FromStr;

use vantail_shared::config::{Section, Spot};

use super::{Links, Money, OrderBy, PerLanguage, ShownColumn, TableName, kind};

/// A page of the portal.
#[derive(Debug, Clone)]
pub struct Page {
    /// Its name, which is its path: `/p/<id>`.
    pub id: Spot<String>,
    /// Its title, also in the menu.
    pub title: PerLanguage<String>,
    /// A sentence above the content.
    pub intro: Option<PerLanguage<String>>,
    /// The kinds of person that see it.
    pub kinds: Vec<Spot<String>>,
    /// What it shows.
    pub content: Content,
}

/// What a page shows.
#[derive(Debug, Clone)]
pub enum Content {
    /// Rows as fields: mostly one.
    Record(Rows),
    /// Rows with a running balance.
    Statement(Rows, Ledger),
    /// Rows as a table.
    List(Rows),
    /// Files of these sets.
    Documents(Vec<Spot<String>>),
}

/// Where rows stand.
#[derive(Debug, Clone)]
pub struct Source {
    /// The table or view.
    pub table: Spot<TableName>,
    /// How a row leads to its person.
    pub links: Links,
}

/// Rows of one table.
#[derive(Debug, Clone)]
pub struct Rows {
    /// Where they stand.
    pub source: Source,
    /// The columns shown.
    pub columns: Vec<ShownColumn>,
    /// Their order.
    pub order: Vec<Spot<OrderBy>>,
}

/// What makes the balance of a statement.
#[derive(Debug, Clone)]
pub struct Ledger {
    /// Where a line's amount stands.
    pub amount: Amount,
    /// What it is in.
    pub money: Money,
    /// What a positive balance means.
    pub sense: Sense,
}

/// Where the amount of a line stands.
#[derive(Debug, Clone)]
pub enum Amount {
    /// One column with its sign.
    Signed(Spot<String>),
    /// Two columns: the amount is debit minus credit.
    Split {
        /// The column of debits.
        debit: Spot<String>,
        /// The column of credits.
        credit: Spot<String>,
    },
}

/// What a positive balance means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sense {
    /// The person owes it.
    PositiveIsDue,
    /// The person has it.
    PositiveIsCredit,
}

impl FromStr for Sense {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        match text {
            "positive-is-due" => Ok(Self::PositiveIsDue),
            "positive-is-credit" => Ok(Self::PositiveIsCredit),
            _ => Err(()),
        }
    }
}

impl Page {
    pub(super) fn read(id: Spot<String>, section: Section<'_>) -> Option<Self> {
        let title = PerLanguage::<String>::required(&section, "title");
        let intro = PerLanguage::<String>::optional(&section, "intro");
        let kinds = section.texts("for");
        if kinds.is_empty() {
            section.missing("for", "for = [\"...\"], the kinds of person that see this page");
        }
        let known = "\"record\", \"statement\", \"list\" or \"documents\"";
        let content =
            section.required_text("presentation", &format!("presentation = {known}")).and_then(|name| {
                match name.as_str() {
                    "record" => Rows::read(&section).map(Content::Record),
                    "list" => Rows::read(&section).map(Content::List),
                    "statement" => {
                        let (rows, ledger) = (Rows::read(&section), Ledger::read(&section));
                        Some(Content::Statement(rows?, ledger?))
                    }
                    "documents" => sets(&section).map(Content::Documents),
                    other => {
                        section.fault(
                            &name.at,
                            "presentation",
                            &format!("is {other:?}"),
                            format!("write {known}"),
                        );
                        // The other keys depend on the presentation: nothing can be said about them.
                        let _ = section.entries();
                        None
                    }
                }
            });
        section.close();
        Some(Self { id, title: title?, intro, kinds, content: content? })
    }

    /// Whether a kind of person sees this page.
    pub fn is_for(&self, kind: &str) -> bool {
        self.kinds.iter().any(|id| id.value == kind)
    }
}

impl Source {
    pub(super) fn read(section: &Section<'_>) -> Option<Self> {
        let (table, links) = (kind::table(section), Links::read(section));
        Some(Self { table: table?, links })
    }
}

impl Rows {
    fn read(section: &Section<'_>) -> Option<Self> {
        let source = Source::read(section);
        let order = OrderBy::read(section);
        if !section.has("order") {
            section.missing("order", "order = [\"-date\", \"-id\"], ending with the key");
        }
        if !section.has("columns") {
            section.missing(
                "columns",
                "columns = [{ column = \"...\", title = { fr = \"...\", en = \"...\" } }]",
            );
        }
        let columns = section.list_of_sections("columns").into_iter().filter_map(ShownColumn::read).collect();
        Some(Self { source: source?, columns, order })
    }
}

impl Ledger {
    fn read(section: &Section<'_>) -> Option<Self> {
        let amount = section.required_section("amount").and_then(|amount| {
            let money = Money::read(&amount);
            let columns = if amount.has("debit") || amount.has("credit") {
                let debit = amount.required_text("debit", "debit = \"...\", a column");
                let credit = amount.required_text("credit", "credit = \"...\", a column");
                debit.zip(credit).map(|(debit, credit)| Amount::Split { debit, credit })
            } else {
                amount.required_text("column", "column = \"...\", or debit and credit").map(Amount::Signed)
            };
            amount.close();
            columns.zip(money)
        });
        let known = "\"positive-is-due\" or \"positive-is-credit\"";
        section.required_text("sense", &format!("sense = {known}"));
        let sense = section.parsed("sense", known);
        let (amount, money) = amount?;
        Some(Self { amount, money, sense: sense?.value })
    }
}

fn sets(section: &Section<'_>) -> Option<Vec<Spot<String>>> {
    let sets = section.texts("documents");
    if sets.is_empty() {
        section.missing("documents", "documents = [\"...\"], names of sets of documents");
    }
    (!sets.is_empty()).then_some(sets)
}
