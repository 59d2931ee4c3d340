//! What a picture tells the state: how many rows had room, and what lies under the mouse.

use crate::tui::keymap::Action;
use crate::tui::list::ListId;

/// A rectangle of cells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Area {
    /// From the left edge.
    pub x: u16,
    /// From the top edge.
    pub y: u16,
    /// Cells across.
    pub width: u16,
    /// Cells down.
    pub height: u16,
}

impl Area {
    /// Whether a cell is in it.
    #[must_use]
    pub const fn contains(self, column: u16, row: u16) -> bool {
        column >= self.x
            && row >= self.y
            && column - self.x < self.width
            && row - self.y < self.height
    }
}

/// A table on a screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TableId {
    /// All subnets.
    Subnets,
    /// Neurons of one.
    Metagraph,
    /// Positions of the wallets.
    Positions,
    /// One of the other lists.
    List(ListId),
}

/// What a click means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hit {
    /// As if a key were pressed.
    Act(Action),
    /// The heading of a column, by its place in [`Column::ALL`](crate::present::Column::ALL).
    Heading(TableId, usize),
    /// A row, by its place in the sorted and filtered table.
    Row(TableId, usize),
    /// A field of the form, by its place in [`StakeField::ALL`](super::StakeField::ALL).
    Field(usize),
    /// A tab of the screen, by its place.
    Tab(usize),
    /// A panel of the subnet screen, by its place in [`Panel::ALL`](super::Panel::ALL).
    Panel(usize),
}

/// How a table was drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct TableDrawn {
    /// Rows with room.
    pub page: usize,
    /// Rows above the first one shown.
    pub offset: usize,
    /// Pages of columns.
    pub column_pages: usize,
}

/// How a price chart was drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Plot {
    /// The cells of the prices.
    pub area: Area,
    /// Steps from its left to its right edge.
    pub columns: u16,
}

/// How a picture was drawn.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Drawn {
    /// Tables in it.
    pub tables: Vec<(TableId, TableDrawn)>,
    /// What lies where; later entries lie above earlier ones.
    pub hits: Vec<(Area, Hit)>,
    /// The price chart in it.
    pub plot: Option<Plot>,
    /// Lines that a pop-up with more text than room could scroll.
    pub scroll_room: usize,
    /// Where the terminal's cursor belongs.
    pub cursor: Option<(u16, u16)>,
}

impl Drawn {
    /// How a table was drawn; nothing if it was not.
    #[must_use]
    pub fn table(&self, id: TableId) -> Option<TableDrawn> {
        self.tables.iter().find(|(table, _)| *table == id).map(|(_, drawn)| *drawn)
    }

    /// What lies in a cell.
    #[must_use]
    pub fn hit(&self, column: u16, row: u16) -> Option<Hit> {
        let under = |(area, _): &&(Area, Hit)| area.contains(column, row);
        self.hits.iter().rev().find(under).map(|(_, hit)| *hit)
    }
}
