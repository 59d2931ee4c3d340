//! What the dashboard remembers from one sitting to the next: screen, order, columns, favourites, theme.
//! Kept as JSON; what cannot be read or means nothing any more is passed over.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::list::ListId;
use super::state::{Arrangement, Screen, Sheet, State, Table};
use crate::model::NetUid;
use crate::present::{Column, Order};

/// Order and columns of one table.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Layout {
    /// The column that the rows are ordered by.
    pub sort: Option<String>,
    /// Whether the largest or the last comes first.
    pub descending: bool,
    /// Columns that are left out.
    pub hidden: Vec<String>,
    /// Columns that are shown though they usually are not.
    pub extra: Vec<String>,
    /// Columns that stay in sight.
    pub pinned: Vec<String>,
    /// The columns from the left; empty in their usual order.
    pub order: Vec<String>,
}

/// See the module.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Memory {
    /// Place of the screen.
    pub screen: usize,
    /// The subnet that was looked at.
    pub netuid: Option<u16>,
    /// The subnet that the cursor was on in the list of them.
    pub row: Option<u16>,
    /// The theme that was chosen here.
    pub theme: Option<String>,
    /// Subnets that are marked.
    pub favourites: BTreeSet<u16>,
    /// By the table's name.
    pub tables: BTreeMap<String, Layout>,
    /// Whether the welcome was read.
    pub welcomed: bool,
}

/// An arrangement of the columns with these names, by name.
fn named(arrangement: &Arrangement, all: &[&'static str]) -> Layout {
    let ids = |places: &[usize]| {
        places.iter().filter_map(|place| all.get(*place).map(|id| (*id).to_owned())).collect()
    };
    Layout {
        hidden: ids(&arrangement.hidden),
        pinned: ids(&arrangement.pinned),
        order: ids(&arrangement.order),
        ..Layout::default()
    }
}

/// The same of a layout; columns that there are no more are passed over.
fn arranged(layout: &Layout, all: &[&'static str]) -> Arrangement {
    let places = |ids: &[String]| {
        ids.iter().filter_map(|id| all.iter().position(|known| known == id)).collect()
    };
    let mut arrangement = Arrangement {
        hidden: places(&layout.hidden),
        pinned: places(&layout.pinned),
        order: places(&layout.order),
    };
    if arrangement.hidden.len() >= all.len() {
        arrangement.hidden.clear();
    }
    arrangement
}

const fn order(layout: &Layout) -> Order {
    if layout.descending { Order::Descending } else { Order::Ascending }
}

fn ids<C: Column>() -> Vec<&'static str> {
    C::ALL.iter().map(|column| column.id()).collect()
}

fn of_table<C: Column, K: Copy + Eq>(table: &Table<C, K>) -> Layout {
    Layout {
        sort: Some(table.sort.id().to_owned()),
        descending: table.order == Order::Descending,
        extra: unusual::<C>()
            .filter(|place| !table.arrangement.hidden.contains(place))
            .map(|place| C::ALL[place].id().to_owned())
            .collect(),
        ..named(&table.arrangement, &ids::<C>())
    }
}

/// Columns that are left out unless somebody asks for them.
fn unusual<C: Column>() -> impl Iterator<Item = usize> {
    (0..C::ALL.len()).filter(|place| !C::ALL[*place].is_usual())
}

fn to_table<C: Column, K: Copy + Eq>(layout: &Layout, table: &mut Table<C, K>) {
    let sort = layout.sort.as_ref();
    if let Some(column) = sort.and_then(|id| C::ALL.iter().find(|column| column.id() == id)) {
        table.sort = *column;
        table.order = order(layout);
    }
    table.arrangement = arranged(layout, &ids::<C>());
    // A layout of a release that did not have them yet says nothing of them.
    let hidden = &mut table.arrangement.hidden;
    for place in unusual::<C>() {
        if !layout.extra.iter().any(|id| id == C::ALL[place].id()) && !hidden.contains(&place) {
            hidden.push(place);
        }
    }
}

fn heads(sheet: &Sheet) -> Vec<&'static str> {
    sheet.heads.iter().map(|head| head.id).collect()
}

fn of_sheet(sheet: &Sheet) -> Layout {
    let sort = sheet.sort.and_then(|place| sheet.heads.get(place));
    Layout {
        sort: sort.map(|head| head.id.to_owned()),
        descending: sheet.order == Order::Descending,
        ..named(&sheet.arrangement, &heads(sheet))
    }
}

