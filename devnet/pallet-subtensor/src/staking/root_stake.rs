//! Root stake and the dividends it is owed (economics.md 5.5).

use sp_runtime::traits::Zero;

use crate::{Config, Pallet, RootClaimable, RootClaimed};

impl<T: Config> Pallet<T> {
    /// Keeps what is owed the same when a coldkey's root stake with the hotkey changed by `amount` rao: stake
    /// that comes has no part in past dividends, stake that goes leaves its part behind.
    ///
    /// For each subnet `RootClaimed` changes by floor(rate * |amount|), with the sign of `amount`. It never goes
    /// below zero, so stake from before the first dividend leaves what it has not claimed.
    pub(crate) fn root_stake_changed(hotkey: &T::AccountId, coldkey: &T::AccountId, amount: i128) {
        let rao = amount.unsigned_abs();
        for (netuid, rate) in RootClaimable::<T>::get(hotkey) {
            // The rate is never negative, and the product is at most 2^64 times 2^95.
            let bits = rate.to_bits().unsigned_abs();
            let change = tau_economics::fixed::mul_div(bits, rao, 1 << 32);
            if change.is_zero() {
                continue;
            }
            RootClaimed::<T>::mutate((netuid, hotkey, coldkey), |claimed| {
                *claimed = if amount >= 0 {
                    claimed.saturating_add(change)
                } else {
                    claimed.saturating_sub(change)
                };
            });
        }
    }
}
