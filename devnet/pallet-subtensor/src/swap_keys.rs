//! People change their keys: hotkeys at once, coldkeys after an announcement (economics.md 6.4).

mod announcement;
mod coldkey;
pub mod guard;
mod hotkey;
mod neuron;

pub(crate) use hotkey::Stake;

use frame_support::traits::{
    fungible::Mutate,
    tokens::{Fortitude, Precision, Preservation},
};
use sp_runtime::DispatchResult;

use crate::{Config, Pallet, TotalIssuance, units::TaoBalance};

/// Price of swapping a coldkey, or a hotkey on all subnets, in rao.
pub(crate) const SWAP_COST: TaoBalance = 100_000_000;
/// Price of swapping a hotkey on one subnet, in rao.
pub(crate) const SUBNET_SWAP_COST: TaoBalance = 1_000_000;
/// Blocks between two swaps of hotkeys by one coldkey on one subnet.
pub(crate) const SUBNET_SWAP_INTERVAL: u64 = 7_200;

impl<T: Config> Pallet<T> {
    /// Takes TAO out of an account, which stays alive, and out of issuance.
    pub(crate) fn recycle_tao(account: &T::AccountId, amount: TaoBalance) -> DispatchResult {
        T::Currency::burn_from(
            account,
            amount,
            Preservation::Preserve,
            Precision::Exact,
            Fortitude::Polite,
        )?;
        TotalIssuance::<T>::mutate(|total| *total = total.saturating_sub(amount));
        Ok(())
    }
}
