//! What stake earns: which places are asked about, and what is known of them.

use std::collections::BTreeMap;

use super::{Screen, State};
use crate::model::{Hotkey, NetUid, Yield};
use crate::tui::ask::{Answer, Ask};
use crate::tui::list::ListId;

/// Validators whose yield is asked for: the largest.
const VALIDATORS: usize = 64;

/// Yields by place.
pub type Yields = BTreeMap<(Hotkey, NetUid), Yield>;

impl State {
    /// The question about the yields that the screen shows, if it shows some.
    #[must_use]
    pub fn asks_yields(&self) -> Option<Ask> {
        let places = match self.screen {
            Screen::Portfolio => self.staked_places(),
            Screen::Validators => {
                let answer = ListId::Validators.ask(self).and_then(|ask| self.shelf.answer(&ask));
                match answer.as_deref() {
                    Some(Answer::Validators(_, rows)) => rows
                        .iter()
                        .filter(|one| !one.root.is_zero())
                        .map(|one| (one.row.hotkey, NetUid::ROOT))
                        .take(VALIDATORS)
                        .collect(),
                    _ => Vec::new(),
                }
            }
            _ => Vec::new(),
        };
        (!places.is_empty()).then_some(Ask::Yields(places))
    }

    /// Where the wallets stake, each place once.
    fn staked_places(&self) -> Vec<(Hotkey, NetUid)> {
        let portfolios = self.portfolios.value().map_or(&[][..], |all| all.as_slice());
        let mut places: Vec<_> = portfolios
            .iter()
            .flat_map(|own| &own.positions)
            .map(|position| (position.hotkey, position.netuid))
            .collect();
        places.sort_unstable();
        places.dedup();
        places
    }

    /// What is known of the yields that the screen shows.
    #[must_use]
    pub fn yields(&self) -> Yields {
        let answer = self.asks_yields().and_then(|ask| self.shelf.answer(&ask));
        match answer.as_deref() {
            Some(Answer::Yields(found)) => {
                found.iter().flatten().map(|one| ((one.hotkey, one.netuid), one.clone())).collect()
            }
            _ => Yields::new(),
        }
    }
}
