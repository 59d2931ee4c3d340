//! What the first items of a batch leave behind for the others: pools that moved, positions and
//! prices that changed.

use std::collections::BTreeMap;

use tau_economics::pool::Pool;

use crate::chain::{RegistrationTerms, TradeTerms};
use crate::model::{Alpha, Hotkey, NetUid, Tao, Uid};

/// Changes against the chain's state, of one signer.
#[derive(Debug, Clone, Default)]
pub(super) struct Wake {
    /// Pools as they are afterwards.
    pools: BTreeMap<NetUid, Pool>,
    /// The signer's positions as they are afterwards.
    positions: BTreeMap<(NetUid, Hotkey), Alpha>,
    /// Alpha that left a subnet and was free of locks.
    left: BTreeMap<NetUid, Alpha>,
    /// Registration prices as they are afterwards.
    burns: BTreeMap<NetUid, Tao>,
    /// Places that were given.
    places: BTreeMap<(NetUid, Hotkey), Uid>,
}

impl Wake {
    /// A pool that was traded with.
    pub(super) fn pool(mut self, netuid: NetUid, pool: Option<Pool>) -> Self {
        self.pools.extend(pool.map(|pool| (netuid, pool)));
        self
    }

    /// A position that changed.
    pub(super) fn position(
        mut self,
        netuid: NetUid,
        hotkey: Hotkey,
        before: Alpha,
        after: Alpha,
    ) -> Self {
        self.positions.insert((netuid, hotkey), after);
        let left = self.left.entry(netuid).or_default();
        *left = left.saturating_add(before.saturating_sub(after));
        self
    }

    /// A place that was bought.
    pub(super) fn place(mut self, netuid: NetUid, hotkey: Hotkey, uid: Uid, burn: Tao) -> Self {
        self.places.insert((netuid, hotkey), uid);
        self.burns.insert(netuid, burn);
        self
    }

    /// Whether a pool is not as the chain has it.
    pub(super) fn touches(&self, netuid: NetUid) -> bool {
        self.pools.contains_key(&netuid)
    }

    /// This, and then `next`.
    pub(super) fn follow(&mut self, next: Self) {
        self.pools.extend(next.pools);
        self.positions.extend(next.positions);
        self.burns.extend(next.burns);
        self.places.extend(next.places);
        for (netuid, alpha) in next.left {
            let left = self.left.entry(netuid).or_default();
            *left = left.saturating_add(alpha);
        }
    }

    /// Terms of a trade as they are afterwards. The price stays the chain's: a limit counts from it.
    pub(super) fn after(&self, terms: TradeTerms, netuid: NetUid, hotkey: Hotkey) -> TradeTerms {
        let left = self.left.get(&netuid).copied().unwrap_or_default();
        TradeTerms {
            pool: self.pools.get(&netuid).copied().or(terms.pool),
            position: self.positions.get(&(netuid, hotkey)).copied().unwrap_or(terms.position),
            available: terms.available.map(|available| available.saturating_sub(left)),
            ..terms
        }
    }

    /// Terms of a registration as they are afterwards.
    pub(super) fn after_places(
        &self,
        terms: RegistrationTerms,
        netuid: NetUid,
        hotkey: Hotkey,
    ) -> RegistrationTerms {
        let taken = self.places.keys().filter(|(place, _)| *place == netuid).count();
        RegistrationTerms {
            free_places: terms.free_places.saturating_sub(u16::try_from(taken).unwrap_or(u16::MAX)),
            burn: self.burns.get(&netuid).copied().unwrap_or(terms.burn),
            uid: terms.uid.or_else(|| self.places.get(&(netuid, hotkey)).copied()),
            ..terms
        }
    }
}