fn to_sheet(layout: &Layout, sheet: &mut Sheet) {
    let sort = layout.sort.as_ref();
    sheet.sort = sort.and_then(|id| sheet.heads.iter().position(|head| head.id == id));
    sheet.order = order(layout);
    sheet.arrangement = arranged(layout, &heads(sheet));
}

impl Memory {
    /// What is worth remembering of a state.
    #[must_use]
    pub fn of(state: &State) -> Self {
        let mut tables = BTreeMap::new();
        tables.insert("subnets".to_owned(), of_table(&state.subnets_screen.table));
        tables.insert("positions".to_owned(), of_table(&state.portfolio_screen.table));
        tables.insert(
            "neurons".to_owned(),
            match &state.subnet_screen {
                Some(screen) => of_table(&screen.table),
                None => state.neurons_layout.clone(),
            },
        );
        for list in ListId::ALL {
            tables.insert(list.title().to_lowercase(), of_sheet(state.sheet(list)));
        }
        Self {
            screen: state.screen.place(),
            netuid: state.subnet_screen.as_ref().map(|screen| screen.netuid.0),
            row: state.subnets_screen.table.selected().map(|netuid| netuid.0),
            theme: state.theme.clone(),
            favourites: state.favourites.iter().map(|netuid| netuid.0).collect(),
            tables,
            welcomed: state.welcomed,
        }
    }

    /// Make a fresh state as it was.
    pub fn give_back(&self, state: &mut State) {
        state.theme.clone_from(&self.theme);
        state.favourites = self.favourites.iter().map(|netuid| NetUid(*netuid)).collect();
        state.welcomed = self.welcomed;
        state.subnets_screen.begin = self.row.map(NetUid);
        if let Some(layout) = self.tables.get("subnets") {
            to_table(layout, &mut state.subnets_screen.table);
        }
        if let Some(layout) = self.tables.get("positions") {
            to_table(layout, &mut state.portfolio_screen.table);
        }
        if let Some(layout) = self.tables.get("neurons") {
            state.neurons_layout = layout.clone();
        }
        for list in ListId::ALL {
            if let Some(layout) = self.tables.get(&list.title().to_lowercase()) {
                to_sheet(layout, state.sheet_mut(list));
            }
        }
        // The screen of one subnet comes back by itself only with its subnet.
        state.screen = match (Screen::ALL.get(self.screen), self.netuid) {
            (Some(Screen::Subnet), Some(netuid)) => {
                state.reopen = Some(NetUid(netuid));
                Screen::Subnets
            }
            (Some(Screen::Subnet) | None, _) => Screen::Subnets,
            (Some(screen), _) => *screen,
        };
    }

    /// Lay the neurons of a subnet out as those of the last one.
    pub fn lay_out<C: Column, K: Copy + Eq>(layout: &Layout, table: &mut Table<C, K>) {
        to_table(layout, table);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tui::factory::Desk;

    #[test]
    fn a_sitting_is_remembered() {
        let mut desk = Desk::full();
        desk.press("P");
        desk.press("4");
        desk.state.favourites.insert(NetUid(3));
        let arrangement = Arrangement { hidden: vec![4], pinned: vec![9], order: vec![0, 1, 3, 2] };
        desk.state.subnets_screen.table.arrangement = arrangement.clone();
        let memory = Memory::of(&desk.state);
        let text = serde_json::to_string(&memory).expect("it has a JSON form");
        let back: Memory = serde_json::from_str(&text).expect("it is one");
        assert_eq!(back, memory);
        let mut fresh = State::new("dev", Screen::Subnets, None);
        back.give_back(&mut fresh);
        assert_eq!(fresh.screen, Screen::Validators);
        assert_eq!(fresh.subnets_screen.table.sort.id(), "price");
        assert_eq!(fresh.subnets_screen.table.arrangement, arrangement);
        assert!(fresh.favourites.contains(&NetUid(3)));
        assert_eq!(fresh.subnets_screen.begin, desk.state.subnets_screen.table.selected());
        // What another release wrote is passed over.
        let odd: Memory =
            serde_json::from_str(r#"{"screen": 99, "new": 1}"#).expect("fields may miss");
        odd.give_back(&mut fresh);
        assert_eq!(fresh.screen, Screen::Subnets);
    }
}
