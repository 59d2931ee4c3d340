//! What a command hands over to be printed.

use serde::Serialize;
use serde_json::value::{RawValue, to_raw_value};

use super::Table;
use super::paint::{Paint, Tone};
use super::wrap::wrap;
use crate::error::{Error, Result};
use crate::model::{At, Hash, Label, Network};
use crate::present::{Cell, width};
use crate::theme::Scope;

/// The chain and the block that an answer was read at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Stamp {
    name: Label,
    genesis: Hash,
    spec_version: u32,
    block: u32,
}

impl Stamp {
    /// Of figures read from `network` at `at`.
    #[must_use]
    pub fn new(network: &Network, at: At) -> Self {
        Self {
            name: network.name.clone(),
            genesis: network.genesis,
            spec_version: network.spec_version,
            block: at.block,
        }
    }

    /// `dev, block 12`: where the figures under a heading are from.
    #[must_use]
    pub fn line(&self) -> String {
        format!("{}, block {}", self.name, self.block)
    }
}

/// Data for scripts and a page for people, of the same facts.
#[derive(Debug, Clone)]
pub struct Report {
    /// Where the figures are from; `None` for what no chain was asked for.
    pub network: Option<Stamp>,
    /// The envelope's `data`, written already so that its fields keep their order.
    pub data: Box<RawValue>,
    /// The same for people.
    pub page: Page,
    /// The rows that CSV consists of.
    pub(super) rows: Option<Box<RawValue>>,
    /// Why all this is no success.
    pub(super) fault: Option<Error>,
}

impl Report {
    /// Of `data`, which must serialise to an object.
    ///
    /// # Errors
    /// A fault in the type of `data`.
    pub fn new(data: &impl Serialize, page: Page) -> Result<Self> {
        Ok(Self { network: None, data: raw(data)?, page, rows: None, fault: None })
    }

    /// The same, read at `stamp`.
    #[must_use]
    pub fn at(mut self, stamp: Stamp) -> Self {
        self.network = Some(stamp);
        self
    }

    /// The same as a failure that has something to show all the same: its document says `"ok":false`
    /// and holds both the error and the data, and the process ends with the error's code.
    #[must_use]
    pub fn failing(mut self, fault: Option<Error>) -> Self {
        self.fault = fault;
        self
    }

    /// The same with one more part at the end of its data.
    ///
    /// # Errors
    /// A fault in the type of `value`.
    pub fn with(mut self, name: &str, value: &impl Serialize) -> Result<Self> {
        let fault = || Error::internal("the answer has no place for another part");
        let body = self.data.get().trim_end().strip_suffix('}').ok_or_else(fault)?;
        let comma = if body.trim_end().ends_with('{') { "" } else { "," };
        let name = raw(&name)?;
        let value = raw(value)?;
        let text = format!("{body}{comma}{}:{}}}", name.get(), value.get());
        self.data = RawValue::from_string(text).map_err(|_| fault())?;
        Ok(self)
    }

    /// The same with the rows that CSV shows.
    ///
    /// # Errors
    /// A fault in the type of `rows`.
    pub fn listing(mut self, rows: &[impl Serialize]) -> Result<Self> {
        self.rows = Some(raw(&rows)?);
        Ok(self)
    }
}

fn raw(data: &impl Serialize) -> Result<Box<RawValue>> {
    to_raw_value(data)
        .map_err(|error| Error::internal(format!("the answer has no JSON form: {error}")))
}

/// One part of a page.
#[derive(Debug, Clone)]
pub enum Block {
    /// Names what follows.
    Heading(String),
    /// A sentence.
    Line(Cell),
    /// Names and values, one per line.
    Fields(Vec<(String, Cell)>),
    /// Rows and columns.
    Table(Table),
    /// Text that is finished: no colour is added and nothing is cut.
    Finished(String),
}

/// Text for people, not yet laid out.
#[derive(Debug, Clone, Default)]
pub struct Page(Vec<Block>);

impl Page {
    /// Nothing yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// The same with a heading.
    #[must_use]
    pub fn heading(mut self, text: impl Into<String>) -> Self {
        self.0.push(Block::Heading(text.into()));
        self
    }

    /// The same with a sentence.
    #[must_use]
    pub fn line(self, text: impl Into<String>) -> Self {
        self.cell(Cell::new(text, Scope::Text))
    }

    /// The same with a sentence that matters less.
    #[must_use]
    pub fn note(self, text: impl Into<String>) -> Self {
        self.cell(Cell::new(text, Scope::TextDim))
    }

    /// The same with a line of that meaning.
    #[must_use]
    pub fn cell(mut self, cell: Cell) -> Self {
        self.0.push(Block::Line(cell));
        self
    }

    /// The same with a name and its value, lined up with those before and after.
    #[must_use]
    pub fn field(self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.field_cell(name, Cell::new(value, Scope::Text))
    }

    /// The same with a name and its value of that meaning.
    #[must_use]
    pub fn field_cell(mut self, name: impl Into<String>, value: Cell) -> Self {
        let field = (name.into(), value);
        match self.0.last_mut() {
            Some(Block::Fields(fields)) => fields.push(field),
            _ => self.0.push(Block::Fields(vec![field])),
        }
        self
    }

    /// The same with a table.
    #[must_use]
    pub fn table(mut self, table: Table) -> Self {
        self.0.push(Block::Table(table));
        self
    }

    /// The same with text that stays as it is.
    #[must_use]
    pub fn finished(mut self, text: impl Into<String>) -> Self {
        self.0.push(Block::Finished(text.into()));
        self
    }

    /// Both, one after the other.
    #[must_use]
    pub fn then(mut self, other: Self) -> Self {
        self.0.extend(other.0);
        self
    }

    /// As text without colours, as in a pipe.
    #[must_use]
    pub fn plain(&self) -> String {
        self.render(Paint::new(false), None)
    }

    pub(super) fn render(&self, paint: Paint, room: Option<usize>) -> String {
        let mut text = String::new();
        for (index, block) in self.0.iter().enumerate() {
            if index > 0 && matches!(block, Block::Heading(_)) {
                text.push('\n');
            }
            match block {
                Block::Heading(heading) => {
                    text.push_str(&paint.tone(Tone::Heading, heading));
                    text.push('\n');
                }
                Block::Line(cell) => {
                    for part in wrap(&cell.text, room.unwrap_or(usize::MAX)) {
                        text.push_str(&paint.scope(cell.scope, &part));
                        text.push('\n');
                    }
                }
                Block::Fields(fields) => {
                    let names = fields.iter().map(|(name, _)| width(name)).max().unwrap_or(0);
                    for (name, value) in fields {
                        let gap = names.saturating_sub(width(name)) + 2;
                        text.push_str(&paint.tone(Tone::Dim, name));
                        text.push_str(&" ".repeat(gap));
                        let room = room.map_or(usize::MAX, |room| room.saturating_sub(names + 2));
                        for (index, part) in wrap(&value.text, room).iter().enumerate() {
                            if index > 0 {
                                text.push_str(&" ".repeat(names + 2));
                            }
                            text.push_str(&paint.scope(value.scope, part));
                            text.push('\n');
                        }
                    }
                }
                Block::Finished(finished) => {
                    text.push_str(finished);
                    if !finished.ends_with('\n') {
                        text.push('\n');
                    }
                }
                Block::Table(table) => text.push_str(&table.render(paint, room)),
            }
        }
        text
    }
}
