//! When epochs run, and what they are given (economics.md 3.5).

use std::collections::BTreeSet;

use crate::{
    BlocksSinceLastStep, Config, Event, LastEpochBlock, LastMechansimStepBlock, MaxEpochsPerBlock,
    Pallet, PendingEpochAt, PendingOwnerCut, PendingRootAlphaDivs, PendingServerEmission,
    PendingValidatorEmission, SubnetEpochIndex,
    units::{AlphaBalance, NetUid},
};

/// Alpha that an epoch hands out, in rao.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub(crate) struct Drained {
    /// For miners.
    pub server: AlphaBalance,
    /// For validators.
    pub validator: AlphaBalance,
    /// For root stakers.
    pub root: AlphaBalance,
    /// For the owner.
    pub owner: AlphaBalance,
}

impl<T: Config> Pallet<T> {
    /// Runs the epochs of a block: first all that run are drained, then each is paid out. Returns whose slot the
    /// block has used.
    pub(super) fn run_epochs(subnets: &[NetUid], now: u64) -> Vec<NetUid> {
        let mut slots = Vec::new();
        let mut due = Vec::new();
        let most = usize::from(MaxEpochsPerBlock::<T>::get());
        for netuid in subnets.iter().copied() {
            BlocksSinceLastStep::<T>::mutate(netuid, |blocks| *blocks = blocks.saturating_add(1));
            if !Self::is_epoch_due(netuid, now) {
                continue;
            }
            if due.len() >= most {
                let to_block = now.saturating_add(1);
                PendingEpochAt::<T>::insert(netuid, to_block);
                Self::deposit_event(Event::EpochDeferred { netuid, from_block: now, to_block });
                continue;
            }
            if Self::has_consistent_keys(netuid) {
                BlocksSinceLastStep::<T>::insert(netuid, 0);
                due.push((netuid, Self::drain(netuid)));
                Self::settle_ownership(netuid);
            } else {
                Self::deposit_event(Event::EpochSkipped { netuid, block: now });
            }
            LastEpochBlock::<T>::insert(netuid, now);
            PendingEpochAt::<T>::insert(netuid, 0);
            SubnetEpochIndex::<T>::mutate(netuid, |index| *index = index.saturating_add(1));
            slots.push(netuid);
        }
        for (netuid, drained) in due {
            Self::distribute(netuid, drained, now);
            LastMechansimStepBlock::<T>::insert(netuid, now);
        }
        slots
    }

    /// Whether each uid has a hotkey of its own.
    fn has_consistent_keys(netuid: NetUid) -> bool {
        let hotkeys = Self::hotkeys_of(netuid);
        let distinct: BTreeSet<_> = hotkeys.iter().collect();
        distinct.len() == hotkeys.len()
    }

    fn drain(netuid: NetUid) -> Drained {
        Drained {
            server: PendingServerEmission::<T>::take(netuid),
            validator: PendingValidatorEmission::<T>::take(netuid),
            root: PendingRootAlphaDivs::<T>::take(netuid),
            owner: PendingOwnerCut::<T>::take(netuid),
        }
    }
}
