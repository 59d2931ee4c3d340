//! The list of subnets.

use std::collections::BTreeSet;

use super::{History, Table};
use crate::model::{NetUid, Subnet, Subnets};
use crate::present::{SubnetColumn, SubnetRow};

/// Order, filter and cursor of the list.
#[derive(Debug, Clone)]
pub struct SubnetsScreen {
    /// The rows.
    pub table: Table<SubnetColumn, NetUid>,
    /// Where the cursor begins; else on the first subnet that can be bought into.
    pub begin: Option<NetUid>,
}

impl Default for SubnetsScreen {
    fn default() -> Self {
        Self { table: Table::new(SubnetColumn::MarketCap), begin: None }
    }
}

impl SubnetsScreen {
    /// Choose and order the rows anew.
    pub fn rebuild(&mut self, subnets: &Subnets, history: &History, favourites: &BTreeSet<NetUid>) {
        let is_new = self.table.selected().is_none();
        let row = |index: usize| row(subnets, &subnets.list[index], history);
        self.table.rebuild(subnets.list.len(), row, |row| row.subnet.netuid);
        self.table.lift(|netuid| favourites.contains(netuid));
        if is_new {
            // Root stands first by its size, and is hardly ever what somebody came for.
            let first = self.table.keys().iter().find(|netuid| !netuid.is_root()).copied();
            let begin = self.begin.take().filter(|begin| self.table.keys().contains(begin));
            if let Some(netuid) = begin.or(first) {
                self.table.select(netuid);
            }
        }
    }
}

/// A subnet as a row of the list.
#[must_use]
pub fn row<'a>(subnets: &Subnets, subnet: &'a Subnet, history: &'a History) -> SubnetRow<'a> {
    let standing = subnets.standing(subnet);
    SubnetRow { subnet, standing, block: subnets.at.block, samples: history.samples(subnet.netuid) }
}
