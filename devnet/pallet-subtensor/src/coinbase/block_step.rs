//! The order of a block's start (economics.md 0.3).

use frame_system::pallet_prelude::BlockNumberFor;

use crate::{Config, Pallet, RegistrationsThisBlock, units::ROOT};

impl<T: Config> Pallet<T> {
    /// Runs once per block, before the extrinsics. The order decides figures: prices are averaged after the
    /// coinbase has used the averages, so nothing may be moved.
    ///
    /// 1. Registration prices decay and the block's registrations are counted anew.
    /// 2. Block emission is minted.
    /// 3. Weight commits that are due are revealed.
    /// 4. Coinbase: emission into pools, pending shares, due epochs and their payout.
    /// 5. Price averages move.
    /// 6. The share of root in dividends is noted for display.
    /// 7. Child keys that are due apply.
    /// 8. Root dividends are claimed for a few stakers.
    pub(crate) fn block_step(block: BlockNumberFor<T>) {
        let now = Self::height(block);
        for netuid in RegistrationsThisBlock::<T>::iter_keys().collect::<Vec<_>>() {
            RegistrationsThisBlock::<T>::remove(netuid);
        }
        Self::restart_root_interval(now);
        let subnets: Vec<_> =
            Self::netuids().into_iter().filter(|netuid| *netuid != ROOT).collect();
        for netuid in subnets.iter().copied() {
            Self::decay_burn(netuid, now);
        }
        let minted = Self::mint();
        Self::reveal_due_weights(now);
        let emitted = Self::emit(&subnets, minted);
        let with_epoch = Self::run_epochs(&subnets, now);
        Self::move_price_averages(&emitted, now);
        Self::note_root_proportions(&subnets);
        for netuid in with_epoch {
            Self::apply_pending_children(netuid, now);
        }
        Self::claim_automatically();
    }
}
