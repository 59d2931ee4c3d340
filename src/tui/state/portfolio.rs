//! What the wallets own.

use super::{Table, WalletInfo, Yields};
use crate::model::{Coldkey, Hotkey, NetUid, Portfolio, Position, Tao};
use crate::present::{PositionColumn, PositionRow};

/// What a position is known by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PositionKey {
    /// Owner.
    pub coldkey: Coldkey,
    /// Staked through.
    pub hotkey: Hotkey,
    /// On.
    pub netuid: NetUid,
}

impl From<&Position> for PositionKey {
    fn from(position: &Position) -> Self {
        Self { coldkey: position.coldkey, hotkey: position.hotkey, netuid: position.netuid }
    }
}

/// Order, filter and cursor of the positions.
#[derive(Debug, Clone)]
pub struct PortfolioScreen {
    /// The rows.
    pub table: Table<PositionColumn, PositionKey>,
    /// Where each row is: portfolio, and position in it.
    pub places: Vec<(usize, usize)>,
    /// What the positions earn, as far as it is known.
    pub yields: Yields,
}

impl Default for PortfolioScreen {
    fn default() -> Self {
        Self { table: Table::new(PositionColumn::Value), places: Vec::new(), yields: Yields::new() }
    }
}

impl PortfolioScreen {
    /// Choose and order the rows anew.
    pub fn rebuild(&mut self, portfolios: &[Portfolio], wallets: &[WalletInfo]) {
        self.places = portfolios
            .iter()
            .enumerate()
            .flat_map(|(index, portfolio)| {
                (0..portfolio.positions.len()).map(move |position| (index, position))
            })
            .collect();
        let whole = portfolios.iter().map(Portfolio::staked).sum();
        let (places, yields) = (&self.places, &self.yields);
        self.table.rebuild(
            places.len(),
            |index| row(portfolios, wallets, yields, places[index], whole),
            |row| PositionKey::from(row.position),
        );
    }
}

/// A position as a row.
#[must_use]
pub fn row<'a>(
    portfolios: &'a [Portfolio],
    wallets: &'a [WalletInfo],
    yields: &'a Yields,
    place: (usize, usize),
    whole: Tao,
) -> PositionRow<'a> {
    let position = &portfolios[place.0].positions[place.1];
    let earns = yields.get(&(position.hotkey, position.netuid));
    PositionRow { position, wallet: wallet_name(wallets, position.coldkey), whole, earns }
}

/// What a coldkey's wallet is called; nothing if it is not one of the user's.
#[must_use]
pub fn wallet_name(wallets: &[WalletInfo], coldkey: Coldkey) -> &str {
    wallets
        .iter()
        .find(|wallet| wallet.coldkey == coldkey)
        .map_or("", |wallet| wallet.name.as_str())
}
