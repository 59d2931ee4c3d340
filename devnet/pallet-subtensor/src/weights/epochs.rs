//! Which epoch a commit belongs to, and when its reveal is due.

use crate::{
    BlocksSinceLastStep, Config, LastEpochBlock, MaxEpochsPerBlock, Pallet, PendingEpochAt,
    RevealPeriodEpochs, SubnetEpochIndex, Tempo,
    units::{NetUid, ROOT},
};

/// Blocks without an epoch after which one is due whatever else storage says.
const LONGEST_PAUSE: u64 = 50_400;

impl<T: Config> Pallet<T> {
    /// Whether an epoch of the subnet is due at block `now` (economics.md 3.5).
    pub(crate) fn is_epoch_due(netuid: NetUid, now: u64) -> bool {
        let tempo = u64::from(Tempo::<T>::get(netuid));
        let pending = PendingEpochAt::<T>::get(netuid);
        tempo > 0
            && ((pending > 0 && pending <= now)
                || BlocksSinceLastStep::<T>::get(netuid) > LONGEST_PAUSE
                || now.saturating_sub(LastEpochBlock::<T>::get(netuid)) >= tempo)
    }

    /// The epoch that something done now belongs to. One that is due counts as begun: reveals of a block come
    /// before its epochs, and a commit in a block whose epoch is deferred belongs to the next one.
    pub(crate) fn weights_epoch(netuid: NetUid) -> u64 {
        let begun = u64::from(Self::is_epoch_due(netuid, Self::block()));
        SubnetEpochIndex::<T>::get(netuid).saturating_add(begun)
    }

    /// The epoch in which commits of `epoch` are revealed.
    pub(crate) fn reveal_epoch(netuid: NetUid, epoch: u64) -> u64 {
        epoch.saturating_add(RevealPeriodEpochs::<T>::get(netuid))
    }

    /// Subnets whose sealed weights may be opened at the start of block `now`: all but root and those whose due
    /// epoch has to wait because a block runs only so many.
    pub(crate) fn subnets_to_reveal(now: u64) -> Vec<NetUid> {
        let mut left = MaxEpochsPerBlock::<T>::get();
        Self::netuids()
            .into_iter()
            .filter(|netuid| *netuid != ROOT)
            .filter(|netuid| {
                if !Self::is_epoch_due(*netuid, now) {
                    return true;
                }
                let runs = left > 0;
                left = left.saturating_sub(1);
                runs
            })
            .collect()
    }
}
