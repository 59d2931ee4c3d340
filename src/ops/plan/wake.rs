//! What the first items of a batch leave behind for the others: pools that moved, positions and
//! prices that changed.

use std::collections::BTreeMap;

use tau_economics::pool::Pool;

use crate::chain::{RegistrationTerms, TradeTerms};
use crate::model::{Alpha, EvmAddress, Hotkey, NetUid, Tao, Uid};

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
    /// What EVM addresses have left.
    evm: BTreeMap<EvmAddress, Tao>,
    /// Blocks of epochs that were called for.
    epochs: BTreeMap<NetUid, u32>,
    /// Whether deposits of proxies were adjusted.
    is_poked: bool,
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

    /// An EVM address that TAO was taken from.
    pub(super) fn evm(mut self, address: EvmAddress, left: Tao) -> Self {
        self.evm.insert(address, left);
        self
    }

    /// An epoch that was called for.
    pub(super) fn epoch(mut self, netuid: NetUid, block: u32) -> Self {
        self.epochs.insert(netuid, block);
        self
    }

    /// Deposits of proxies that were adjusted.
    pub(super) fn poked(mut self) -> Self {
        self.is_poked = true;
        self
    }

    /// What an EVM address has that has `there` on the chain.
    pub(super) fn at_evm(&self, address: EvmAddress, there: Tao) -> Tao {
        self.evm.get(&address).copied().unwrap_or(there)
    }

    /// The block of an epoch that was called for.
    pub(super) fn called(&self, netuid: NetUid) -> Option<u32> {
        self.epochs.get(&netuid).copied()
    }

    /// Whether deposits of proxies are adjusted already.
    pub(super) const fn is_poked(&self) -> bool {
        self.is_poked
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
        self.evm.extend(next.evm);
        self.epochs.extend(next.epochs);
        self.is_poked |= next.is_poked;
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
